import { type PretradeCheckAnswer } from '@aurora/contracts';
import { baseNotional, type Decision, type GateState } from '@aurora/gates';
import { type Ms, type OrderIntent } from '@aurora/kernel';
import { type ExposureLedger, type RiskConfig } from '@aurora/risk';

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

/** What became of an order. */
export type Outcome = Pick<Decision, 'allow' | 'maxQty'>;

/** An order that was judged, and what became of it in the end. */
export interface Followed {
  readonly decisionId: string;
  readonly order: OrderIntent;
  /** What judging it gave; its reservation is in force. */
  readonly judged: Outcome;
  /** What it was answered. */
  readonly answered: Outcome;
  readonly risk: RiskConfig;
  readonly nowMs: Ms;
}

/**
 * Brings the state in line with what an order was answered, after judging it may have come out differently: what was allowed
 * is reserved, what was denied is not.
 */
export function followOutcome({ ledger, antiChurn }: GateState, followed: Followed): void {
  const { decisionId, order, judged, answered, risk, nowMs } = followed;
  if (judged.allow && !answered.allow) ledger.takeBack(decisionId, risk.maxOrdersPerMin);
  else if (answered.allow && (!judged.allow || judged.maxQty !== answered.maxQty)) {
    ledger.settle(decisionId);
    reserve(ledger, followed);
  }
  if (answered.allow && !order.reduceOnly) antiChurn.allowed(order.symbol, nowMs);
}

/** Brings a stop into force that a logged decision was denied by. */
export function followDenial(gate: GateState, { reason, cooldown_ms: cooldownMs }: LoggedDecision, nowMs: Ms): void {
  const untilMs = nowMs + cooldownMs;
  if (reason === 'latency_halt') followStop(gate, { halted: true, cooloff_until_ms: 0 });
  else if (reason === 'latency_cooloff') followStop(gate, { halted: false, cooloff_until_ms: untilMs });
  else if (reason === 'AURORA.HALT') {
    const { haltUntilMs } = gate.governance.exportState();
    gate.governance.restore({ haltUntilMs: Math.max(haltUntilMs, untilMs), halting: true });
  }
}

function reserve(ledger: ExposureLedger, { decisionId, order, judged, answered, risk, nowMs }: Followed): void {
  const { symbol, side, reduceOnly } = order;
  const { maxQty: qty } = answered;
  const { reservationTtlMs: ttlMs } = risk;
  const notional = Math.max(baseNotional(order), (order.price ?? 0) * order.qty, 0) * (qty / order.qty);
  const request = { decisionId, symbol, side, qty, notional, reduceOnly, nowMs };
  // The order went out, whatever the caps say of it now; it counts once.
  const uncapped = { maxSymbolExposureUsdt: null, maxOrdersPerMin: null, positionNotional: null, ttlMs };
  const maxOrdersPerMin = judged.allow ? null : risk.maxOrdersPerMin;
  const counted = ledger.tryReserve(request, { ...uncapped, maxOrdersPerMin });
  if (!counted.ok) ledger.tryReserve(request, uncapped);
}
