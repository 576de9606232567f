import type { PretradeCheckAnswer } from '@aurora/contracts';
import type { Ms } from '@aurora/kernel';
import type { GateFailureKind, GateVerdict } from './order-gate';

/** The gate's own word. */
export const judged = (answer: PretradeCheckAnswer): GateVerdict => ({
  allow: answer.allow,
  maxQty: answer.max_qty,
  riskScale: answer.risk_scale,
  cooldownMs: answer.cooldown_ms,
  hardGate: answer.hard_gate,
  reason: answer.reason,
  decisionId: answer.decision_id,
  source: 'gate',
  answer,
});

/** No answer, and the order does not go. */
export const failedClosed = (failure: GateFailureKind, hardGate: boolean, cooldownMs: Ms = 0): GateVerdict => ({
  allow: false,
  maxQty: 0,
  riskScale: 0,
  cooldownMs,
  hardGate,
  reason: `gate_${failure}`,
  decisionId: null,
  source: 'fail_closed',
  failure,
});

/** No answer, and the order goes as it was wanted. */
export const failedOpen = (failure: GateFailureKind, qty: number): GateVerdict => ({
  allow: true,
  maxQty: qty,
  riskScale: 1,
  cooldownMs: 0,
  hardGate: false,
  reason: `gate_${failure}`,
  decisionId: null,
  source: 'fail_open',
  failure,
});
