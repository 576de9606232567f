import { paint } from '../cli/answer';
import type { NotShown } from '../gate/gate-part';

/** What is missing, by the reason why. */
export function notShownRows(missing: readonly NotShown[]): string[][] {
  const parts = new Map<string, string[]>();
  for (const { part, why } of missing) parts.set(why, [...(parts.get(why) ?? []), part]);
  return [...parts].map(([why, names]) => [paint.dim('not shown'), paint.dim(`${names.join('; ')} (${why})`)]);
}
