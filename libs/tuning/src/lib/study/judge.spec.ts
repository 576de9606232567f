import type { Harvest } from '../score/harvest';
import { harvestDetails, judge } from './judge';

const LIMITS = { denyRateMax: 0.35, latencyP99MsMax: 300, eceMax: 0.05, cvar95Min: -0.02 };
const HARVEST: Harvest = {
  decisions: 10,
  denyRate: 0.3,
  latencyP99Ms: 20,
  outcomes: 50,
  ece: 0.04,
  cvar95: -0.01,
  trades: 5,
  netUsdt: 12,
  sharpe: 1,
  return: 0.1,
  kellyEff: 0.5,
  costBps: 10,
};

it('passes what keeps every gate, with all that was measured', () => {
  expect(judge(HARVEST, LIMITS)).toEqual({
    kind: 'passed',
    score: expect.closeTo(0.6198, 10),
    attributes: harvestDetails(HARVEST),
  });
  expect(Object.values(harvestDetails(HARVEST))).toEqual(Object.values({ ...harvestDetails(HARVEST) }));
});

it('rejects what breaks one, whatever its score', () => {
  expect(judge({ ...HARVEST, ece: 0.06 }, LIMITS)).toMatchObject({
    kind: 'rejected',
    score: expect.closeTo(0.6198, 10),
    broken: [{ gate: 'ece', value: 0.06, limit: 0.05 }],
  });
});

it('rejects what was not measured, unless nothing could be', () => {
  const unknown = { ...HARVEST, latencyP99Ms: null };
  expect(judge(unknown, LIMITS)).toMatchObject({ kind: 'rejected', broken: [{ gate: 'latency_p99_ms', value: null }] });
  expect(judge(unknown, LIMITS, ['latency_p99_ms'])).toMatchObject({ kind: 'passed' });
});

it('has no score for a figure that is NaN', () => {
  expect(judge({ ...HARVEST, sharpe: NaN }, LIMITS)).toMatchObject({
    kind: 'failed',
    reason: expect.stringContaining('no score'),
  });
});
