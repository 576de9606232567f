import { parsePosttrade, parsePretradeRequest, type PretradeCheckRequest } from '@aurora/contracts';
import { IdempotencyTable, unjudgedAnswer } from '@aurora/engine';
import { parseMode, stricterMode } from '@aurora/kernel';
import { type TimeAndIds } from '@aurora/nest';
import { type JsonBody } from '../http/read-body';
import { CONFLICT, invalidRequest, type Refusal } from '../http/refusal';
import { type Settings } from '../settings/settings';
import { CALIBRATOR, fixedAnswer } from './fixed-answer';

/** Answers a body: the JSON of a 200, or a refusal. */
export type LiteRoute = (body: JsonBody) => string | Refusal;

/** The trading routes by path, judging bodies as the gate does and nothing beyond. */
export function liteRoutes({ loaded }: Settings, { clock, newId }: TimeAndIds): ReadonlyMap<string, LiteRoute> {
  const { config, hash } = loaded.resolved;
  const answered = new IdempotencyTable();

  const answerTo = (request: PretradeCheckRequest, unknownFields: readonly string[]): string => {
    const mode = stricterMode(config.mode, parseMode(request.account?.mode ?? '') ?? config.mode);
    const given = { decisionId: newId(clock.nowMs()), mode, configHash: hash };
    // Nothing here is on record, so live mode gets the answer of a gate that cannot write its log.
    if (mode === 'live')
      return JSON.stringify(unjudgedAnswer({ ...given, reason: 'audit_unavailable', calibrator: CALIBRATOR }));
    return JSON.stringify(fixedAnswer(request, { ...given, unknownFields }));
  };

  const check: LiteRoute = ({ value, json }) => {
    const parsed = parsePretradeRequest(value);
    if (!parsed.ok) return invalidRequest(parsed.errors);
    const { request, unknownFields } = parsed;
    const key = request.req_id;
    if (key == null) return answerTo(request, unknownFields);
    const nowMs = clock.nowMs();
    const before = answered.find(key, json, nowMs);
    if (before.outcome === 'hit') return before.answerJson;
    if (before.outcome === 'conflict') return CONFLICT;
    const answer = answerTo(request, unknownFields);
    const { idempotencyTtlMs, idempotencyMaxKeys } = config.pretrade;
    answered.keep(key, json, answer, nowMs, idempotencyTtlMs, idempotencyMaxKeys);
    return answer;
  };

  const report: LiteRoute = ({ value }) => {
    const parsed = parsePosttrade(value);
    return parsed.ok ? '{"status":"ok"}' : invalidRequest(parsed.errors);
  };

  return new Map([
    ['/pretrade/check', check],
    ['/posttrade/log', report],
  ]);
}
