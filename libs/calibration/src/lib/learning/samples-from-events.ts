import type { BarrierOutcome, OutcomeSample, TradeOutcome } from './trade-outcome';

/** Code of the event that records the outcome of a trade. */
export const OUTCOME_EVENT = 'CALIBRATION.OUTCOME';

/** An event as far as it matters here: a read event of `@aurora/events` is one. */
export interface OutcomeEvent {
  readonly eventCode: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Details of the event that records an outcome; symbol, cid, side and decision id are fields of the event itself. */
export const outcomeDetails = (outcome: TradeOutcome): Readonly<Record<string, unknown>> => ({
  score: outcome.score,
  p: outcome.p,
  label: outcome.label,
  outcome: outcome.outcome,
  model: outcome.model,
  opened_ms: outcome.openedMs,
  closed_ms: outcome.closedMs,
  exit_price: outcome.exitPrice,
  traded: outcome.traded,
});

/**
 * The outcomes among the events of a log, in their order; other events are passed over.
 * Throws a `RangeError` that names the field of an outcome event that cannot be one: a log is either whole or not to be learned from.
 */
export function* samplesFromEvents(events: Iterable<OutcomeEvent>): Generator<OutcomeSample, void, undefined> {
  for (const event of events) {
    if (event.eventCode === OUTCOME_EVENT) yield sampleOf(event.details);
  }
}

const OUTCOMES: readonly unknown[] = ['target', 'stop', 'ttl'] satisfies BarrierOutcome[];

/** The sample that an outcome event records. Throws a `RangeError` that names the field that cannot be. */
export function sampleOf(details: Readonly<Record<string, unknown>>): OutcomeSample {
  const { outcome, label, model } = details;
  const score = finite(details, 'score');
  const p = finite(details, 'p');
  const openedMs = finite(details, 'opened_ms');
  const closedMs = finite(details, 'closed_ms');
  if (!(p >= 0 && p <= 1)) refuse('p', p);
  if (!OUTCOMES.includes(outcome)) refuse('outcome', outcome);
  if (label !== (outcome === 'target' ? 1 : 0)) refuse('label', label);
  if (typeof model !== 'string' || model === '') refuse('model', model);
  if (closedMs < openedMs) refuse('closed_ms', closedMs);
  return {
    score,
    p,
    model: model as string,
    label: label as 0 | 1,
    outcome: outcome as BarrierOutcome,
    openedMs,
    closedMs,
  };
}

function finite(details: Readonly<Record<string, unknown>>, name: string): number {
  const value = details[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : refuse(name, value);
}

function refuse(name: string, value: unknown): never {
  throw new RangeError(`an outcome cannot have ${name} ${JSON.stringify(value) ?? 'missing'}`);
}
