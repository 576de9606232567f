import { oppositeSide, type Side } from '@aurora/kernel';
import { BookSide } from '../book/book-side';
import { exponential, type Random } from './mulberry32';

/** How one generated symbol trades. Quantities are whole lots of 0.001, prices whole ticks of 1e-8. */
export interface SimulatedSymbol {
  readonly symbol: string;
  readonly price: number;
  /** Price step of the symbol, in ticks of 1e-8. */
  readonly stepTicks: number;
  /** Mean quantity of a level, lots. */
  readonly levelLots: number;
}

const DEPTH = 60;
const NEAR_LEVELS = 12;
const WALL_SIZE = 40;

/** A print of the simulated book. */
export interface SimulatedTrade {
  readonly ticks: number;
  readonly lots: number;
  readonly isBuyerMaker: boolean;
}

interface Wall {
  readonly side: Side;
  readonly ticks: number;
  readonly untilMs: number;
}

/** A book with quotes that follow a fair price, and walls that appear near the best price and vanish untraded. */
export class SimulatedBook {
  readonly sides = { buy: new BookSide(1, 4 * DEPTH), sell: new BookSide(-1, 4 * DEPTH) };
  private changed = { buy: new Set<number>(), sell: new Set<number>() };
  private wall: Wall | undefined;

  constructor(
    private readonly about: SimulatedSymbol,
    private readonly random: Random,
  ) {}

  /** Moves the quotes to a fair price: quotes through it leave, the levels near it are filled up. */
  quote(fairTicks: number): void {
    const step = this.about.stepTicks;
    const bid = Math.floor(fairTicks / step) * step;
    const best = { buy: bid, sell: bid + step };
    for (const side of ['buy', 'sell'] as const) {
      const levels = this.sides[side];
      const away = side === 'buy' ? -step : step;
      while (levels.size > 0 && (best[side] - levels.ticksAt(0)) * away > 0) this.set(side, levels.ticksAt(0), 0);
      const depth = levels.size === 0 ? DEPTH : NEAR_LEVELS;
      for (let i = 0; i < depth; i++)
        if (levels.qtyOf(best[side] + i * away) === 0) this.set(side, best[side] + i * away, this.drawLots());
      while (levels.size > 2 * DEPTH) this.set(side, levels.ticksAt(levels.size - 1), 0);
    }
  }

  /** A few resting orders come and go near the best price. */
  churn(orders: number): void {
    for (let i = 0; i < orders; i++) {
      const side = this.random() < 0.5 ? 'buy' : 'sell';
      const ticks = this.sides[side].ticksAt(Math.floor(this.random() * NEAR_LEVELS));
      if (ticks !== this.wall?.ticks) this.set(side, ticks, this.drawLots());
    }
  }

  /** Puts up a wall now and then; takes the standing one down when its time is over. */
  spoof(nowMs: number, chance: number): void {
    if (this.wall !== undefined) {
      if (nowMs < this.wall.untilMs) return;
      const { side, ticks } = this.wall;
      if (this.sides[side].qtyOf(ticks) > 0) this.set(side, ticks, this.drawLots());
      this.wall = undefined;
    } else if (this.random() < chance) {
      const side = this.random() < 0.5 ? 'buy' : 'sell';
      const ticks = this.sides[side].ticksAt(1 + Math.floor(this.random() * 3));
      this.wall = { side, ticks, untilMs: nowMs + 200 + this.random() * 600 };
      this.set(side, ticks, this.about.levelLots * WALL_SIZE);
    }
  }

  /** A market order: walks the other side and leaves one print a level. */
  take(aggressor: Side, lots: number): SimulatedTrade[] {
    const side = oppositeSide(aggressor);
    const levels = this.sides[side];
    const trades: SimulatedTrade[] = [];
    for (let left = lots; left > 0 && levels.size > 1;) {
      const ticks = levels.ticksAt(0);
      const taken = Math.min(left, levels.qtyAt(0));
      trades.push({ ticks, lots: taken, isBuyerMaker: aggressor === 'sell' });
      this.set(side, ticks, levels.qtyAt(0) - taken);
      left -= taken;
    }
    return trades;
  }

  /** Prices changed since the last call, with what rests there now. */
  takeChanges(side: Side): { ticks: number; lots: number }[] {
    const changes = [...this.changed[side]].map((ticks) => ({ ticks, lots: this.sides[side].qtyOf(ticks) }));
    this.changed[side].clear();
    return changes;
  }

  private set(side: Side, ticks: number, lots: number): void {
    this.sides[side].set(ticks, lots);
    this.changed[side].add(ticks);
  }

  private drawLots(): number {
    return 1 + Math.floor(exponential(this.random, this.about.levelLots));
  }
}
