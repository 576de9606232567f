const BUCKET_MS = 1000;

/**
 * Tracks how far the local clock stands ahead of the venue's, so that a one-way latency can be measured across two
 * clocks that nobody synchronised.
 *
 * offset = the smallest (local − E) of the trailing window: the fastest message defines zero (the minimum filter of NTP's
 * clock filter, RFC 5905 section 10). Latency = local − E − offset is never negative, whatever the clocks say; it is the
 * delay above the fastest message, so the constant part of the way is not in it. The window lets the offset follow a
 * drifting clock, in error by at most the drift of one window (100 ppm: 6 ms a minute). When the difference of the clocks
 * jumps down, that shows at once; when it jumps up, latency is too high until `windowMs` later, for at first a jump looks
 * just like a slow line.
 */
export class ClockOffset {
  private readonly minima: Float64Array;
  private bucket = -1;
  private smallest = Infinity;

  /** @param windowMs rounded up to whole seconds, at least one. */
  constructor(windowMs = 60_000) {
    this.minima = new Float64Array(Math.max(1, Math.ceil(windowMs / BUCKET_MS))).fill(Infinity);
  }

  /** Local minus exchange time, ms; NaN before the first message. */
  get offsetMs(): number {
    return this.smallest === Infinity ? NaN : this.smallest;
  }

  /** Takes a message's two times and returns its latency in ms, ≥ 0. When local time goes back by a window or more, all begins anew. */
  latencyMs(localMs: number, eventMs: number): number {
    const ahead = localMs - eventMs;
    this.advance(Math.floor(localMs / BUCKET_MS));
    const at = this.bucket % this.minima.length;
    if (ahead < this.minima[at]!) this.minima[at] = ahead;
    if (ahead < this.smallest) this.smallest = ahead;
    return ahead - this.smallest;
  }

  private advance(bucket: number): void {
    if (bucket <= this.bucket - this.minima.length) this.bucket = -Infinity;
    if (bucket <= this.bucket) return;
    const steps = Math.min(bucket - this.bucket, this.minima.length);
    for (let i = 0; i < steps; i++) this.minima[(bucket - i) % this.minima.length] = Infinity;
    this.bucket = bucket;
    this.smallest = Math.min(...this.minima);
  }
}
