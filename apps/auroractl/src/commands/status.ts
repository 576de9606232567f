import { InvalidArgumentError, type Command } from 'commander';
import { answer, type AnswerFlags } from '../cli/answer';
import { durationMs } from '../cli/arguments';
import { command } from '../cli/command-line';
import { EXIT } from '../cli/exit-code';
import { Unreachable } from '../cli/failures';
import { findGate, withGate, type GateFlags } from '../gate/find-gate';
import type { GateApi } from '../gate/gate-api';
import type { GateDown, GateStatus } from '../status/gate-status';

interface StatusFlags extends AnswerFlags, GateFlags {
  /** In ms; `true` for the default. */
  readonly watch?: number | true;
}

const DEFAULT_INTERVAL_MS = 2000;
const LEAST_INTERVAL_MS = 500;
const EXAMPLES = ['status', 'status --watch', 'status --watch 10s', 'status --json'];
const NOTES = `
Exit code 0: all is well. 1: something is wrong; what, and what to do next, stands first. 3: no gate answers.
Parts of it need OPS_TOKEN or AURORA_API_TOKEN (environment or .env); what is not shown for want of one is named last.`;

/** `auroractl status`: the first look. */
export const statusCommand = (): Command =>
  withGate(command('status', 'The gate on one screen: what is wrong, who blocked what, what to do next.', EXAMPLES))
    .option('--watch [interval]', 'looks again every 2s, or as often as said, until Ctrl-C', interval)
    .addHelpText('after', NOTES)
    .action(showStatus);

async function showStatus({ watch: every, ...flags }: StatusFlags): Promise<void> {
  const gate = await findGate(flags);
  if (every !== undefined) return watchStatus(gate, flags, every === true ? DEFAULT_INTERVAL_MS : every);
  const { statusText } = await import('../status/status-text.js');
  const status = await look(gate);
  if (!status.up) {
    if (flags.json === true) answer(flags, status, String);
    throw new Unreachable(status.error);
  }
  answer(flags, status, statusText);
  process.exitCode = exitCodeOf(status);
}

async function watchStatus(gate: GateApi, flags: AnswerFlags, everyMs: number): Promise<void> {
  const [{ statusText, downText }, { watch }] = await Promise.all([
    import('../status/status-text.js'),
    import('../status/watch.js'),
  ]);
  const text = async () => {
    const status = await look(gate);
    process.exitCode = exitCodeOf(status);
    if (flags.json === true) return JSON.stringify(status);
    return status.up ? statusText(status) : downText(status);
  };
  await watch(text, everyMs);
}

async function look(gate: GateApi): Promise<GateStatus | GateDown> {
  const { readStatus } = await import('../status/read-status.js');
  try {
    return await readStatus(gate);
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    return { up: false, fine: false, checked_at: new Date().toISOString(), error: error.message };
  }
}

const exitCodeOf = ({ up, fine }: GateStatus | GateDown): number =>
  fine ? EXIT.fine : up ? EXIT.finding : EXIT.unreachable;

function interval(text: string): number {
  const ms = durationMs(text);
  if (ms < LEAST_INTERVAL_MS) throw new InvalidArgumentError('must be at least 500ms.');
  return ms;
}
