/** How often something came, and how it was decided. */
export interface Count {
  events: number;
  allow: number;
  deny: number;
}

/** Keys beyond so many count together: names come from clients, and memory is bounded. */
const MOST_KEYS = 10_000;
const OTHERS = '(others)';

/** Counts events by a key. */
export class Tally<Key extends string | number> {
  private readonly counts = new Map<Key | typeof OTHERS, Count>();

  /** @param allow how it was decided; `null` for what is no decision. */
  add(key: Key, allow: boolean | null): void {
    const count = this.counts.get(key) ?? this.open(key);
    count.events++;
    if (allow === true) count.allow++;
    else if (allow === false) count.deny++;
  }

  /** The most frequent first. */
  byCount(): [Key | typeof OTHERS, Count][] {
    return [...this.counts].sort(([, a], [, b]) => b.events - a.events);
  }

  /** In the order of the keys. */
  byKey(): [Key | typeof OTHERS, Count][] {
    return [...this.counts].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  private open(key: Key): Count {
    const kept = this.counts.size < MOST_KEYS ? key : OTHERS;
    const count = this.counts.get(kept) ?? { events: 0, allow: 0, deny: 0 };
    this.counts.set(kept, count);
    return count;
  }
}
