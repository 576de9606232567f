import { Decimal } from '@aurora/kernel';

/** What is known of one order's fills. */
interface Progress {
  /** Names the order was reported under, the latest last. */
  readonly keys: readonly string[];
  /** Base quantity filled so far. */
  readonly filledQty: number;
  readonly terminal: boolean;
}

/** From the order heard of longest ago to the latest. */
export interface OrderProgressState {
  readonly orders: readonly Progress[];
}

/** Names of an order as a report gives them; `null` where it gives none. */
export interface OrderNames {
  readonly symbol: string | null;
  readonly orderId: string | null;
  readonly clientOrderId: string | null;
  readonly exchangeOrderId: string | null;
}

/** Orders remembered at a time; the one heard of longest ago gives way. */
const MAX_ORDERS = 4096;
/** Names remembered of one order; the one not used for longest gives way, so that invented names cannot fill the memory. */
const MAX_NAMES = 8;

/**
 * Turns the cumulative fills that clients report into what is new, so that a status reported twice is booked once,
 * whichever of its ids each report names. After a terminal report only a larger fill is news: a fill can overtake a
 * cancel.
 */
export class OrderProgress {
  private readonly orders = new Set<Progress>();
  /** Walks on with the orders heard of longest ago: a fresh walk would pass over all that have left since. */
  private oldest = this.orders.values();
  private readonly byKey = new Map<string, Progress>();

  /**
   * @returns the newly filled quantity and whether the report repeats a finished order. An order without any id is
   * not recognised again: every report counts whole.
   */
  advance(
    names: OrderNames,
    filledQty: number,
    terminal: boolean,
  ): { readonly newQty: number; readonly repeated: boolean } {
    const keys = keysOf(names);
    if (keys.length === 0) return { newQty: filledQty, repeated: false };
    const known = keys.map((key) => this.byKey.get(key)).find((progress) => progress !== undefined);
    const before = known?.filledQty ?? 0;
    // Quantities are decimals: of a difference of doubles a trace of the position would stay for ever.
    const newQty = Math.max(0, new Decimal(filledQty).sub(before).toNumber());
    if (known?.terminal && newQty === 0) return { newQty, repeated: true };
    if (known !== undefined) this.forget(known);
    if (this.orders.size === MAX_ORDERS) this.forget(this.oldest.next().value!);
    this.remember({
      keys:
        known === undefined ? keys : [...known.keys.filter((key) => !keys.includes(key)), ...keys].slice(-MAX_NAMES),
      filledQty: Math.max(before, filledQty),
      terminal: terminal || known?.terminal === true,
    });
    return { newQty, repeated: false };
  }

  restore(state: OrderProgressState): void {
    this.orders.clear();
    this.oldest = this.orders.values();
    this.byKey.clear();
    for (const progress of state.orders) this.remember(progress);
  }

  exportState(): OrderProgressState {
    return { orders: [...this.orders] };
  }

  private remember(progress: Progress): void {
    this.orders.add(progress);
    for (const key of progress.keys) this.byKey.set(key, progress);
  }

  private forget(progress: Progress): void {
    this.orders.delete(progress);
    for (const key of progress.keys) if (this.byKey.get(key) === progress) this.byKey.delete(key);
  }
}

/** Venues number orders per symbol, so an id says nothing without it; clients' ids are another series of names. */
function keysOf({ symbol, orderId, clientOrderId, exchangeOrderId }: OrderNames): string[] {
  const keys: string[] = [];
  if (orderId !== null) keys.push(`order|${symbol ?? ''}|${orderId}`);
  if (clientOrderId !== null) keys.push(`client|${symbol ?? ''}|${clientOrderId}`);
  if (exchangeOrderId !== null && exchangeOrderId !== orderId) keys.push(`order|${symbol ?? ''}|${exchangeOrderId}`);
  return keys;
}
