import { type PretradeCheckAnswer } from '@aurora/contracts';
import { baseNotional, type GateState } from '@aurora/gates';
import { type Ms, type OrderIntent } from '@aurora/kernel';
import { type RiskConfig } from '@aurora/risk';

/** What the state needs to know of a decision that was answered. */
export type LoggedDecision = Pick<PretradeCheckAnswer, 'decision_id' | 'allow' | 'max_qty' | 'reason' | 'cooldown_ms'>;

/** A halt or cool-off by latency as the log has it, with the decision it began with. */
export interface LatencyStop {
  readonly halted: boolean;
  /** 0 for none. */
  readonly cooloff_until_ms: Ms;
}

export function latencyStop({ health }: GateState): LatencyStop {
  const { halted, cooloffUntilMs } = health.exportState();
  return { halted, cooloff_until_ms: cooloffUntilMs };
}

/** Brings a logged stop into force; one that is in force is never shortened. */
export function followStop({ health }: GateState, { halted, cooloff_until_ms: untilMs }: LatencyStop): void {
  const now = health.exportState();
  health.restore({ ...now, halted: now.halted || halted, cooloffUntilMs: Math.max(now.cooloffUntilMs, untilMs) });
}

/**
 * Brings the state in line with a decision as it was answered, after judging it again came out differently: what was
 * allowed is reserved, what was denied is not, and a stop that denied it is in force. Histories that did not survive a
 * restart are the usual cause.
 */
export function followDecision(
  gate: GateState,
  order: OrderIntent,
  judged: LoggedDecision,
  logged: LoggedDecision,
  risk: RiskConfig,
  nowMs: Ms,
): void {
  if (judged.allow !== logged.allow || judged.max_qty !== logged.max_qty) {
    gate.ledger.settle(judged.decision_id);
    if (logged.allow) reserve(gate, order, logged, judged.allow ? null : risk.maxOrdersPerMin, risk, nowMs);
  }
  const untilMs = nowMs + logged.cooldown_ms;
  if (logged.reason === 'latency_halt') followStop(gate, { halted: true, cooloff_until_ms: 0 });
  else if (logged.reason === 'latency_cooloff') followStop(gate, { halted: false, cooloff_until_ms: untilMs });
  else if (logged.reason === 'AURORA.HALT') {
    const { haltUntilMs } = gate.governance.exportState();
    gate.governance.restore({ haltUntilMs: Math.max(haltUntilMs, untilMs), halting: true });
  }
}

function reserve(
  { ledger, antiChurn }: GateState,
  order: OrderIntent,
  { decision_id: decisionId, max_qty: qty }: LoggedDecision,
  maxOrdersPerMin: number | null,
  { reservationTtlMs: ttlMs }: RiskConfig,
  nowMs: Ms,
): void {
  const { symbol, side, reduceOnly } = order;
  const notional = Math.max(baseNotional(order), (order.price ?? 0) * order.qty, 0) * (qty / order.qty);
  const request = { decisionId, symbol, side, qty, notional, reduceOnly, nowMs };
  // The order went out, whatever the caps say of it now.
  const uncapped = { maxSymbolExposureUsdt: null, maxOrdersPerMin: null, positionNotional: null, ttlMs };
  const counted = ledger.tryReserve(request, { ...uncapped, maxOrdersPerMin });
  if (!counted.ok) ledger.tryReserve(request, uncapped);
  if (!reduceOnly) antiChurn.allowed(symbol, nowMs);
}
