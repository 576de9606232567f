/** The part of the gate's answer that the runner acts on. */
export interface GateAnswer {
  readonly allow: boolean;
  /** Base units; 0 when not allowed. */
  readonly maxQty: number;
  readonly cooldownMs: number;
  readonly reason: string;
  readonly decisionId: string;
}

const isSize = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0;

/** Reads an answer of `POST /pretrade/check`; `undefined` when it is not one, which must never let an order through. */
export function readGateAnswer(body: unknown): GateAnswer | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { allow, max_qty, cooldown_ms, reason, decision_id } = body as Record<string, unknown>;
  if (typeof allow !== 'boolean' || !isSize(max_qty) || !isSize(cooldown_ms)) return undefined;
  if (typeof reason !== 'string' || typeof decision_id !== 'string' || decision_id === '') return undefined;
  return { allow, maxQty: max_qty, cooldownMs: cooldown_ms, reason, decisionId: decision_id };
}
