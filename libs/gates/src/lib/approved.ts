declare const approval: unique symbol;

/**
 * A value that the gate approved. Nothing outside the pipeline can make one, so code that sends orders and accepts
 * only `Approved<Order>` cannot be handed an order that was never asked about.
 */
export type Approved<T> = T & { readonly [approval]: true };

/** Used by the pipeline alone; not exported from the library. */
export const approve = <T>(value: T): Approved<T> => value as Approved<T>;
