/** Injection token of the gate in use. */
export const ORDER_GATE = Symbol('order gate');
