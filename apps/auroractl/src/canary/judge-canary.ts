import type { Harvest } from '@aurora/tuning';
import type { CanaryLimits } from './canary-limits';
import type { OrderEnds } from './order-ends';
import { ENOUGH_DECISIONS, type CanarySight } from './watch-canary';

/** Fewer outcomes say nothing of a calibration. */
const ENOUGH_OUTCOMES = 100;
/** Fewer trades have no tail. */
const ENOUGH_TRADES = 20;

/** One line of a canary's judgement. */
export interface CanaryCheck {
  readonly check: string;
  /** As measured; `null` when there was nothing to measure. */
  readonly value: number | null;
  readonly limit: string;
  readonly verdict: 'ok' | 'breach' | 'too_few';
  readonly note: string;
}

export interface CanaryFacts {
  readonly sight: CanarySight;
  readonly harvest: Harvest;
  readonly ends: OrderEnds;
}

/** Holds what a canary has seen against its limits. Too little to judge by is no breach, but it is said. */
export function judgeCanary({ sight, harvest, ends }: CanaryFacts, limits: CanaryLimits): readonly CanaryCheck[] {
  const { decisions, outcomes, trades } = harvest;
  const availability = sight.asked === 0 ? null : sight.healthy / sight.asked;
  return [
    atMost('deny_rate', harvest.denyRate, limits.maxDenyRate, enough(decisions, ENOUGH_DECISIONS, 'decisions')),
    atMost('latency_p99_ms', sight.worstP99Ms, limits.maxP99Ms, enough(decisions, 1, 'decisions')),
    atLeast('gate_availability', availability, limits.minAvailability, enough(sight.asked, 1, 'looks')),
    none('unanswered_questions', sight.unanswered),
    atMost('rejected_orders', ends.rejected, limits.maxRejects, {
      isEnough: true,
      note: `of ${ends.submitted} orders`,
    }),
    none('orders_not_ended_once', ends.notOnce.length, ends.notOnce.slice(0, 3).join('; ')),
    none('events_dropped', sight.dropped),
    none('reports_lost', sight.reportsLost),
    none('health_errors', sight.healthErrors),
    atMost('ece', harvest.ece, limits.maxEce, enough(outcomes, ENOUGH_OUTCOMES, 'outcomes')),
    atLeast('cvar95', harvest.cvar95, limits.minCvar95, enough(trades, ENOUGH_TRADES, 'trades')),
    ended(sight),
  ];
}

export const isBreached = (checks: readonly CanaryCheck[]): boolean =>
  checks.some(({ verdict }) => verdict === 'breach');

interface Sample {
  readonly isEnough: boolean;
  readonly note: string;
}

const enough = (n: number, least: number, of: string): Sample => ({
  isEnough: n >= least,
  note: n >= least ? `${n} ${of}` : `${n} of ${least} ${of} it takes`,
});

function judged(
  check: string,
  value: number | null,
  isKept: boolean,
  limit: string,
  { isEnough, note }: Sample,
): CanaryCheck {
  const isJudged = isEnough && value !== null;
  return { check, value, limit, verdict: isJudged ? (isKept ? 'ok' : 'breach') : 'too_few', note };
}

const atMost = (check: string, value: number | null, limit: number, sample: Sample): CanaryCheck =>
  judged(check, value, value !== null && value <= limit, `≤ ${limit}`, sample);

const atLeast = (check: string, value: number | null, limit: number, sample: Sample): CanaryCheck =>
  judged(check, value, value !== null && value >= limit, `≥ ${limit}`, sample);

const none = (check: string, value: number, note = ''): CanaryCheck =>
  judged(check, value, value === 0, 'none', { isEnough: true, note });

/** Somebody who ends it has seen enough; anything else that ends it is a finding. */
function ended({ elapsedMs, early }: CanarySight): CanaryCheck {
  const isFine = early === null || early === 'stopped by a signal';
  const value = Math.round(elapsedMs / 1000);
  return judged('ran_to_its_end_s', value, isFine, 'whole time', { isEnough: true, note: early ?? '' });
}
