import { TRIAL_STATE, type Json, type TrialStateCode } from '../journal/journal-record';
import type { StoredTrial } from '../journal/journal-view';
import { readParams } from '../journal/distribution';
import type { Trial, TrialOutcome, TrialStatus } from './trial';

/** Names of the attributes that this study gives a meaning to. */
export const ATTR = {
  /** User attribute: `passed` or `broken`. */
  gates: 'gates',
  /** User attribute: the limits that were broken. */
  broken: 'broken',
  /** User attribute of a rejected trial, which has no objective value. */
  score: 'score',
  /** User attribute: why a trial failed. */
  failure: 'failure',
  /** System attribute: when the trial was last heard of, ms. */
  heartbeat: 'heartbeat_ms',
  /** System attribute of a trial nobody was heard of any more. */
  stale: 'stale',
  /** System attributes of a trial that repeats stale ones, named as Optuna names them: the first of them, and all in order. */
  failedTrial: 'failed_trial',
  retryHistory: 'retry_history',
} as const;

/** How an outcome stands in the journal. */
export interface ToldRecord {
  readonly state: TrialStateCode;
  readonly value: number | null;
  readonly attributes: Readonly<Record<string, Json>>;
}

/**
 * A rejected trial is Optuna's "pruned" without a value: its samplers count it as worse than any that completed, and it
 * is never the best. @throws RangeError when a score is not finite.
 */
export function toldRecord(outcome: TrialOutcome): ToldRecord {
  if (outcome.kind === 'failed')
    return { state: TRIAL_STATE.fail, value: null, attributes: { [ATTR.failure]: outcome.reason } };
  const { kind, score, attributes = {} } = outcome;
  if (!Number.isFinite(score)) throw new RangeError(`a score must be finite, got ${score}`);
  if (kind === 'passed')
    return { state: TRIAL_STATE.complete, value: score, attributes: { ...attributes, [ATTR.gates]: 'passed' } };
  const broken = outcome.broken.map(({ gate, value, limit }) => ({ gate, value, limit }));
  return {
    state: TRIAL_STATE.pruned,
    value: null,
    attributes: { ...attributes, [ATTR.score]: score, [ATTR.gates]: 'broken', [ATTR.broken]: broken },
  };
}

/** Whether a trial ended by this very outcome. */
export function isSameEnd({ state, value, userAttrs, systemAttrs }: StoredTrial, told: ToldRecord): boolean {
  if (systemAttrs[ATTR.stale] === true) return false;
  return canonical({ state, value, attributes: userAttrs }) === canonical({ ...told });
}

function canonical(value: object): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** A trial as its users see it. @throws BadRecord when its parameters cannot be read. */
export function trialOf(stored: StoredTrial): Trial {
  const { number, value, userAttrs, systemAttrs, startMs, completeMs } = stored;
  const heartbeat = systemAttrs[ATTR.heartbeat];
  const score = userAttrs[ATTR.score];
  return {
    number,
    params: readParams(stored),
    status: statusOf(stored),
    score: value ?? (typeof score === 'number' ? score : null),
    startedMs: startMs,
    heartbeatMs: typeof heartbeat === 'number' ? heartbeat : startMs,
    endedMs: completeMs,
    repeats: historyOf(stored).at(-1) ?? null,
    attributes: userAttrs,
  };
}

function statusOf({ state, value, userAttrs, systemAttrs }: StoredTrial): TrialStatus {
  switch (state) {
    case TRIAL_STATE.running:
      return 'running';
    case TRIAL_STATE.complete:
      return userAttrs[ATTR.gates] === 'passed' && value !== null ? 'passed' : 'foreign';
    case TRIAL_STATE.pruned:
      return 'rejected';
    case TRIAL_STATE.fail:
      return systemAttrs[ATTR.stale] === true ? 'stale' : 'failed';
    case TRIAL_STATE.waiting:
      return 'foreign';
  }
}

/** Numbers of the stale trials whose parameters a trial has, the first one first. */
export function historyOf({ systemAttrs }: StoredTrial): readonly number[] {
  const history = systemAttrs[ATTR.retryHistory];
  return Array.isArray(history) ? history.filter((number) => typeof number === 'number') : [];
}
