import { checkHardGates, type HardLimits } from './hard-gates';

const LIMITS: HardLimits = { denyRateMax: 0.35, latencyP99MsMax: 300, eceMax: 0.05, cvar95Min: -0.02 };
const AT_LIMIT = { decisions: 0, denyRate: 0.35, latencyP99Ms: 300, ece: 0.05, cvar95: -0.02 };

it('keeps every limit exactly at it', () => expect(checkHardGates(AT_LIMIT, LIMITS)).toEqual([]));

it.each([
  ['deny_rate', 'denyRate', 0.35001, 0.35],
  ['latency_p99_ms', 'latencyP99Ms', 300.01, 300],
  ['ece', 'ece', 0.0500001, 0.05],
  ['cvar95', 'cvar95', -0.0200001, -0.02],
  ['deny_rate', 'denyRate', Infinity, 0.35],
  ['cvar95', 'cvar95', -Infinity, -0.02],
] as const)('%s is broken by %s %d', (gate, key, value, limit) => {
  expect(checkHardGates({ ...AT_LIMIT, [key]: value }, LIMITS)).toEqual([{ gate, value, limit }]);
});

it.each(['denyRate', 'latencyP99Ms', 'ece', 'cvar95'] as const)('%s NaN or not measured is broken', (key) => {
  const [nan] = checkHardGates({ ...AT_LIMIT, [key]: NaN }, LIMITS);
  const [missing] = checkHardGates({ ...AT_LIMIT, [key]: null }, LIMITS);
  expect(nan).toMatchObject({ value: null });
  expect(missing).toEqual(nan);
});

it('lets pass what nothing can be measured for, but not what is measured and broken', () => {
  expect(checkHardGates({ ...AT_LIMIT, latencyP99Ms: null }, LIMITS, ['latency_p99_ms'])).toEqual([]);
  expect(checkHardGates({ ...AT_LIMIT, latencyP99Ms: 301 }, LIMITS, ['latency_p99_ms'])).toHaveLength(1);
  expect(checkHardGates({ ...AT_LIMIT, latencyP99Ms: NaN }, LIMITS, ['latency_p99_ms'])).toHaveLength(1);
});

it.each([
  [49, [{ gate: 'decisions', value: 49, limit: 50 }]],
  [50, []],
  [NaN, [{ gate: 'decisions', value: null, limit: 50 }]],
])('by %d decisions, where fifty are asked for, %j', (decisions, broken) => {
  expect(checkHardGates({ ...AT_LIMIT, decisions }, { ...LIMITS, decisionsMin: 50 })).toEqual(broken);
});

it('misses the decisions where they are asked for alone', () => {
  const { decisions: _, ...unknown } = AT_LIMIT;
  expect(checkHardGates(unknown, LIMITS)).toEqual([]);
  expect(checkHardGates(unknown, { ...LIMITS, decisionsMin: 1 })).toEqual([
    { gate: 'decisions', value: null, limit: 1 },
  ]);
});

it('names all that are broken', () => {
  const nothing = { decisions: 0, denyRate: null, latencyP99Ms: null, ece: null, cvar95: null };
  expect(checkHardGates(nothing, LIMITS).map(({ gate }) => gate)).toEqual([
    'deny_rate',
    'latency_p99_ms',
    'ece',
    'cvar95',
  ]);
});
