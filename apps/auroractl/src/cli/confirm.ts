import type { Command } from 'commander';
import { EXIT } from './exit-code';
import { Finding, UsageError } from './failures';

/** Flag of the commands that ask before they act on a live gate. */
export interface ConfirmFlags {
  readonly yes?: boolean;
}

/** Gives a command the flag that answers its question beforehand. */
export const withConfirmation = (command: Command): Command =>
  command.option('--yes', 'does not ask before acting on a live gate');

/** Whether somebody sits there to be asked. */
export const canAsk = (): boolean => process.stdin.isTTY === true && process.stderr.isTTY === true;

/**
 * Asks on the terminal before a live gate is acted on. Throws a `Finding` when the answer is not yes, and a `UsageError`
 * when nobody is there to be asked and `--yes` was not given.
 * @param what will happen, as in "This will …".
 */
export async function confirmLive({ yes = false }: ConfirmFlags, mode: string, what: string): Promise<void> {
  if (mode !== 'live' || yes) return;
  if (!canAsk()) throw new UsageError(`the gate is live and this will ${what}; add --yes to say that it is meant`);
  process.stderr.write(`The gate is LIVE. This will ${what}.\n`);
  const said = await ask('Type yes to go on:');
  if (said.trim().toLowerCase() !== 'yes') throw new Finding('nothing was changed');
}

/** One line from the terminal. Throws a `Finding` on Ctrl-C. @param hidden what is typed is not shown. */
export async function ask(prompt: string, hidden = false): Promise<string> {
  const { read } = await import('read');
  // Ctrl-D closes the input, and the process ends here.
  process.exitCode = EXIT.finding;
  try {
    const said = await read({ prompt, silent: hidden, input: process.stdin, output: process.stderr });
    process.exitCode = EXIT.fine;
    return said;
  } catch (error) {
    if ((error as Error).message === 'canceled') throw new Finding('cancelled, nothing was changed');
    throw error;
  } finally {
    if (hidden) process.stderr.write('\n');
  }
}
