import { type PosttradeFact } from '@aurora/contracts';
import { type EventFields } from '@aurora/events';
import { fractionToPct, type Ms, type Quote } from '@aurora/kernel';
import { type PositionBook } from '@aurora/risk';
import { type EngineState } from './gate-state';

/**
 * Books what a report says of an order: fills, the outcome in the reject-storm window, realised PnL, the reservation.
 * @returns false when the report repeats a finished order; then nothing is booked.
 */
export function bookOutcome(state: EngineState, fact: PosttradeFact, equityUsdt: Quote | null, nowMs: Ms): boolean {
  const { gate, orders } = state;
  const { symbol, filledQty, terminal, close, decisionId } = fact;
  const { newQty, repeated } = orders.advance(fact, filledQty ?? 0, terminal);
  if (repeated) return false;
  bookFill(gate.positions, fact, newQty, nowMs);
  if (close && fact.success && symbol !== null) gate.antiChurn.closed(symbol, nowMs);
  if (fact.failed || fact.success) gate.rejectStorm.record(fact.failed, nowMs);
  bookPnl(state, fact, equityUsdt, nowMs);
  if (decisionId !== null) gate.ledger.settle(decisionId, terminal ? undefined : (filledQty ?? 0));
  return true;
}

/** A close that is done and does not say how much it closed has closed the whole position. The side of a close says nothing. */
function bookFill(positions: PositionBook, fact: PosttradeFact, newQty: number, nowMs: Ms): void {
  const { symbol, close, success, terminal, filledQty } = fact;
  const side = fact.side ?? (close ? 'sell' : null);
  const closesAll = close && success && terminal && filledQty === null;
  if (symbol === null || side === null || !(newQty > 0 || closesAll)) return;
  const price = fact.price !== null && fact.price > 0 ? fact.price : undefined;
  positions.applyFill({ symbol, side, qty: closesAll ? undefined : newQty, price, nowMs, close });
}

function bookPnl({ gate }: EngineState, { pnlPct, pnlUsdt }: PosttradeFact, equityUsdt: Quote | null, nowMs: Ms): void {
  if (pnlPct === null && pnlUsdt === null) return;
  gate.dayPnl.add({ pnlPct: pnlPct ?? undefined, pnlUsdt: pnlUsdt ?? undefined }, nowMs);
  if (pnlPct !== null) gate.returns.add(pnlPct);
  else if (pnlUsdt !== null && equityUsdt !== null) gate.returns.add(fractionToPct(pnlUsdt / equityUsdt));
}

/** What every event of a report says of its order. */
export const outcomeFields = ({ symbol, side, clientOrderId, orderId, decisionId }: PosttradeFact): EventFields => ({
  ...(symbol === null ? {} : { symbol }),
  ...(side === null ? {} : { side }),
  ...(clientOrderId === null ? {} : { cid: clientOrderId }),
  ...(orderId === null ? {} : { oid: orderId }),
  ...(decisionId === null ? {} : { decisionId }),
});
