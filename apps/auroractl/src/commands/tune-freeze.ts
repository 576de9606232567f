import type { Command } from 'commander';
import { answer, type AnswerFlags } from '../cli/answer';
import { command } from '../cli/command-line';

interface FreezeFlags extends AnswerFlags {
  readonly reason?: string;
}

const EXAMPLES = ['tune freeze --reason "listing at noon"', 'tune freeze --json'];

/** `auroractl tune freeze`: the tuner puts the base back and tries nothing, until `unfreeze`. */
export function freezeCommand(): Command {
  return command('freeze', 'Stops the tuner from trying anything, and has it restore the base overlay.', EXAMPLES)
    .option('--reason <text>', 'why; shown in its state and its events')
    .action((_, self: Command) => runFreeze(self.optsWithGlobals()));
}

async function runFreeze({ reason = '', ...flags }: FreezeFlags): Promise<void> {
  const { localConfig } = await import('../gate/find-gate.js');
  const { readFreeze, tunerDirOf, writeFreeze } = await import('../orchestrator/tuner-folder.js');
  const dir = tunerDirOf(await localConfig());
  const wasFrozen = (await readFreeze(dir)) !== null;
  await writeFreeze(dir, reason);
  answer(flags, { frozen: true, was_frozen: wasFrozen, reason: reason || null, dir }, () =>
    wasFrozen
      ? `it was frozen already (${dir})`
      : `frozen (${dir}); within a heartbeat the tuner restores the base. \`auroractl tune status\` shows it, \`auroractl tune unfreeze\` ends it`,
  );
}
