import type { Levels } from '../wire/market-event';

const INITIAL_ENTRIES = 1024;
/** Up to so many entries a loop is faster than the call that moves them. */
const FEW_ENTRIES = 64;
/** Emptied entries are taken out when they are more than this share and room is needed. */
const EMPTY_SHARE = 0.25;

/**
 * One side of a book. Levels are kept in a sorted array with the best one last: most changes happen near the best price,
 * so an insertion moves few entries. A level that empties keeps its place for the next order at its price, since most
 * prices come again; only the best entry is never an empty one. Finding a price costs O(log n); going through depths one
 * after the other O(1) each, from either end.
 */
export class BookSide {
  /** Price in ticks, negated on the ask side, ascending: the best level is the last on both sides. */
  private keys = new Float64Array(INITIAL_ENTRIES);
  private qtys = new Float64Array(INITIAL_ENTRIES);
  /** Entries, the empty ones too. */
  private count = 0;
  private live = 0;
  /** Where the level looked at last stands, so that the next one is near; −1 when that is not known. */
  private lastDepth = -1;
  private lastIndex = -1;

  /** @param maxLevels beyond it the level farthest from the best is forgotten, so that memory is bounded. */
  constructor(
    private readonly sign: 1 | -1,
    private readonly maxLevels: number,
  ) {}

  get size(): number {
    return this.live;
  }

  clear(): void {
    this.count = this.live = 0;
    this.lastDepth = -1;
  }

  /** Price in ticks of the level at `depth` (0 the best); NaN when the side is shallower. */
  ticksAt(depth: number): number {
    return depth < this.live ? this.keys[this.indexAt(depth)]! * this.sign : NaN;
  }

  /** Quantity of the level at `depth` (0 the best); 0 when the side is shallower. */
  qtyAt(depth: number): number {
    return depth < this.live ? this.qtys[this.indexAt(depth)]! : 0;
  }

  /** Sum of the quantities of the best `levels` levels. */
  qtySum(levels: number): number {
    let sum = 0;
    for (let i = this.count - 1, left = levels; i >= 0 && left > 0; i--) {
      sum += this.qtys[i]!;
      if (this.qtys[i]! > 0) left--;
    }
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
    if (at === this.count || this.keys[at] !== key) {
      if (qty > 0) this.insert(at, key, qty);
      return 0;
    }
    const before = this.qtys[at]!;
    this.qtys[at] = qty;
    if (qty > 0 !== before > 0) {
      this.live += qty > 0 ? 1 : -1;
      this.lastDepth = -1;
      while (this.count > 0 && this.qtys[this.count - 1] === 0) this.count--;
    }
    return before;
  }

  /** Sets many levels. Writes the quantity each had before to `before`, in the same order; it must be large enough. */
  setAll({ ticks, qtys }: Levels, before: Float64Array): void {
    for (let i = 0; i < ticks.length; i++) before[i] = this.set(ticks[i]!, qtys[i]!);
  }

  /** Where the level at a depth stands that is there. */
  private indexAt(depth: number): number {
    if (depth === 0) return this.count - 1;
    const { qtys } = this;
    let [at, from] = [this.count - 1, 0];
    if (this.lastDepth >= 0 && depth >= this.lastDepth) [at, from] = [this.lastIndex, this.lastDepth];
    if (depth - from > this.live - 1 - depth) {
      at = -1;
      for (let left = this.live - depth; left > 0; left--)
        do at++;
        while (qtys[at] === 0);
    } else
      for (let left = depth - from; left > 0; left--)
        do at--;
        while (qtys[at] === 0);
    this.lastDepth = depth;
    this.lastIndex = at;
    return at;
  }

  private insert(place: number, key: number, qty: number): void {
    let at = place;
    if (this.count === Math.min(this.keys.length, this.maxLevels)) {
      if (!this.makeRoom(key)) return;
      at = this.lowerBound(key);
    }
    this.move(at + 1, at, this.count - at);
    this.keys[at] = key;
    this.qtys[at] = qty;
    this.count++;
    this.live++;
    this.lastDepth = -1;
  }

  /** False when the side is full of better levels than this one. */
  private makeRoom(key: number): boolean {
    const isFull = this.count === this.maxLevels;
    if (isFull || this.live < this.count * (1 - EMPTY_SHARE)) this.takeOutEmpty();
    if (this.count < Math.min(this.keys.length, this.maxLevels)) return true;
    if (!isFull) this.grow();
    else if (key < this.keys[0]!) return false;
    else {
      this.count--;
      this.live--;
      this.move(0, 1, this.count);
    }
    return true;
  }

  private takeOutEmpty(): void {
    const { keys, qtys } = this;
    let kept = 0;
    for (let i = 0; i < this.count; i++) {
      if (qtys[i] === 0) continue;
      keys[kept] = keys[i]!;
      qtys[kept++] = qtys[i]!;
    }
    this.count = kept;
    this.lastDepth = -1;
  }

  /** Moves entries to a place one beside theirs. */
  private move(to: number, from: number, length: number): void {
    const { keys, qtys } = this;
    if (length > FEW_ENTRIES || to < from) {
      keys.copyWithin(to, from, from + length);
      qtys.copyWithin(to, from, from + length);
      return;
    }
    for (let i = length - 1; i >= 0; i--) {
      keys[to + i] = keys[from + i]!;
      qtys[to + i] = qtys[from + i]!;
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
