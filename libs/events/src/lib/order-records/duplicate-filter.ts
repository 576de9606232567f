/** What tells one report of an order from another. */
export interface OrderReport {
  readonly cid: string | null;
  /** The sender's own time stamp. */
  readonly tsNs: bigint | number | string | null;
  readonly orderId: string | null;
  readonly status: string | null;
}

/** Statuses after which nothing more happens to an order; spellings in use on the left. */
const TERMINAL: ReadonlyMap<string, string> = new Map([
  ['filled', 'filled'],
  ['closed', 'filled'],
  ['canceled', 'canceled'],
  ['cancelled', 'canceled'],
  ['rejected', 'rejected'],
  ['failed', 'rejected'],
  ['expired', 'expired'],
  ['denied', 'denied'],
]);

/**
 * Finds reports that were written before: the same (cid, ts_ns), or the same terminal status of one order. Remembers the latest
 * `capacity` of each kind, so an older repeat counts as new. A report that names neither pair is never a repeat. One filter serves one
 * file: an acknowledgement and a fill may carry the same time stamp and belong to different files.
 */
export class DuplicateFilter {
  private readonly reports = new Set<string>();
  private readonly endings = new Set<string>();

  constructor(private readonly capacity = 10_000) {
    if (!(capacity >= 1)) throw new RangeError(`capacity must be at least 1: ${capacity}`);
  }

  /** Whether it is new; remembers it. */
  admits({ cid, tsNs, orderId, status }: OrderReport): boolean {
    const report = cid === null || tsNs === null ? null : JSON.stringify([cid, String(tsNs)]);
    const end = status === null ? undefined : TERMINAL.get(status.toLowerCase());
    const ending = orderId === null || end === undefined ? null : JSON.stringify([orderId, end]);
    const repeated = (report !== null && this.reports.has(report)) || (ending !== null && this.endings.has(ending));
    if (repeated) return false;
    if (report !== null) this.remember(this.reports, report);
    if (ending !== null) this.remember(this.endings, ending);
    return true;
  }

  private remember(seen: Set<string>, key: string): void {
    seen.add(key);
    if (seen.size > this.capacity) seen.delete(seen.values().next().value!);
  }
}
