/** What is known of one order's fills. */
interface Progress {
  /** Base quantity filled so far. */
  readonly filledQty: number;
  readonly terminal: boolean;
}

/** From the order heard of longest ago to the latest. */
export interface OrderProgressState {
  readonly orders: readonly (readonly [key: string, progress: Progress])[];
}

/** Orders remembered at a time; the one heard of longest ago gives way. */
const MAX_ORDERS = 4096;

/**
 * Turns the cumulative fills that clients report into what is new, so that a status reported twice is booked once.
 * A report after a terminal one changes nothing.
 */
export class OrderProgress {
  private readonly orders = new Map<string, Progress>();

  /**
   * @param key identity of the order; `null` when the client named none, then every report counts whole.
   * @returns the newly filled quantity and whether the report repeats a finished order.
   */
  advance(
    key: string | null,
    filledQty: number,
    terminal: boolean,
  ): { readonly newQty: number; readonly repeated: boolean } {
    if (key === null) return { newQty: filledQty, repeated: false };
    const known = this.orders.get(key);
    if (known?.terminal) return { newQty: 0, repeated: true };
    const before = known?.filledQty ?? 0;
    this.orders.delete(key);
    if (this.orders.size === MAX_ORDERS) this.orders.delete(this.orders.keys().next().value!);
    this.orders.set(key, { filledQty: Math.max(before, filledQty), terminal });
    return { newQty: Math.max(0, filledQty - before), repeated: false };
  }

  restore(state: OrderProgressState): void {
    this.orders.clear();
    for (const [key, order] of state.orders) this.orders.set(key, order);
  }

  exportState(): OrderProgressState {
    return { orders: [...this.orders] };
  }
}
