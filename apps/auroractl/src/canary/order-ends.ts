import { join } from 'node:path';
import { readEvents, type BadLine } from '@aurora/events/node';
import { Finding } from '../cli/failures';

const TERMINAL: ReadonlySet<string> = new Set(['ORDER.FILL', 'ORDER.CANCEL', 'ORDER.REJECT', 'ORDER.EXPIRE']);

/** How the orders of a run ended. */
export interface OrderEnds {
  readonly submitted: number;
  readonly rejected: number;
  /** Client order ids of orders that did not end exactly once, with what became of each. */
  readonly notOnce: readonly string[];
}

/** Reads from the runner's log how each order ended. Throws a `Finding` for a line that cannot be read; a torn end is no damage. */
export async function orderEnds(sessionDir: string): Promise<OrderEnds> {
  const submitted = new Set<string>();
  const ends = new Map<string, string[]>();
  for await (const { record } of readEvents(join(sessionDir, 'runner'), { onBadLine })) {
    const { eventCode, cid } = record;
    if (cid === undefined) continue;
    if (eventCode === 'ORDER.SUBMIT') submitted.add(cid);
    else if (TERMINAL.has(eventCode)) ends.set(cid, [...(ends.get(cid) ?? []), eventCode]);
  }
  const never = [...submitted].filter((cid) => !ends.has(cid)).map((cid) => `${cid}: no end`);
  const others = [...ends].flatMap(([cid, codes]) => {
    if (!submitted.has(cid)) return [`${cid}: ${codes.join(', ')} without a beginning`];
    return codes.length === 1 ? [] : [`${cid}: ${codes.join(', ')}`];
  });
  const rejected = [...ends.values()].filter((codes) => codes.includes('ORDER.REJECT')).length;
  return { submitted: submitted.size, rejected, notOnce: [...never, ...others] };
}

function onBadLine({ file, number, reason, torn }: BadLine): void {
  if (!torn) throw new Finding(`${file}:${number ?? 'end'}: ${reason}`);
}
