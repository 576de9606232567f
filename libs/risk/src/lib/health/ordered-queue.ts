/** Entries per block: large enough to keep the blocks few, small enough to keep a shift inside one cheap. */
const BLOCK = 256;
/** A full block is split only when compaction leaves it fuller than this; below, the freed room is enough. */
const SPLIT_ABOVE = (BLOCK * 3) / 4;
const MERGE_UP_TO = BLOCK / 2;
const FIRST_CAPACITY = 1024;
const FIRST_BLOCKS = 8;

/**
 * A queue of timed numbers that answers "which is the k-th smallest" exactly.
 *
 * Values stand in sorted blocks of bounded size. An entry that leaves the queue is only uncounted in its block (one
 * decrement, without a search) and swept out when its block is next read or filled, so a backlog of many thousand
 * leaves in microseconds. A push costs a binary search, one shift inside a block and one step of tidying, whatever
 * the length of the queue; memory grows by doubling and is never allocated per entry.
 */
export class OrderedQueue {
  private times = new Float64Array(FIRST_CAPACITY);
  /** Block in which an entry stands, by its sequence number. */
  private home = new Int32Array(FIRST_CAPACITY);
  private head = 0;
  private next = 0;

  // Block b owns the entries [b·BLOCK, b·BLOCK + filled[b]), ascending by value; those before `head` have left.
  private values = new Float64Array(FIRST_BLOCKS * BLOCK);
  private sequences = new Float64Array(FIRST_BLOCKS * BLOCK);
  private filled = new Int32Array(FIRST_BLOCKS);
  private live = new Int32Array(FIRST_BLOCKS);

  // Blocks in ascending order; a value goes to the last position whose floor is not above it.
  private order = new Int32Array(FIRST_BLOCKS);
  private floors = new Float64Array(FIRST_BLOCKS);
  private positionOf = new Int32Array(FIRST_BLOCKS);
  private blocks = 0;
  private spare: number[] = [];
  private unused = 0;

  // Where the last rank was found, and how many live entries stand before that block.
  private cursor = 0;
  private before = 0;
  private tidied = 0;

  get size(): number {
    return this.next - this.head;
  }

  /** Appends a finite value. `timeMs` must not be smaller than that of the entry before. */
  push(value: number, timeMs: number): void {
    if (this.size === this.times.length) this.growQueue();
    if (this.blocks === 0) this.openBlock(0, value);
    const position = this.roomFor(value);
    const block = this.order[position]!;
    const at = this.upperBound(block, value);
    const end = block * BLOCK + this.filled[block]!;
    this.values.copyWithin(at + 1, at, end);
    this.sequences.copyWithin(at + 1, at, end);
    this.values[at] = value;
    this.sequences[at] = this.next;
    this.filled[block]!++;
    this.live[block]!++;
    if (position < this.cursor) this.before++;
    const slot = this.slotOf(this.next++);
    this.home[slot] = block;
    this.times[slot] = timeMs;
    this.tidy();
  }

  /** Drops the entries older than `timeMs`; one exactly as old stays. */
  dropBefore(timeMs: number): void {
    if (this.size === 0) return;
    const { times, home, live, positionOf, cursor } = this;
    const mask = times.length - 1;
    if (times[(this.next - 1) & mask]! < timeMs) return this.clear();
    let { head, before } = this;
    for (; times[head & mask]! < timeMs; head++) {
      const block = home[head & mask]!;
      live[block]!--;
      if (positionOf[block]! < cursor) before--;
    }
    this.head = head;
    this.before = before;
  }

  /** Empties the queue in constant time. */
  clear(): void {
    this.head = this.next;
    this.blocks = 0;
    this.unused = 0;
    this.spare.length = 0;
    this.cursor = 0;
    this.before = 0;
    this.tidied = 0;
  }

  /** The value of an ascending rank, 0 ≤ rank < size. */
  at(rank: number): number {
    const { order, live } = this;
    while (rank < this.before) this.before -= live[order[--this.cursor]!]!;
    while (rank >= this.before + live[order[this.cursor]!]!) this.before += live[order[this.cursor++]!]!;
    const block = order[this.cursor]!;
    this.compact(block);
    return this.values[block * BLOCK + rank - this.before]!;
  }

  private slotOf(sequence: number): number {
    return sequence & (this.times.length - 1);
  }

  /** Position of the block a value belongs to, with room for one more entry. */
  private roomFor(value: number): number {
    let low = 0;
    let high = this.blocks - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.floors[middle]! <= value) low = middle;
      else high = middle - 1;
    }
    const block = this.order[low]!;
    if (this.filled[block]! < BLOCK) return low;
    this.compact(block);
    if (this.filled[block]! <= SPLIT_ABOVE) return low;
    this.split(low);
    return value >= this.floors[low + 1]! ? low + 1 : low;
  }

  private upperBound(block: number, value: number): number {
    let low = block * BLOCK;
    let high = low + this.filled[block]!;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.values[middle]! <= value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Sweeps the entries that have left out of a block. */
  private compact(block: number): void {
    if (this.filled[block] === this.live[block]) return;
    const { values, sequences, head } = this;
    const start = block * BLOCK;
    const end = start + this.filled[block]!;
    let to = start;
    for (let from = start; from < end; from++) {
      const sequence = sequences[from]!;
      if (sequence < head) continue;
      values[to] = values[from]!;
      sequences[to++] = sequence;
    }
    this.filled[block] = to - start;
  }

  private split(position: number): void {
    const left = this.order[position]!;
    const keep = this.filled[left]! >>> 1;
    const right = this.openBlock(position + 1, this.values[left * BLOCK + keep]!);
    this.move(left, keep, right);
    if (this.cursor > position) this.cursor++;
  }

  /** One step through the blocks per push: joins two neighbours that have become sparse. */
  private tidy(): void {
    if (this.tidied + 1 >= this.blocks) {
      this.tidied = 0;
      return;
    }
    const position = this.tidied;
    const left = this.order[position]!;
    const right = this.order[position + 1]!;
    if (this.live[left]! + this.live[right]! > MERGE_UP_TO) {
      this.tidied++;
      return;
    }
    if (this.cursor === position + 1) this.before -= this.live[left]!;
    if (this.cursor > position) this.cursor--;
    this.compact(left);
    this.compact(right);
    this.move(right, 0, left);
    this.closeBlock(position + 1);
  }

  /** Moves the entries of a compacted block from `index` on to the end of another one. */
  private move(from: number, index: number, to: number): void {
    const start = from * BLOCK + index;
    const end = from * BLOCK + this.filled[from]!;
    const target = to * BLOCK + this.filled[to]!;
    this.values.copyWithin(target, start, end);
    this.sequences.copyWithin(target, start, end);
    for (let at = start; at < end; at++) this.home[this.slotOf(this.sequences[at]!)] = to;
    const moved = end - start;
    this.filled[from]! -= moved;
    this.live[from]! -= moved;
    this.filled[to]! += moved;
    this.live[to]! += moved;
  }

  private openBlock(position: number, floor: number): number {
    if (this.spare.length === 0 && this.unused === this.filled.length) this.growBlocks();
    const block = this.spare.pop() ?? this.unused++;
    this.filled[block] = 0;
    this.live[block] = 0;
    this.order.copyWithin(position + 1, position, this.blocks);
    this.floors.copyWithin(position + 1, position, this.blocks);
    this.order[position] = block;
    this.floors[position] = floor;
    this.blocks++;
    this.renumber(position);
    return block;
  }

  private closeBlock(position: number): void {
    this.spare.push(this.order[position]!);
    this.order.copyWithin(position, position + 1, this.blocks);
    this.floors.copyWithin(position, position + 1, this.blocks);
    this.blocks--;
    this.renumber(position);
  }

  private renumber(from: number): void {
    for (let position = from; position < this.blocks; position++) this.positionOf[this.order[position]!] = position;
  }

  private growQueue(): void {
    const { times, home } = this;
    const oldMask = times.length - 1;
    this.times = new Float64Array(times.length * 2);
    this.home = new Int32Array(times.length * 2);
    for (let sequence = this.head; sequence < this.next; sequence++) {
      this.times[this.slotOf(sequence)] = times[sequence & oldMask]!;
      this.home[this.slotOf(sequence)] = home[sequence & oldMask]!;
    }
  }

  private growBlocks(): void {
    this.values = doubled(this.values, Float64Array);
    this.sequences = doubled(this.sequences, Float64Array);
    this.filled = doubled(this.filled, Int32Array);
    this.live = doubled(this.live, Int32Array);
    this.order = doubled(this.order, Int32Array);
    this.floors = doubled(this.floors, Float64Array);
    this.positionOf = doubled(this.positionOf, Int32Array);
  }
}

function doubled<T extends Float64Array | Int32Array>(array: T, Kind: new (length: number) => T): T {
  const copy = new Kind(array.length * 2);
  copy.set(array);
  return copy;
}
