import { sideSign, type Ms, type Sec, type Side, type Random } from '@aurora/kernel';
import { exponential } from './random';
import type { SimulatedBook } from './simulated-book';

const MEAN_PAUSE_SEC = 45;
/** Levels behind the best one that get a wall. */
const WALLS = 4;
/** A wall over the usual level. */
const WALL_SIZE = { least: 25, more: 20 };
/** Longer than a window in which cancels and additions are compared, so that a wall's coming is forgotten when it goes. */
const STANDS_MS = { least: 2500, more: 2000 };
const WITHDRAWN_MS = 1500;
/** What is left of new orders' size while liquidity has withdrawn. */
const WITHDRAWN_APPETITE = 0.25;
/** How much the price still moves under walls. */
const PINNED = 0.1;
/** Drift away from the walls after they went, in volatilities a second. */
const RELEASE = 0.8;

/**
 * Spoofing: now and then one side shows walls, which hold the price; after some seconds all vanish untraded, liquidity
 * withdraws for a moment and the price goes the other way.
 */
export class Spoofer {
  private phase: 'idle' | 'up' | 'withdrawn' = 'idle';
  private untilMs: Ms;
  private side: Side = 'buy';
  private walls: ReadonlySet<number> = new Set();
  /** Bursts begun so far. */
  bursts = 0;

  constructor(
    private readonly levelLots: number,
    startMs: Ms,
    private readonly random: Random,
  ) {
    this.untilMs = startMs + this.pauseMs();
  }

  /** Prices of the walls that stand. */
  get standing(): ReadonlySet<number> {
    return this.walls;
  }

  /** True while walls hold the price. */
  get isUp(): boolean {
    return this.phase === 'up';
  }

  /** What the walls make of a move of the fair price, bps. */
  bend(returnBps: number, volBps: number, sec: Sec): number {
    if (this.phase === 'up') return PINNED * returnBps;
    if (this.phase === 'withdrawn') return returnBps - sideSign(this.side) * RELEASE * volBps * sec;
    return returnBps;
  }

  step(nowMs: Ms, book: SimulatedBook): void {
    if (nowMs < this.untilMs) return;
    if (this.phase === 'idle') this.putUp(nowMs, book);
    else if (this.phase === 'up') this.pull(nowMs, book);
    else {
      book.appetite = 1;
      this.phase = 'idle';
      this.untilMs = nowMs + this.pauseMs();
    }
  }

  private putUp(nowMs: Ms, book: SimulatedBook): void {
    this.bursts++;
    this.side = this.random() < 0.5 ? 'buy' : 'sell';
    const levels = book.side(this.side);
    const walls = Array.from({ length: WALLS }, (_, i) => levels.ticksAt(i + 1)).filter((ticks) => ticks > 0);
    for (const ticks of walls)
      book.set(this.side, ticks, Math.ceil(this.levelLots * (WALL_SIZE.least + WALL_SIZE.more * this.random())));
    this.walls = new Set(walls);
    this.phase = 'up';
    this.untilMs = nowMs + STANDS_MS.least + STANDS_MS.more * this.random();
  }

  private pull(nowMs: Ms, book: SimulatedBook): void {
    book.appetite = WITHDRAWN_APPETITE;
    const levels = book.side(this.side);
    for (const ticks of this.walls)
      if (levels.qtyOf(ticks) > 0) book.set(this.side, ticks, book.drawLots(this.side, 1));
    this.walls = new Set();
    this.phase = 'withdrawn';
    this.untilMs = nowMs + WITHDRAWN_MS;
  }

  private pauseMs(): Ms {
    return 5000 + 1000 * exponential(this.random, MEAN_PAUSE_SEC);
  }
}
