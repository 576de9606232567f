const SHARDS = 256;

/**
 * A map from texts that grows without a pause: a `Map` copies all of its entries whenever it has filled up, also with
 * ones that were deleted, which takes tens of milliseconds at some hundred thousand. Here only a part of them waits for that.
 */
export class SpreadMap<Value> {
  private readonly shards = Array.from({ length: SHARDS }, () => new Map<string, Value>());
  private count = 0;

  get size(): number {
    return this.count;
  }

  get(key: string): Value | undefined {
    return this.shardOf(key).get(key);
  }

  /** Adds an entry; the key is not in use. */
  add(key: string, value: Value): void {
    this.shardOf(key).set(key, value);
    this.count++;
  }

  delete(key: string): void {
    if (this.shardOf(key).delete(key)) this.count--;
  }

  /** By the last two characters: identifiers differ there, whether they are counted or random. */
  private shardOf(key: string): Map<string, Value> {
    const last = key.length - 1;
    // What is beyond the text reads as NaN, which `|` makes 0.
    const mixed = (key.charCodeAt(last) | 0) + 31 * (key.charCodeAt(last - 1) | 0);
    return this.shards[mixed % SHARDS]!;
  }
}
