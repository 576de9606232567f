import type { PretradeCheckAnswer } from '@aurora/contracts';

/**
 * Reads the body of an answer to `POST /pretrade/check`; `undefined` when it is not one, which must never let an order
 * through. Checked strictly is what a bot acts on: an absent or impossible number, a flag that is a text, or a denial
 * that names a quantity makes the whole answer worthless. Fields beyond those known pass.
 */
export function readAnswer(body: unknown): PretradeCheckAnswer | undefined {
  if (!isObject(body)) return undefined;
  const { allow, max_qty, risk_scale, cooldown_ms, reason, hard_gate, decision_id, quotas, observability } = body;
  if (typeof allow !== 'boolean' || typeof hard_gate !== 'boolean') return undefined;
  if (!isSize(max_qty) || (!allow && max_qty !== 0)) return undefined;
  if (!isSize(risk_scale) || risk_scale > 1 || !isSize(cooldown_ms)) return undefined;
  if (!isWord(reason) || !isWord(decision_id)) return undefined;
  if (!isObject(quotas) || !isObject(observability)) return undefined;
  return body as unknown as PretradeCheckAnswer;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isSize = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0;

const isWord = (value: unknown): value is string => typeof value === 'string' && value !== '';
