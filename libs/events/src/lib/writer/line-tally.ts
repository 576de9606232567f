/** Why a line is never written. */
export type DropReason = 'queue_full' | 'closed';

/** How many lines came, were written, and were dropped. */
export class LineTally {
  written = 0;
  bytes = 0;
  accepted = 0;
  readonly dropped: Record<DropReason, number> = { queue_full: 0, closed: 0 };

  /** Lines accepted and not yet durable. */
  get waiting(): number {
    return this.accepted - this.written;
  }

  wrote({ lines, bytes }: { readonly lines: readonly string[]; readonly bytes: number }): void {
    this.written += lines.length;
    this.bytes += bytes;
  }

  /** Lines that had been accepted are given up. */
  lost(lines: number): void {
    this.accepted -= lines;
    this.dropped.closed += lines;
  }
}
