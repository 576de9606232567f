import { defaultsOf } from '@aurora/kernel';
import { searchSpaceOf } from './search-entry';
import { tunerConfig } from './tuner-config';

it('has the published defaults', () => {
  const { searchSpace, ...tuner } = defaultsOf(tunerConfig).tuner;
  expect(tuner).toEqual({
    dir: null,
    exploreRatio: 0.05,
    ttlSec: 120,
    heartbeatSec: 10,
    seed: 1,
    startupTrials: 10,
    multivariate: true,
    minDecisions: 50,
    maxDenyRate: 0.35,
    maxLatencyP99Ms: 300,
    maxEce: 0.05,
    minCvar95: -0.02,
  });
  expect(searchSpaceOf(searchSpace).map(({ name }) => name)).toContain('parent_gate.z_threshold');
});

it('names a dimension by its key', () => {
  expect(searchSpaceOf([{ key: 'a.b', type: 'int', low: 1, high: 4, log: true }])).toEqual([
    { name: 'a.b', type: 'int', low: 1, high: 4, log: true },
  ]);
});
