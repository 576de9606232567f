import { sideSign, type Quote, type Side } from '@aurora/kernel';

/** An order that was filled, whole or in part, with the market at its milestones. */
export interface ExecutedOrder {
  readonly side: Side;
  /** Base quantity filled, > 0. */
  readonly qty: number;
  /** Mid when it was decided. */
  readonly decisionMid: number;
  /** Mid when it reached the market. */
  readonly arrivalMid: number;
  /** Best opposite quote when it reached the market: what a fill beyond it costs is impact. `null`: not told apart from slippage. */
  readonly arrivalTouch: number | null;
  /** Average price of the fills. */
  readonly fillPrice: number;
  /** Fees paid, ≥ 0. */
  readonly feesUsdt: Quote;
  /** Rebates received, ≥ 0. */
  readonly rebateUsdt: Quote;
  /** Mid some seconds after the fill; `null`: adverse selection is not told apart from edge. */
  readonly midAfter: number | null;
}

/** Costs of one order in USDT: ≤ 0, the rebate ≥ 0. */
export interface OrderCosts {
  readonly fees: Quote;
  /** Fill against the mid at arrival, without impact. */
  readonly slippage: Quote;
  /** Drift of the mid between decision and arrival. */
  readonly latency: Quote;
  /** Fill beyond the best quote at arrival. */
  readonly impact: Quote;
  /** Drift of the mid after the fill: part of what the position then earns, so no cost of the order itself. */
  readonly adverse: Quote;
  readonly rebate: Quote;
  /** Drift and fills that were better than the mid they are compared with, ≥ 0: they count as edge. */
  readonly favourable: Quote;
}

/**
 * Takes an order apart. fees + slippage + latency + impact + rebate + favourable is what it brought in cash over a free
 * fill at the decision mid.
 * @throws RangeError when a price or the quantity is not positive and finite, or fees or rebate are negative.
 */
export function orderCosts(order: ExecutedOrder): OrderCosts {
  check(order);
  const { qty, decisionMid, arrivalMid, arrivalTouch, fillPrice, midAfter } = order;
  const sign = sideSign(order.side);
  const gain = (from: number, to: number) => sign * qty * (from - to);
  const impact = arrivalTouch === null ? 0 : cost(gain(arrivalTouch, fillPrice));
  const drift = gain(decisionMid, arrivalMid);
  const slip = gain(arrivalMid, fillPrice) - impact;
  return {
    fees: 0 - order.feesUsdt,
    slippage: cost(slip),
    latency: cost(drift),
    impact,
    adverse: midAfter === null ? 0 : cost(gain(midAfter, arrivalMid)),
    rebate: order.rebateUsdt,
    favourable: Math.max(0, slip) + Math.max(0, drift),
  };
}

/** The part of an amount that is a cost; never −0. */
const cost = (amount: Quote): Quote => Math.min(0, amount) + 0;

function check({ qty, decisionMid, arrivalMid, arrivalTouch, fillPrice, midAfter, ...order }: ExecutedOrder): void {
  const prices = [qty, decisionMid, arrivalMid, arrivalTouch ?? 1, fillPrice, midAfter ?? 1];
  const amounts = [order.feesUsdt, order.rebateUsdt];
  if (
    !prices.every((value) => value > 0 && value < Infinity) ||
    !amounts.every((value) => value >= 0 && value < Infinity)
  )
    throw new RangeError(`cannot analyse ${order.side} ${[...prices, ...amounts].join(', ')}`);
}
