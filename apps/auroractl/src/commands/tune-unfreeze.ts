import type { Command } from 'commander';
import { answer, type AnswerFlags } from '../cli/answer';
import { command } from '../cli/command-line';

const EXAMPLES = ['tune unfreeze'];

/** `auroractl tune unfreeze`: the tuner goes on. */
export function unfreezeCommand(): Command {
  return command('unfreeze', 'Lets the tuner go on.', EXAMPLES).action((_, self: Command) =>
    runUnfreeze(self.optsWithGlobals()),
  );
}

async function runUnfreeze(flags: AnswerFlags): Promise<void> {
  const { localConfig } = await import('../gate/find-gate.js');
  const { readFreeze, removeFreeze, tunerDirOf } = await import('../orchestrator/tuner-folder.js');
  const dir = tunerDirOf(await localConfig());
  const wasFrozen = (await readFreeze(dir)) !== null;
  await removeFreeze(dir);
  answer(flags, { frozen: false, was_frozen: wasFrozen, dir }, () =>
    wasFrozen ? `it goes on within a heartbeat (${dir})` : `it was not frozen (${dir})`,
  );
}
