import type { Levels } from '../wire/market-event';

const INITIAL_LEVELS = 1024;
/** Up to so many entries a loop is faster than the call that moves them. */
const FEW_ENTRIES = 64;

/**
 * One side of a book. Levels are kept in a sorted array with the best one last: nearly all changes happen near the best
 * price, so an insertion moves few entries. Lookup O(log n).
 */
export class BookSide {
  /** Price in ticks, negated on the ask side, ascending: the best level is the last on both sides. */
  private keys = new Float64Array(INITIAL_LEVELS);
  private qtys = new Float64Array(INITIAL_LEVELS);
  private count = 0;

  /** @param maxLevels beyond it the level farthest from the best is forgotten, so that memory is bounded. */
  constructor(
    private readonly sign: 1 | -1,
    private readonly maxLevels: number,
  ) {}

  get size(): number {
    return this.count;
  }

  clear(): void {
    this.count = 0;
  }

  /** Price in ticks of the level at `depth` (0 the best); NaN when the side is shallower. */
  ticksAt(depth: number): number {
    return depth < this.count ? this.keys[this.count - 1 - depth]! * this.sign : NaN;
  }

  /** Quantity of the level at `depth` (0 the best); 0 when the side is shallower. */
  qtyAt(depth: number): number {
    return depth < this.count ? this.qtys[this.count - 1 - depth]! : 0;
  }

  /** Sum of the quantities of the best `levels` levels. */
  qtySum(levels: number): number {
    let sum = 0;
    for (let i = this.count - 1, end = Math.max(0, this.count - levels); i >= end; i--) sum += this.qtys[i]!;
    return sum;
  }

  /** Quantity resting at a price; 0 when there is no such level. */
  qtyOf(ticks: number): number {
    const key = ticks * this.sign;
    const at = this.lowerBound(key);
    return at < this.count && this.keys[at] === key ? this.qtys[at]! : 0;
  }

  /** Sets the quantity at a price, 0 removes the level. Returns the quantity before, 0 when there was none. */
  set(ticks: number, qty: number): number {
    const key = ticks * this.sign;
    const at = this.lowerBound(key);
    if (at < this.count && this.keys[at] === key) {
      const before = this.qtys[at]!;
      if (qty > 0) this.qtys[at] = qty;
      else this.removeAt(at);
      return before;
    }
    if (qty > 0) this.insertAt(at, key, qty);
    return 0;
  }

  /** Sets many levels. Writes the quantity each had before to `before`, in the same order; it must be large enough. */
  setAll({ ticks, qtys }: Levels, before: Float64Array): void {
    for (let i = 0; i < ticks.length; i++) before[i] = this.set(ticks[i]!, qtys[i]!);
  }

  private removeAt(at: number): void {
    this.count--;
    this.move(at, at + 1, this.count - at);
  }

  private insertAt(at: number, key: number, qty: number): void {
    if (this.count === this.maxLevels) {
      if (at === 0) return;
      this.removeAt(0);
      at--;
    }
    if (this.count === this.keys.length) this.grow();
    this.move(at + 1, at, this.count - at);
    this.keys[at] = key;
    this.qtys[at] = qty;
    this.count++;
  }

  /** Moves entries to a place one beside theirs. */
  private move(to: number, from: number, length: number): void {
    const { keys, qtys } = this;
    if (length > FEW_ENTRIES) {
      keys.copyWithin(to, from, from + length);
      qtys.copyWithin(to, from, from + length);
    } else if (to < from) {
      for (let i = 0; i < length; i++) {
        keys[to + i] = keys[from + i]!;
        qtys[to + i] = qtys[from + i]!;
      }
    } else {
      for (let i = length - 1; i >= 0; i--) {
        keys[to + i] = keys[from + i]!;
        qtys[to + i] = qtys[from + i]!;
      }
    }
  }

  private grow(): void {
    const [keys, qtys] = [new Float64Array(this.count * 2), new Float64Array(this.count * 2)];
    keys.set(this.keys);
    qtys.set(this.qtys);
    this.keys = keys;
    this.qtys = qtys;
  }

  private lowerBound(key: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.keys[middle]! < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
