import { type EventCode, type EventFields, type RawJson } from '@aurora/events';
import { type Decision, type GateState, type ReasonCode } from '@aurora/gates';
import { type GateRequest } from '@aurora/kernel';

/** An event that waits to be written: the log adds time and run. */
export interface PendingEvent {
  readonly code: EventCode;
  readonly details: object | RawJson;
  readonly fields: EventFields;
}

/** Events that a reason stands for, besides the decision itself. */
const CODE_OF_REASON: Readonly<Partial<Record<ReasonCode, EventCode>>> = {
  cooldown_after_close_active: 'COOLDOWN.ACTIVE',
  open_rate_limit: 'OPEN.RATE_LIMIT',
  position_min_hold_active: 'POSITION.MIN_HOLD',
  opposite_side_block: 'POSITION.OPPOSITE_BLOCK',
  latency_guard: 'HEALTH.LATENCY_HIGH',
  trap_guard: 'POLICY.TRAP_BLOCK',
  trap_guard_score: 'POLICY.TRAP_BLOCK',
  spread_bps_too_wide: 'SPREAD_GUARD_TRIP',
  'TRADING.HALTED': 'TRADING.HALTED',
  'TRADING.REDUCING': 'TRADING.REDUCING',
  'DQ_EVENT.STALE_BOOK': 'DQ_EVENT.STALE_BOOK',
  'DQ_EVENT.CROSSED_BOOK': 'DQ_EVENT.CROSSED_BOOK',
  'DQ_EVENT.ABNORMAL_SPREAD': 'DQ_EVENT.ABNORMAL_SPREAD',
  'RISK.DENY.DRAWDOWN': 'RISK.DENY.DRAWDOWN',
  'RISK.DENY.CVAR': 'RISK.DENY.CVAR',
  SPREAD_GUARD_TRIP: 'SPREAD_GUARD_TRIP',
  LATENCY_GUARD_TRIP: 'LATENCY_GUARD_TRIP',
  VOLATILITY_GUARD_TRIP: 'VOLATILITY_GUARD_TRIP',
  'RISK.DENY.POS_LIMIT': 'RISK.DENY.POS_LIMIT',
};

const SPRT_CODES: Readonly<Record<string, EventCode>> = {
  ACCEPT: 'SPRT.DECISION_H1',
  REJECT: 'SPRT.DECISION_H0',
  CONTINUE: 'SPRT.CONTINUE',
};

/** What happened on the way to a decision, in the order in which it happened. */
export function decisionEvents(
  decision: Decision,
  state: GateState,
  fields: EventFields,
  nowMs: number,
): PendingEvent[] {
  const events: PendingEvent[] = [];
  const emit = (code: EventCode, details: object): void => void events.push({ code, details, fields });
  const { found } = decision;
  if (found.health?.warned) {
    emit('HEALTH.LATENCY_P95_HIGH', { p95_ms: found.health.p95, escalation: found.health.escalation });
  }
  for (const { guard, error } of decision.errors) {
    emit('HEALTH.ERROR', { guard, error: error instanceof Error ? error.message : String(error) });
    if (guard === 'sprt') emit('SPRT.ERROR', { error: error instanceof Error ? error.message : String(error) });
  }
  if (found.sprt !== null) {
    const { llr, nObs } = found.sprt;
    emit(SPRT_CODES[found.sprt.decision]!, { llr, n_obs: nObs });
  }
  if (found.governance === 'halt') {
    emit('AURORA.HALT', { code: decision.reasonCode, until_ms: nowMs + decision.cooldownMs });
  }
  if (found.governance === 'resume') emit('AURORA.RESUME', { by: 'time' });
  if (decision.blockedBy === 'health' && decision.reasonCode !== 'guard_error') {
    emit('AURORA.ESCALATION', { reason: decision.reasonCode, ...state.health.snapshot(nowMs) });
  }
  for (const note of found.notes) if (isDataQualityCode(note)) emit(note, { decision: decision.reason });
  const blockCode = decision.reasonCode === null ? undefined : CODE_OF_REASON[decision.reasonCode];
  if (blockCode !== undefined) emit(blockCode, blockDetails(decision));
  return events;
}

const isDataQualityCode = (note: string): note is EventCode => note.startsWith('DQ_EVENT.');

function blockDetails(decision: Decision): object {
  const report = decision.guards.find(({ guard, outcome }) => guard === decision.blockedBy && outcome === 'block');
  return { reason: decision.reason, value: report?.value ?? null, limit: report?.limit ?? null };
}

/** What every event of a decision says of its order. */
export function orderFields(request: GateRequest, decisionId: string): EventFields {
  const { order } = request;
  return {
    symbol: order.symbol,
    ...(order.clientOrderId === undefined ? {} : { cid: order.clientOrderId }),
    side: order.side,
    ...(order.price === undefined ? {} : { price: order.price }),
    qty: order.qty,
    decisionId,
  };
}
