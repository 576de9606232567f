import type { OrderIntent, Quote } from '@aurora/kernel';

/** Value of an order before scaling, in quote currency: as stated, else quantity × price, else 0 when the order has no price. */
export const baseNotional = ({ notional, qty, price }: OrderIntent): Quote =>
  notional ?? (price === undefined ? 0 : qty * price);
