import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Finding } from '../cli/failures';
import { scriptOf } from '../processes/programs';

/** A run that was ended from outside: what it has written is not all that it would have. */
export class Interrupted extends Error {}

/** How much of what a run says on standard error is kept for its failure. */
const ERROR_CHARS = 2000;
/** How long a run that is told to end may take. */
const PATIENCE_MS = 5000;

/**
 * Runs the runner over a recording to its end, in a process of its own.
 * @throws Finding with what it said when it fails. Interrupted when the signal ends it, or a signal of the terminal did.
 */
export async function runRunner(args: readonly string[], signal: AbortSignal): Promise<void> {
  if (signal.aborted) throw new Interrupted();
  const child = spawn(process.execPath, [scriptOf('wisescalp-runner'), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [last, errors, rest] = ['', '', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop()!;
    last = lines.at(-1) ?? last;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors = (errors + text).slice(-ERROR_CHARS)));
  let kill: NodeJS.Timeout | undefined;
  const stop = (): void => {
    child.kill('SIGTERM');
    kill = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  };
  signal.addEventListener('abort', stop);
  try {
    const [code, killedBy] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
    if (signal.aborted) throw new Interrupted();
    if (code !== 0) throw new Finding(`the runner ended with ${killedBy ?? code}: ${saidBy(errors)}`);
    if (!isWhole(last)) throw new Interrupted();
  } finally {
    signal.removeEventListener('abort', stop);
    clearTimeout(kill);
  }
}

/** The summary says whether it was told to stop: Ctrl-C on a terminal reaches every process at once. */
function isWhole(line: string): boolean {
  const { type, stopped } = JSON.parse(line) as { readonly type?: string; readonly stopped?: boolean };
  return type === 'summary' && stopped === false;
}

/** The messages of its log lines. */
function saidBy(errors: string): string {
  const lines = errors.split('\n').filter((line) => line !== '');
  const messages = lines.map((line) => {
    try {
      return String((JSON.parse(line) as { readonly msg?: unknown }).msg ?? line);
    } catch {
      return line; // not every line is one of the log
    }
  });
  return messages.slice(-5).join('; ') || 'it said nothing';
}
