import type { TradeEvent } from '../wire/market-event';
import { RollingSums } from './rolling-sums';

/** Different prices one aggressor must hit within one millisecond to count as a sweep. */
const SWEEP_LEVELS = 3;

/** One aggressor's prints: same side, same trade time. */
interface Run {
  tradeMs: number;
  isBuyerMaker: boolean;
  ticks: number;
  levels: number;
  qty: number;
}

/** Aggressor volume of a trailing window: imbalance, absorption and sweeps. `isBuyerMaker` true is a market sell. */
export class TradeFlow {
  private readonly volume: RollingSums;
  private readonly swept: RollingSums;
  private run: Run | undefined;

  constructor(windowMs: number) {
    this.volume = new RollingSums(windowMs);
    this.swept = new RollingSums(windowMs);
  }

  add(trade: TradeEvent, nowMs: number): void {
    addVolume(this.volume, trade.isBuyerMaker, trade.qty, nowMs);
    const run = this.run;
    if (run === undefined || run.tradeMs !== trade.tradeMs || run.isBuyerMaker !== trade.isBuyerMaker) {
      const { tradeMs, isBuyerMaker, ticks, qty } = trade;
      this.run = { tradeMs, isBuyerMaker, ticks, qty, levels: 1 };
      return;
    }
    run.qty += trade.qty;
    const isNewLevel = trade.ticks !== run.ticks;
    run.ticks = trade.ticks;
    if (isNewLevel) run.levels++;
    if (isNewLevel && run.levels === SWEEP_LEVELS) addVolume(this.swept, trade.isBuyerMaker, run.qty, nowMs);
    else if (run.levels >= SWEEP_LEVELS) addVolume(this.swept, trade.isBuyerMaker, trade.qty, nowMs);
  }

  expire(nowMs: number): void {
    this.volume.expire(nowMs);
    this.swept.expire(nowMs);
  }

  /** Trade flow imbalance: (market buys − market sells) / both, in [−1, 1]; 0 when nothing traded. */
  get imbalance(): number {
    return share(this.volume.first - this.volume.second, this.volume);
  }

  /**
   * Share of the volume that the price did not follow, signed by who absorbed it: sells while mid did not fall count
   * for the buyers (+), buys while mid did not rise for the sellers (−); in [−1, 1], 0 when nothing traded. There is no
   * one published formula; this one is the idea of absorption (Kyle 1985: flow without impact) in its plainest form.
   * @param midMove change of mid over the window, any unit.
   */
  absorption(midMove: number): number {
    const bought = midMove <= 0 ? this.volume.first : 0;
    const sold = midMove >= 0 ? this.volume.second : 0;
    return share(sold - bought, this.volume);
  }

  /**
   * Volume of sweeps (one aggressor through three or more prices in one millisecond), buys minus sells, as a share of
   * all volume, in [−1, 1]; 0 when nothing traded.
   */
  get sweep(): number {
    return share(this.swept.first - this.swept.second, this.volume);
  }
}

function addVolume(sums: RollingSums, isSell: boolean, qty: number, nowMs: number): void {
  sums.add(nowMs, isSell ? 0 : qty, isSell ? qty : 0);
}

function share(part: number, volume: RollingSums): number {
  const total = volume.first + volume.second;
  return total > 0 ? Math.max(-1, Math.min(1, part / total)) : 0;
}
