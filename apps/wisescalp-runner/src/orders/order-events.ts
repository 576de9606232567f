import type { PosttradeRequest } from '@aurora/contracts';
import type { EventCode, EventFields } from '@aurora/events';
import type { BookedFill, OrderEvent, OrderEventKind } from '@aurora/execution';
import type { Ticket } from './ticket';

export const EVENT_OF_ORDER: Readonly<Record<OrderEventKind, EventCode>> = {
  submit: 'ORDER.SUBMIT',
  ack: 'ORDER.ACK',
  partial: 'ORDER.PARTIAL',
  fill: 'ORDER.FILL',
  cancel_request: 'ORDER.CANCEL.REQUEST',
  cancel_ack: 'ORDER.CANCEL.ACK',
  cancel: 'ORDER.CANCEL',
  reject: 'ORDER.REJECT',
  expire: 'ORDER.EXPIRE',
};

/** What the gate is told of; the rest concerns nobody but the venue. */
const STATUS: Readonly<Partial<Record<OrderEventKind, string>>> = {
  submit: 'submitted',
  partial: 'partially_filled',
  fill: 'filled',
  cancel: 'canceled',
  reject: 'rejected',
  expire: 'expired',
};

export const isTerminal = ({ kind }: OrderEvent): boolean =>
  kind === 'fill' || kind === 'cancel' || kind === 'reject' || kind === 'expire';

export const orderEventFields = ({ order, orderId }: OrderEvent): EventFields => ({
  symbol: order.symbol,
  cid: order.cid,
  oid: orderId,
  side: order.side,
  orderType: order.type,
  qty: order.qty,
  ...(order.price !== undefined && { price: order.price }),
  ...(order.decisionId !== null && { decisionId: order.decisionId }),
});

/** Details of an `ORDER.*` event; what is not known is left out. */
export const orderEventDetails = (
  event: OrderEvent,
  { order, positionId }: Ticket,
  booked: BookedFill | undefined,
) => ({
  purpose: order.purpose,
  position_cid: positionId,
  filled: event.filledQty,
  ...(event.lastQty > 0 && {
    last_qty: event.lastQty,
    last_price: event.lastPrice,
    average: event.avgPrice,
    fee: event.fee,
    liquidity: event.liquidity,
  }),
  ...(booked !== undefined && { pnl_usdt: booked.netUsdt }),
  ...(event.reason !== null && { reason: event.reason }),
  ...(event.code !== null && { code: event.code }),
});

/** The report of an event to the gate; `undefined` for one it is not told of. */
export function posttradeReport(
  event: OrderEvent,
  { order: { purpose, reduceOnly } }: Ticket,
  booked: BookedFill | undefined,
): PosttradeRequest | undefined {
  // Refused so as not to take from the book: that is what was asked for, and no failure that should stop anybody.
  const wouldTake = event.reason === 'post_only_would_take';
  const status = wouldTake ? 'expired' : STATUS[event.kind];
  if (status === undefined) return undefined;
  const { order, orderId } = event;
  return {
    order_id: orderId,
    client_order_id: order.cid,
    ...(order.decisionId !== null && { decision_id: order.decisionId }),
    symbol: order.symbol,
    side: order.side,
    action: reduceOnly ? 'close' : 'open',
    reduce_only: reduceOnly,
    status,
    qty: order.qty,
    filled: event.filledQty,
    ...(order.price !== undefined && { price: order.price }),
    ...(event.filledQty > 0 && { average: event.avgPrice, fee: { cost: event.totalFee, currency: 'USDT' } }),
    ...(event.kind === 'reject' && !wouldTake && { error_code: event.code, error_msg: event.reason }),
    ...(booked !== undefined && { pnl_usdt: booked.netUsdt }),
    exchange_ts: Math.floor(event.atMs),
    info: { purpose },
  };
}
