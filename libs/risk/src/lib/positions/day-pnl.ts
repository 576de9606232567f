import { fractionToPct, type Ms, type Pct, type Quote } from '@aurora/kernel';

const DAY_MS = 86_400_000;

export interface DayPnlState {
  /** Days since the Unix epoch, UTC; `null` before the first result. */
  readonly day: number | null;
  readonly sumPct: Pct;
  readonly sumUsdt: Quote;
  readonly withoutPctUsdt: Quote;
}

/**
 * Realised PnL of the UTC day. It starts again at 0 when the time passed in reaches the next midnight; time that goes
 * backward stays in the day of the latest result. Reading changes nothing, so the state depends on the results alone.
 */
export class DayPnl {
  private day = -Infinity;
  private sumPct: Pct = 0;
  private sumUsdt: Quote = 0;
  /** What was reported in USDT alone. */
  private withoutPctUsdt: Quote = 0;

  /** @param equityUsdt turns USDT into percent; `null` is unknown. */
  constructor(private equityUsdt: Quote | null = null) {}

  configure(equityUsdt: Quote | null): void {
    this.equityUsdt = equityUsdt;
  }

  /** Books a result, losses negative; a percentage given beside USDT is the one that counts. @throws RangeError on a number that is not finite. */
  add(
    { pnlPct, pnlUsdt }: { readonly pnlPct?: Pct | undefined; readonly pnlUsdt?: Quote | undefined },
    nowMs: Ms,
  ): void {
    if (![pnlPct ?? 0, pnlUsdt ?? 0, nowMs].every(Number.isFinite))
      throw new RangeError(`cannot book ${pnlPct} % and ${pnlUsdt} USDT at ${nowMs}`);
    if (this.isOver(nowMs)) {
      this.day = dayOf(nowMs);
      this.sumPct = 0;
      this.sumUsdt = 0;
      this.withoutPctUsdt = 0;
    }
    this.sumPct += pnlPct ?? 0;
    this.sumUsdt += pnlUsdt ?? 0;
    if (pnlPct === undefined) this.withoutPctUsdt += pnlUsdt ?? 0;
  }

  /** In percent of equity. What was reported in USDT alone is part of it only while the equity is known. */
  pct(nowMs: Ms): Pct {
    if (this.isOver(nowMs)) return 0;
    return this.sumPct + (this.equityUsdt === null ? 0 : fractionToPct(this.withoutPctUsdt / this.equityUsdt));
  }

  /** In USDT: everything that was reported in USDT. */
  usdt(nowMs: Ms): Quote {
    return this.isOver(nowMs) ? 0 : this.sumUsdt;
  }

  /** USDT that are missing in {@link pct} because the equity is not known. */
  unconvertedUsdt(nowMs: Ms): Quote {
    return this.equityUsdt === null && !this.isOver(nowMs) ? this.withoutPctUsdt : 0;
  }

  exportState(): DayPnlState {
    const { day, sumPct, sumUsdt, withoutPctUsdt } = this;
    return { day: Number.isFinite(day) ? day : null, sumPct, sumUsdt, withoutPctUsdt };
  }

  restore(state: DayPnlState): void {
    this.day = state.day ?? -Infinity;
    this.sumPct = state.sumPct;
    this.sumUsdt = state.sumUsdt;
    this.withoutPctUsdt = state.withoutPctUsdt;
  }

  private isOver(nowMs: Ms): boolean {
    return dayOf(nowMs) > this.day;
  }
}

const dayOf = (nowMs: Ms): number => Math.floor(nowMs / DAY_MS);
