import { fractionToBps, oppositeSide, sideSign, type Bps, type Quote, type Side } from '@aurora/kernel';
import { orderCosts, type ExecutedOrder, type OrderCosts } from './executed-order';

/**
 * What became of the edge, in bps of the entry notional: costs ≤ 0, rebate ≥ 0. The parts sum to `netBps`, and that is
 * the net result of the trade.
 */
export interface CostAnalysis {
  readonly scope: 'order' | 'round_trip';
  /** Side of the opening. */
  readonly side: Side;
  readonly qty: number;
  /** Fill notional of the opening: what the bps are of. */
  readonly notionalUsdt: Quote;
  /**
   * What the decisions would have earned at the mids they saw, before adverse selection, with what delay and fills
   * brought by luck.
   */
  readonly edgeBps: Bps;
  readonly feesBps: Bps;
  readonly slippageInBps: Bps;
  readonly slippageOutBps: Bps;
  readonly latencyBps: Bps;
  readonly adverseBps: Bps;
  readonly impactBps: Bps;
  readonly rebateBps: Bps;
  /** Sum of the parts: the implementation shortfall when it is negative. */
  readonly netBps: Bps;
  /** Result after fees and rebates. */
  readonly netUsdt: Quote;
}

/** Quantities are decimals: what rounding leaves of their difference. */
const ROUNDING = 1e-9;

/**
 * Takes a closed trade apart (implementation shortfall: Perold, The Journal of Portfolio Management 14 (1988)). Any number
 * of orders may have opened and closed it. Gross edge is the move of the mid between the decisions to open and to close;
 * the move against an opening in the seconds after its fill is taken out of it and shown as adverse selection; drift
 * during latency and fills that were better than the mid go into it, so that costs are never positive.
 * @throws RangeError when an order is on the wrong side, the quantities differ, or `orderCosts` refuses one.
 */
export function analyseRoundTrip(entries: readonly ExecutedOrder[], exits: readonly ExecutedOrder[]): CostAnalysis {
  const side = entries[0]?.side;
  if (side === undefined) throw new RangeError('a round trip needs an opening');
  const [opened, closed] = [quantity(entries, side), quantity(exits, oppositeSide(side))];
  if (!(Math.abs(opened - closed) <= ROUNDING * opened))
    throw new RangeError(`opened ${opened}, closed ${closed}: no round trip`);
  const sign = sideSign(side);
  const gross = sign * (atDecision(exits) - atDecision(entries));
  return analysis('round_trip', side, { entries, exits, qty: opened, gross });
}

/**
 * Takes one order apart against a free fill at its decision mid; the bps are of its own notional.
 * @param leg an opening shows adverse selection, a closing ends the position before there can be any.
 * @throws RangeError as `orderCosts` does.
 */
export function analyseOrder(order: ExecutedOrder, leg: 'entry' | 'exit'): CostAnalysis {
  const [entries, exits] = leg === 'entry' ? [[order], []] : [[], [order]];
  return analysis('order', order.side, { entries, exits, qty: order.qty, gross: 0 });
}

interface Legs {
  readonly entries: readonly ExecutedOrder[];
  readonly exits: readonly ExecutedOrder[];
  readonly qty: number;
  /** Move of the mid between the decisions, times quantity. */
  readonly gross: Quote;
}

function analysis(scope: CostAnalysis['scope'], side: Side, { entries, exits, qty, gross }: Legs): CostAnalysis {
  const ins = entries.map(orderCosts);
  const outs = exits.map(orderCosts);
  const all = [...ins, ...outs];
  const notionalUsdt = notional(entries.length > 0 ? entries : exits);
  const bps = (usdt: Quote): Bps => fractionToBps(usdt / notionalUsdt);
  const adverse = sum(ins, 'adverse');
  const parts = {
    edgeBps: bps(gross + sum(all, 'favourable') - adverse),
    feesBps: bps(sum(all, 'fees')),
    slippageInBps: bps(sum(ins, 'slippage')),
    slippageOutBps: bps(sum(outs, 'slippage')),
    latencyBps: bps(sum(all, 'latency')),
    adverseBps: bps(adverse),
    impactBps: bps(sum(all, 'impact')),
    rebateBps: bps(sum(all, 'rebate')),
  };
  const netBps = Object.values(parts).reduce((total, part) => total + part, 0);
  return { scope, side, qty, notionalUsdt, ...parts, netBps, netUsdt: (netBps / 10_000) * notionalUsdt };
}

const sum = (costs: readonly OrderCosts[], part: keyof OrderCosts): Quote =>
  costs.reduce((total, cost) => total + cost[part], 0);

const notional = (orders: readonly ExecutedOrder[]): Quote =>
  orders.reduce((total, { qty, fillPrice }) => total + qty * fillPrice, 0);

const atDecision = (orders: readonly ExecutedOrder[]): Quote =>
  orders.reduce((total, { qty, decisionMid }) => total + qty * decisionMid, 0);

function quantity(orders: readonly ExecutedOrder[], side: Side): number {
  const wrong = orders.find((order) => order.side !== side);
  if (wrong !== undefined) throw new RangeError(`an order to ${wrong.side} where all should ${side}`);
  return orders.reduce((total, { qty }) => total + qty, 0);
}
