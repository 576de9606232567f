import { type PosttradeFact } from '@aurora/contracts';
import { type EventFields } from '@aurora/events';
import { fractionToPct, type Ms, type Quote } from '@aurora/kernel';
import { type EngineState } from './gate-state';

/**
 * Books what a report says of an order: fills, the outcome in the reject-storm window, realised PnL, the reservation.
 * @returns false when the report repeats a finished order; then nothing is booked.
 */
export function bookOutcome(state: EngineState, fact: PosttradeFact, equityUsdt: Quote | null, nowMs: Ms): boolean {
  const { gate, orders } = state;
  const { symbol, side, filledQty, terminal, close, decisionId } = fact;
  const { newQty, repeated } = orders.advance(fact, filledQty ?? 0, terminal);
  if (repeated) return false;
  if (newQty > 0 && symbol !== null && side !== null) {
    const price = fact.price !== null && fact.price > 0 ? fact.price : undefined;
    gate.positions.applyFill({ symbol, side, qty: newQty, price, nowMs, close });
  }
  if (close && fact.success && symbol !== null) gate.antiChurn.closed(symbol, nowMs);
  if (fact.failed || fact.success) gate.rejectStorm.record(fact.failed, nowMs);
  bookPnl(state, fact, equityUsdt, nowMs);
  if (decisionId !== null) gate.ledger.settle(decisionId, terminal ? undefined : (filledQty ?? 0));
  return true;
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
