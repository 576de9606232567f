const RETURNS = 60;
const ATR_BARS = 14;
const FAST_BARS = 5;
const SLOW_BARS = 20;

/** One-second bars of the mid price and what is computed from them. A second without an update repeats the close. */
export class SecondBars {
  private second = -1;
  private high = 0;
  private low = 0;
  private close = 0;
  private lastClose = NaN;
  private readonly returns = new Float64Array(RETURNS);
  private closed = 0;
  private atr = 0;
  private vol = NaN;
  /** Closed bars when `vol` was computed. */
  private volBars = 0;
  private fast = NaN;
  private slow = NaN;

  /** Closed bars so far that had one before them. */
  get bars(): number {
    return this.closed;
  }

  /** Takes the mid at a moment; time must not go back. */
  update(nowMs: number, mid: number): void {
    const second = Math.floor(nowMs / 1000);
    if (this.second < 0) this.open(second, mid);
    if (second > this.second) {
      const silent = Math.min(second - this.second - 1, RETURNS);
      this.closeBar();
      for (let i = 0; i < silent; i++) {
        this.open(this.second + 1, this.close);
        this.closeBar();
      }
      this.open(second, mid);
    }
    this.high = Math.max(this.high, mid);
    this.low = Math.min(this.low, mid);
    this.close = mid;
  }

  /** Realised volatility: sample standard deviation of the last 60 one-second log returns, bps; NaN before two bars. */
  get volStdBps(): number {
    if (this.volBars !== this.closed) {
      this.vol = this.deviation();
      this.volBars = this.closed;
    }
    return this.vol;
  }

  /**
   * Average true range over 14 one-second bars, bps of the last close (Wilder 1978, "New Concepts in Technical Trading
   * Systems"; the plain mean of the true ranges until there are 14); NaN before the first bar.
   */
  get atrBps(): number {
    return this.closed === 0 ? NaN : (this.atr / this.lastClose) * 1e4;
  }

  /** Fast minus slow exponential average of the closes (5 and 20 bars, α = 2/(n+1)), bps; 0 before the first bar. */
  get trendBps(): number {
    return this.closed === 0 ? 0 : ((this.fast - this.slow) / this.lastClose) * 1e4;
  }

  /** The last `count` one-second log returns, oldest first, bps; fewer while there are fewer. At most 60. */
  lastReturnsBps(count: number): number[] {
    const n = Math.min(count, this.closed, RETURNS);
    return Array.from({ length: n }, (_, i) => this.returns[(this.closed - n + i) % RETURNS]!);
  }

  private deviation(): number {
    const n = Math.min(this.closed, RETURNS);
    if (n < 2) return NaN;
    let mean = 0;
    for (let i = 0; i < n; i++) mean += this.returns[i]! / n;
    let squares = 0;
    for (let i = 0; i < n; i++) squares += (this.returns[i]! - mean) ** 2;
    return Math.sqrt(squares / (n - 1));
  }

  private open(second: number, price: number): void {
    this.second = second;
    this.high = this.low = this.close = price;
  }

  private closeBar(): void {
    const before = this.lastClose;
    this.lastClose = this.close;
    if (Number.isNaN(before)) {
      this.fast = this.slow = this.close;
      return;
    }
    this.returns[this.closed % RETURNS] = Math.log(this.close / before) * 1e4;
    this.closed++;
    const range = Math.max(this.high - this.low, Math.abs(this.high - before), Math.abs(this.low - before));
    this.atr += (range - this.atr) / Math.min(this.closed, ATR_BARS);
    this.fast += ((this.close - this.fast) * 2) / (FAST_BARS + 1);
    this.slow += ((this.close - this.slow) * 2) / (SLOW_BARS + 1);
  }
}
