import type { Harvest } from '@aurora/tuning';
import type { CanaryLimits } from './canary-limits';
import { isBreached, judgeCanary, type CanaryFacts } from './judge-canary';
import type { OrderEnds } from './order-ends';
import type { CanarySight } from './watch-canary';

const LIMITS: CanaryLimits = {
  maxDenyRate: 0.35,
  maxP99Ms: 300,
  maxEce: 0.05,
  minCvar95: -0.02,
  maxRejects: 1,
  minAvailability: 0.99,
};
const SIGHT: CanarySight = {
  elapsedMs: 60_000,
  asked: 100,
  healthy: 99,
  worstP99Ms: 300,
  dropped: 0,
  reportsLost: 0,
  healthErrors: 0,
  unanswered: 0,
  early: null,
};
const HARVEST: Harvest = {
  ...{ trades: 20, netUsdt: 0, sharpe: 0, return: 0, kellyEff: 0, costBps: 0 },
  ...{ decisions: 20, denyRate: 0.35, latencyP99Ms: null, outcomes: 100, ece: 0.05, cvar95: -0.02 },
};
const ENDS: OrderEnds = { submitted: 40, rejected: 1, notOnce: [] };

const judged = (more: {
  readonly sight?: Partial<CanarySight>;
  readonly harvest?: Partial<Harvest>;
  readonly ends?: Partial<OrderEnds>;
}) => {
  const facts: CanaryFacts = {
    sight: { ...SIGHT, ...more.sight },
    harvest: { ...HARVEST, ...more.harvest },
    ends: { ...ENDS, ...more.ends },
  };
  const checks = judgeCanary(facts, LIMITS);
  const others = checks.filter(({ verdict }) => verdict !== 'ok').map(({ check, verdict }) => [check, verdict]);
  return { others, breached: isBreached(checks), checks };
};

it('keeps every limit that is just kept', () => expect(judged({})).toMatchObject({ others: [], breached: false }));

it.each([
  ['deny_rate', { harvest: { denyRate: 0.351 } }],
  ['latency_p99_ms', { sight: { worstP99Ms: 300.1 } }],
  ['gate_availability', { sight: { healthy: 98 } }],
  ['gate_availability', { sight: { healthy: 0 } }],
  ['unanswered_questions', { sight: { unanswered: 1 } }],
  ['rejected_orders', { ends: { rejected: 2 } }],
  ['orders_not_ended_once', { ends: { notOnce: ['ws-1: no end'] } }],
  ['events_dropped', { sight: { dropped: 1 } }],
  ['reports_lost', { sight: { reportsLost: 1 } }],
  ['health_errors', { sight: { healthErrors: 1 } }],
  ['ece', { harvest: { ece: 0.0501 } }],
  ['ece', { harvest: { ece: NaN } }],
  ['cvar95', { harvest: { cvar95: -0.0201 } }],
  ['ran_to_its_end_s', { sight: { early: 'sim has ended' } }],
])('finds %s alone', (check, more) =>
  expect(judged(more)).toMatchObject({ others: [[check, 'breach']], breached: true }),
);

it.each([
  ['deny_rate', { harvest: { decisions: 19, denyRate: 1 } }],
  ['ece', { harvest: { outcomes: 99, ece: 1 } }],
  ['cvar95', { harvest: { trades: 19, cvar95: -1 } }],
])('does not judge %s by too little, and says so', (check, more) =>
  expect(judged(more)).toMatchObject({ others: [[check, 'too_few']], breached: false }),
);

it('is no finding when somebody has seen enough', () =>
  expect(judged({ sight: { early: 'stopped by a signal' } })).toMatchObject({ others: [], breached: false }));

it('has nothing to say of a gate that never decided', () => {
  const { others } = judged({ sight: { worstP99Ms: null }, harvest: { decisions: 0, denyRate: null } });
  expect(others).toEqual([
    ['deny_rate', 'too_few'],
    ['latency_p99_ms', 'too_few'],
  ]);
});
