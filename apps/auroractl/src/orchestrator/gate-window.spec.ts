import { GateWindow, readGate, type GateReading } from './gate-window';

const TEXT = `# HELP aurora_pretrade_decisions_total Decisions.
# TYPE aurora_pretrade_decisions_total counter
aurora_pretrade_decisions_total{decision="allow",reason_code="ok"} 40
aurora_pretrade_decisions_total{decision="deny",reason_code="spread_bps_too_wide"} 2
aurora_pretrade_decisions_total{decision="deny",reason_code="latency_guard"} 3
aurora_pretrade_latency_ms_bucket{le="0.5"} 30
aurora_pretrade_latency_ms_bucket{le="250"} 44
aurora_pretrade_latency_ms_bucket{le="+Inf"} 45
aurora_pretrade_latency_ms_sum 12.5
aurora_armed 1
`;
const reading = (decisions: number, denied: number, buckets: Record<string, number> = {}): GateReading => ({
  decisions,
  denied,
  latency: new Map(Object.entries(buckets).map(([bound, count]) => [Number(bound), count])),
});
const windowOf = (first: GateReading, ...later: GateReading[]) => {
  const window = new GateWindow(first);
  for (const one of later) window.add(one);
  return window.figures();
};

it('reads the counters of the gate, and of a text without them none', () => {
  expect(readGate(TEXT)).toEqual(reading(45, 5, { 0.5: 30, 250: 44, Infinity: 45 }));
  expect(readGate('')).toEqual(reading(0, 0));
});

it.each([
  ['nothing in between', [reading(10, 3, { 1: 10, Infinity: 10 })], 0, null, null],
  ['what was added', [reading(30, 8, { 1: 30, Infinity: 30 })], 20, 0.25, 0.99],
  ['over several readings', [reading(20, 3), reading(30, 13)], 20, 0.5, null],
  ['a gate that started again', [reading(12, 3), reading(4, 4)], 6, 4 / 6, null],
])('counts %s', (_, later, decisions, denyRate, p99) => {
  const figures = windowOf(reading(10, 3, { 1: 10, Infinity: 10 }), ...later);
  expect(figures).toMatchObject({ decisions, denyRate });
  if (p99 === null) expect(figures.latencyP99Ms).toBeNull();
  else expect(figures.latencyP99Ms).toBeCloseTo(p99, 12);
});

it.each([
  ['all in the first bucket', { 1: 100, 10: 100, Infinity: 100 }, 0.99],
  ['exactly at a bound', { 1: 99, 10: 100, Infinity: 100 }, 1],
  ['inside the second', { 1: 98, 10: 100, Infinity: 100 }, 5.5],
  ['above the largest bound', { 1: 90, 10: 98, Infinity: 100 }, Infinity],
  ['one decision alone', { 1: 0, 10: 1, Infinity: 1 }, 9.91],
])('the 99th percentile with %s', (_, buckets, expected) => {
  const empty = Object.fromEntries(Object.keys(buckets).map((bound) => [bound, 0]));
  const { latencyP99Ms } = windowOf(reading(0, 0, empty), reading(100, 0, buckets));
  if (expected === Infinity) expect(latencyP99Ms).toBe(Infinity);
  else expect(latencyP99Ms).toBeCloseTo(expected, 9);
});
