import type { OrderIntent, Quote } from '@aurora/kernel';

/**
 * Value an order counts with against a cap: the larger of what the client states and quantity × price, so that a small
 * stated value cannot slip under it. 0 when neither is given or positive.
 */
export const exposureNotional = ({ notional, qty, price }: OrderIntent): Quote =>
  Math.max(notional ?? 0, price === undefined ? 0 : qty * price, 0);
