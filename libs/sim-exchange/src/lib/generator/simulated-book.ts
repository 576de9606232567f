import { oppositeSide, type Side, type Random } from '@aurora/kernel';
import { BookSide } from '@aurora/market';
import { exponential } from './random';

/** Price steps from the best price that are kept filled. */
const DEPTH = 1000;
/** Levels near the best price where orders come and go. */
export const NEAR_LEVELS = 12;
/** Chance of the missing near levels of a side to be filled again in one step. */
const REFILL = 0.3;

/** Grid and size of one simulated book. Prices are whole ticks of 1e-8, quantities whole lots. */
export interface BookGrid {
  /** Price step in ticks. */
  readonly stepTicks: number;
  /** Mean quantity of a level near the best price, lots. */
  readonly levelLots: number;
}

/** A print of the simulated book. */
export interface SimulatedTrade {
  readonly ticks: number;
  readonly lots: number;
  readonly isBuyerMaker: boolean;
}

/** A book whose quotes follow a fair price. Every change of a level is remembered until it is taken. */
export class SimulatedBook {
  readonly bids = new BookSide(1, 4 * DEPTH);
  readonly asks = new BookSide(-1, 4 * DEPTH);
  /** Every other id changes nothing, as on the venue, where most belong to other symbols. */
  lastUpdateId = 4_000_000_000_000;
  /** Positive: bids are larger than asks. */
  leaning = 0;
  /** Size of new orders, times the usual; below 1 while liquidity has withdrawn. */
  appetite = 1;
  private readonly best = { buy: NaN, sell: NaN };
  private changed = { buy: new Set<number>(), sell: new Set<number>() };

  constructor(
    private readonly grid: BookGrid,
    private readonly random: Random,
  ) {}

  side(side: Side): BookSide {
    return side === 'buy' ? this.bids : this.asks;
  }

  /** Middle of the quotes wanted, ticks. */
  get centre(): number {
    return (this.best.buy + this.best.sell) / 2;
  }

  /**
   * Moves the quotes around a fair price, `spreadSteps` apart. Quotes that the new price makes a gift of are picked off
   * by a market order of at most `pickOffLots` (its prints are the answer) or pulled.
   */
  requote(fairTicks: number, spreadSteps: number, pickOffLots: number): SimulatedTrade[] {
    const { stepTicks } = this.grid;
    const bid = Math.round(fairTicks / stepTicks - spreadSteps / 2) * stepTicks;
    const rises = bid > this.best.buy;
    this.best.buy = bid;
    this.best.sell = bid + spreadSteps * stepTicks;
    const trades = this.take(rises ? 'buy' : 'sell', pickOffLots, this.best[rises ? 'sell' : 'buy']);
    for (const side of ['buy', 'sell'] as const) {
      const levels = this.side(side);
      while (levels.size > 0 && isBetter(side, levels.ticksAt(0), this.best[side]))
        this.set(side, levels.ticksAt(0), 0);
      this.fill(side);
    }
    return trades;
  }

  /** The near levels that were traded away are filled again, sooner or later. */
  refill(): void {
    for (const side of ['buy', 'sell'] as const) {
      if (this.random() >= REFILL * this.appetite) continue;
      for (let i = 0; i < NEAR_LEVELS; i++) this.fillAt(side, i);
    }
  }

  /** One resting order near the best price is replaced; levels in `except` are left alone. */
  churn(except: ReadonlySet<number>): void {
    const side = this.random() < 0.5 ? 'buy' : 'sell';
    const depth = Math.floor(this.random() * NEAR_LEVELS);
    const ticks = this.side(side).ticksAt(depth);
    if (!Number.isNaN(ticks) && !except.has(ticks)) this.set(side, ticks, this.drawLots(side, depth));
  }

  /** A market order: walks the other side up to `limitTicks`, one print a level; the last level stays. */
  take(aggressor: Side, lots: number, limitTicks?: number): SimulatedTrade[] {
    const side = oppositeSide(aggressor);
    const levels = this.side(side);
    const trades: SimulatedTrade[] = [];
    for (let left = lots; left > 0 && levels.size > 1;) {
      const ticks = levels.ticksAt(0);
      if (limitTicks !== undefined && !isBetter(side, ticks, limitTicks)) break;
      const taken = Math.min(left, levels.qtyAt(0));
      trades.push({ ticks, lots: taken, isBuyerMaker: aggressor === 'sell' });
      this.set(side, ticks, levels.qtyAt(0) - taken);
      left -= taken;
    }
    return trades;
  }

  set(side: Side, ticks: number, lots: number): void {
    this.side(side).set(ticks, lots);
    this.changed[side].add(ticks);
    this.lastUpdateId += 2;
  }

  /** Prices changed since the last call. */
  takeChanged(): { bids: number[]; asks: number[] } {
    const { buy, sell } = this.changed;
    this.changed = { buy: new Set(), sell: new Set() };
    return { bids: [...buy], asks: [...sell] };
  }

  /** Usual quantity of a level that is `depth` away from the best, leaning included. */
  drawLots(side: Side, depth: number): number {
    const tilt = Math.exp((side === 'buy' ? TILT : -TILT) * this.leaning);
    const mean = this.grid.levelLots * tilt * this.appetite * (0.6 + 0.08 * Math.min(depth, 40));
    return 1 + Math.floor(exponential(this.random, mean));
  }

  private ticksFrom(side: Side, steps: number): number {
    return this.best[side] + (side === 'buy' ? -steps : steps) * this.grid.stepTicks;
  }

  private stepsTo(side: Side, ticks: number): number {
    return ((side === 'buy' ? -1 : 1) * (ticks - this.best[side])) / this.grid.stepTicks;
  }

  /** Near levels and those that the side has never had are filled; what is far behind is forgotten. */
  private fill(side: Side): void {
    const levels = this.side(side);
    const isEmpty = levels.size === 0;
    const knownFrom = isEmpty ? DEPTH : Math.max(NEAR_LEVELS, this.stepsTo(side, levels.ticksAt(0)));
    const knownTo = isEmpty ? DEPTH : this.stepsTo(side, levels.ticksAt(levels.size - 1));
    for (let i = 0; i < Math.min(knownFrom, DEPTH); i++) this.fillAt(side, i);
    for (let i = Math.max(knownFrom, knownTo + 1); i < DEPTH; i++) this.fillAt(side, i);
    while (levels.size > 2 * DEPTH) this.set(side, levels.ticksAt(levels.size - 1), 0);
  }

  private fillAt(side: Side, steps: number): void {
    const ticks = this.ticksFrom(side, steps);
    if (ticks > 0 && this.side(side).qtyOf(ticks) === 0) this.set(side, ticks, this.drawLots(side, steps));
  }
}

/** How much a leaning of one standard deviation swells one side, as a logarithm. */
const TILT = 0.35;

const isBetter = (side: Side, ticks: number, than: number): boolean => (side === 'buy' ? ticks > than : ticks < than);
