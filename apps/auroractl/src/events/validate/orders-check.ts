import { orderDeniedProblems, orderFailedProblems, orderSuccessProblems, type OrderDenied } from '@aurora/events';
import type { EventLogCheck } from './event-log-check';
import type { Findings } from './findings';

/** What clients report is kept as it came: any object. */
const anyObject = (value: unknown): string[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? [] : ['must be object'];

/** The schema of each orders file by the name of its log. */
export const ORDER_CHECKS: Readonly<Record<string, (value: unknown) => string[]>> = {
  orders: anyObject,
  orders_denied: orderDeniedProblems,
  orders_failed: orderFailedProblems,
  orders_success: orderSuccessProblems,
};

/** Checks one line of an orders file; of a denied order also that the log beside it, when there is one, has its decision. */
export function checkOrderLine(
  name: string,
  text: string,
  at: { readonly file: string; readonly line: number },
  findings: Findings,
  events: EventLogCheck | null,
): void {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return findings.add('not_json', at.file, at.line, `not JSON: ${(error as Error).message}`);
  }
  const problems = ORDER_CHECKS[name]!(value);
  if (problems.length > 0) return findings.add('schema', at.file, at.line, problems.join('; '));
  if (name !== 'orders_denied' || events === null) return;
  const { decision_id: decisionId, ts_iso: tsIso } = value as OrderDenied;
  if (events.lacksDecision(decisionId, tsIso))
    findings.add('no_decision', at.file, at.line, `no POLICY.DECISION denies ${decisionId}`);
}
