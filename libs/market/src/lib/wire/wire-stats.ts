import type { MarketEvent } from './market-event';
import type { WireErrorReason } from './wire-error';

/** More distinct types than the venue has; later ones are counted together as `other`, so memory stays bounded. */
const MAX_TYPES = 64;

/** Counts what was read: events by kind, unknown types by name, malformed frames by reason. */
export class WireStats {
  private readonly byKind = new Map<MarketEvent['kind'], number>();
  private readonly byUnknownType = new Map<string, number>();
  private readonly byError = new Map<WireErrorReason, number>();

  countEvent(event: MarketEvent): void {
    add(this.byKind, event.kind);
    if (event.kind !== 'unknown') return;
    const known = this.byUnknownType.has(event.eventType) || this.byUnknownType.size < MAX_TYPES;
    add(this.byUnknownType, known ? event.eventType : 'other');
  }

  countError(reason: WireErrorReason): void {
    add(this.byError, reason);
  }

  get errors(): number {
    let total = 0;
    for (const count of this.byError.values()) total += count;
    return total;
  }

  count(kind: MarketEvent['kind']): number {
    return this.byKind.get(kind) ?? 0;
  }

  /** Plain copy, for logs and metrics. */
  toJSON(): {
    kinds: Record<string, number>;
    unknown_types: Record<string, number>;
    errors: Record<string, number>;
  } {
    return {
      kinds: Object.fromEntries(this.byKind),
      unknown_types: Object.fromEntries(this.byUnknownType),
      errors: Object.fromEntries(this.byError),
    };
  }
}

function add<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
