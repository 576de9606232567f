/** Best bid and ask at one update of the venue. */
export interface TopOfBook {
  readonly updateId: number;
  readonly bidTicks: number;
  readonly bidQty: number;
  readonly askTicks: number;
  readonly askQty: number;
}

/** Equal prices and quantities, whatever the updates. */
export const isSameTop = (a: TopOfBook, b: TopOfBook): boolean =>
  a.bidTicks === b.bidTicks && a.bidQty === b.bidQty && a.askTicks === b.askTicks && a.askQty === b.askQty;

/** Mid in price units. */
export const midPrice = (top: TopOfBook): number => (top.bidTicks + top.askTicks) / 2e8;

/** Quoted spread relative to mid, in bps; negative when the book is crossed. */
export const spreadBps = (top: TopOfBook): number =>
  ((top.askTicks - top.bidTicks) / ((top.bidTicks + top.askTicks) / 2)) * 1e4;

/**
 * Distance of the micro-price from mid, in bps of mid, positive when buyers press.
 * micro = (bid·askQty + ask·bidQty) / (bidQty + askQty): the queue-weighted mid (Gatheral & Oomen 2010, "Zero-intelligence
 * realized variance estimation", section 3; the first-order term of Stoikov 2018, "The micro-price"). 0 without quantity.
 */
export function microBiasBps(top: TopOfBook): number {
  const total = top.bidQty + top.askQty;
  if (total === 0) return 0;
  return (spreadBps(top) / 2) * ((top.bidQty - top.askQty) / total);
}

/**
 * Contribution of one change of the best quotes to order flow imbalance (Cont, Kukanov & Stoikov 2014, "The price impact of
 * order book events", eq. 4), base units: e = 1{Pb≥Pb'}·qb − 1{Pb≤Pb'}·qb' − 1{Pa≤Pa'}·qa + 1{Pa≥Pa'}·qa', primes for before.
 */
export function orderFlowImbalance(before: TopOfBook, after: TopOfBook): number {
  let e = 0;
  if (after.bidTicks >= before.bidTicks) e += after.bidQty;
  if (after.bidTicks <= before.bidTicks) e -= before.bidQty;
  if (after.askTicks <= before.askTicks) e -= after.askQty;
  if (after.askTicks >= before.askTicks) e += before.askQty;
  return e;
}
