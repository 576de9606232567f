import type { Command } from 'commander';
import { answer, remark, type AnswerFlags } from '../cli/answer';
import { command } from '../cli/command-line';
import { UsageError } from '../cli/failures';
import { findGate, withGate, type GateFlags } from '../gate/find-gate';

const EXAMPLES = [
  'rotate-token                                   asks for it twice, without showing it',
  'rotate-token < new-token.txt',
  'rotate-token < <(openssl rand -base64 33 | tee new-token.txt)',
];

const NOT_HERE =
  'the new token is never taken from the command line, where the shell history and every user of this machine could read it; ' +
  'type it when asked, or give it on standard input: auroractl rotate-token < FILE';

/** `auroractl rotate-token`: another ops token. */
export const rotateTokenCommand = (): Command =>
  withGate(
    command(
      'rotate-token',
      'Replaces the ops token. The new one is read from standard input, or asked for on a terminal; the old one dies at once.',
      EXAMPLES,
    ),
  )
    .allowExcessArguments(true)
    .action(rotateToken);

async function rotateToken(flags: AnswerFlags & GateFlags, { args }: Command): Promise<void> {
  if (args.length > 0) throw new UsageError(NOT_HERE);
  const gate = await findGate(flags);
  if (!gate.has('ops'))
    throw new UsageError('the ops token in force is needed: set OPS_TOKEN in the environment or in .env');
  const { newToken } = await import('../operate/new-token.js');
  const status = await gate.post<object>('/ops/rotate_token', 'ops', { new_token: await newToken() });
  answer(flags, status, () => 'The ops token is replaced; the old one is refused from now on.');
  remark(
    'Set the new one as OPS_TOKEN in .env, and wherever else the old one stands, before the next command. The gate keeps it over a restart.',
  );
}
