import { SortedWindow, type TradingSymbol } from '@aurora/kernel';

/** Length of both histories. */
export const TRAP_HISTORY = 240;
/** Histories kept at a time; the least recently used symbol gives way, so invented symbols cannot fill the memory. */
export const TRAP_MAX_SYMBOLS = 1024;

const Z_CLIP = 4;
const MIN_SCALE = 1e-6;
const SLOW_REPLENISH_MS = 1000;
const REPLENISH_SCALE_MS = 250;

/** One look at the order flow behind the best quotes. Rates are base quantity per second. */
export interface TrapMeasure {
  readonly cancelRate: number;
  readonly replRate: number;
  /** (cancel − replenish rate) per trade of the window. */
  readonly trapRaw: number;
  /** `trapRaw` against the history before it, clipped to ±4. */
  readonly trapZ: number;
  /** Composite score in [0, 1]: share of cancels and slowness of replenishment. */
  readonly trapScore: number;
  /** Samples in the history before this one. */
  readonly history: number;
  /** Cancels at or above their own percentile, this one included. */
  readonly cancelsHigh: boolean;
}

export interface TrapSettings {
  readonly windowS: number;
  /** In percent, 0..100. */
  readonly cancelPctl: number;
  /** Least scale of z as a fraction of |median|; 0 leaves only the absolute floor of 1e-6. */
  readonly scaleFloorRel: number;
}

/** The last measures of one symbol, 240 unless told otherwise. */
export class TrapHistory {
  private readonly raw: SortedWindow;
  private readonly cancels: SortedWindow;

  constructor(capacity: number = TRAP_HISTORY) {
    this.raw = new SortedWindow(capacity);
    this.cancels = new SortedWindow(capacity);
  }

  /**
   * Measures the deltas of one window against the history, then joins them to it. Negative deltas count as 0.
   * Throws a `RangeError`, and keeps the history, when a number is not finite.
   */
  measure(
    cancelDeltas: readonly number[],
    addDeltas: readonly number[],
    tradesCnt: number,
    settings: TrapSettings,
  ): TrapMeasure {
    const cancelled = sumOfPositive(cancelDeltas);
    const added = sumOfPositive(addDeltas);
    const cancelRate = cancelled / settings.windowS;
    const replRate = added / settings.windowS;
    const trapRaw = (cancelRate - replRate) / Math.max(1, tradesCnt);
    const history = this.raw.size;
    const trapZ = this.z(trapRaw, settings.scaleFloorRel);
    this.raw.push(trapRaw);
    this.cancels.push(cancelRate);
    return {
      cancelRate,
      replRate,
      trapRaw,
      trapZ,
      trapScore: trapScore(cancelled, added, replRate),
      history,
      cancelsHigh: cancelRate >= this.cancels.percentile(settings.cancelPctl / 100),
    };
  }

  private z(trapRaw: number, scaleFloorRel: number): number {
    if (this.raw.size === 0) return clip(trapRaw / MIN_SCALE, -Z_CLIP, Z_CLIP);
    const p50 = this.raw.percentile(0.5);
    const spread = this.raw.percentile(0.9) - this.raw.percentile(0.1);
    const scale = Math.max(MIN_SCALE, spread, Math.abs(p50) * scaleFloorRel);
    return clip((trapRaw - p50) / scale, -Z_CLIP, Z_CLIP);
  }
}

interface Remembered {
  readonly history: TrapHistory;
  usedAt: number;
}

/** One history per symbol. */
export class TrapHistories {
  private readonly bySymbol = new Map<TradingSymbol, Remembered>();
  private uses = 0;

  of(symbol: TradingSymbol): TrapHistory {
    let remembered = this.bySymbol.get(symbol);
    if (remembered === undefined) {
      if (this.bySymbol.size === TRAP_MAX_SYMBOLS) this.forgetLeastRecent();
      remembered = { history: new TrapHistory(), usedAt: 0 };
      this.bySymbol.set(symbol, remembered);
    }
    remembered.usedAt = ++this.uses;
    return remembered.history;
  }

  /** Looks at all of them: dear, but only where one symbol too many appears, so that every other request stays cheap. */
  private forgetLeastRecent(): void {
    let oldest: TradingSymbol | undefined;
    let oldestUse = Infinity;
    for (const [symbol, { usedAt }] of this.bySymbol) {
      if (usedAt >= oldestUse) continue;
      oldest = symbol;
      oldestUse = usedAt;
    }
    this.bySymbol.delete(oldest!);
  }
}

/**
 * 0.6 · logistic(share of cancels) + 0.4 · e^(−replenish time / 250 ms), clipped to [0, 1].
 * Without any replenishment its time counts as one second.
 */
export function trapScore(cancelled: number, added: number, replRate: number): number {
  const share = cancelled / Math.max(MIN_SCALE, cancelled + added);
  const cancelPart = 1 / (1 + Math.exp(-8 * (share - 0.5)));
  const replenishMs = replRate <= 0 ? SLOW_REPLENISH_MS : REPLENISH_SCALE_MS / replRate;
  const replenishPart = clip(Math.exp(-replenishMs / REPLENISH_SCALE_MS), 0, 1);
  return clip(0.6 * cancelPart + 0.4 * replenishPart, 0, 1);
}

function sumOfPositive(values: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.max(values[i]!, 0);
  return sum;
}

const clip = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));
