import { text } from 'node:stream/consumers';
import { ask } from '../cli/confirm';
import { UsageError } from '../cli/failures';

/** The new token: typed twice on a terminal without being shown, else all of standard input but the line's end. Throws a `UsageError` for one that cannot be used. */
export async function newToken(): Promise<string> {
  const { OPS_TOKEN_MIN_LENGTH: least } = await import('@aurora/config');
  const token =
    process.stdin.isTTY === true ? await typedTwice(least) : (await text(process.stdin)).replace(/\r?\n$/, '');
  const fault = faultOf(token, least);
  if (fault !== null) throw new UsageError(`${fault}; nothing was changed`);
  return token;
}

/** Why a text cannot be an ops token; `null` when it can. Never says the text. @param least characters. */
export function faultOf(token: string, least: number): string | null {
  if (token === '') return 'there is no new token on standard input';
  if (token.length < least) return `the new token has ${token.length} characters; it needs at least ${least}`;
  if (!/^[\x21-\x7e]+$/.test(token)) return 'the new token must be printable ASCII without blanks, on one line';
  return null;
}

async function typedTwice(least: number): Promise<string> {
  const first = await ask('New ops token (not shown):', true);
  const fault = faultOf(first, least);
  if (fault !== null) throw new UsageError(`${fault}; nothing was changed`);
  if ((await ask('Once more:', true)) !== first) throw new UsageError('the two differ; nothing was changed');
  return first;
}
