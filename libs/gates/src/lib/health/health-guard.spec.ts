import fc from 'fast-check';
import type { GateConfig } from '../gate-config';
import { EXIT, gateOf, NOW_MS, reportOf } from '../gate.fixture';

const gate = (aurora: Partial<GateConfig['aurora']> = {}) =>
  gateOf(['health'], { aurora: { latencyGuardMs: 30, cooloffBaseSec: 120, haltThresholdRepeats: 2, ...aurora } });
/** The p95 stays high after one slow request; this much later it warns again. */
const PATIENT = { latencyWarnIntervalS: 5 };
const slow = { market: { latencyMs: 400 } };

it.each([
  [0, 'ok'],
  [-0, 'ok'],
  [30, 'ok'],
  [30.001, 'latency_cooloff'],
  [1e9, 'latency_cooloff'],
  [NaN, 'guard_error:health'],
  [undefined, 'missing_input:latency_ms'],
  [null as unknown as undefined, 'missing_input:latency_ms'],
])('a first latency of %p ms: %s', (latencyMs, reason) => {
  expect(gate().decide({ market: { latencyMs } }).reason).toBe(reason);
});

it('cools off from the slow request itself until exactly the end of the time', () => {
  const one = gate({ latencyWindowSec: 10 });
  expect(one.decide(slow)).toMatchObject({ reason: 'latency_cooloff', cooldownMs: 120_000 });
  expect(one.decide({}, { nowMs: NOW_MS + 119_999 })).toMatchObject({ reason: 'latency_cooloff', cooldownMs: 1 });
  expect(one.decide({}, { nowMs: NOW_MS + 120_000 }).allow).toBe(true);
});

it('halts on a second warning while it cools off, for no known time', () => {
  const one = gate();
  one.decide(slow);
  expect(one.decide(slow)).toMatchObject({ reason: 'latency_halt', cooldownMs: 0 });
  expect(one.decide({}, { nowMs: NOW_MS + 1e9 }).reason).toBe('latency_halt');
  one.state.health.reset();
  expect(one.decide({}, { nowMs: NOW_MS + 1e9 }).allow).toBe(true);
});

it('takes as many warnings as the configuration says before it halts', () => {
  const one = gate({ haltThresholdRepeats: 3, cooloffBaseSec: 0 });
  expect([one.decide(slow), one.decide(slow), one.decide(slow)].map(({ reason }) => reason)).toEqual([
    'ok',
    'ok',
    'latency_halt',
  ]);
});

it('is disarmed before it is halted', () => {
  const one = gate({ haltThresholdRepeats: 1 });
  one.decide(slow);
  one.state.health.disarm();
  expect(one.decide().reason).toBe('latency_disarmed');
  one.state.health.arm();
  expect(one.decide().reason).toBe('latency_halt');
});

it('says p95 and threshold', () => {
  expect(reportOf(gate().decide({ market: { latencyMs: 20 } }), 'health')).toMatchObject({ value: 20, limit: 30 });
  expect(reportOf(gate().decide(slow), 'health')).toMatchObject({ outcome: 'block', value: 400, limit: 30 });
});

it('sees the latency of requests that another guard blocks, and of exits', () => {
  const one = gateOf(['latency', 'health'], { guards: { latencyMsLimit: 100 }, aurora: PATIENT });
  expect(one.decide(slow).reason).toBe('latency_guard');
  expect(one.decide().reason).toBe('latency_cooloff');
  const another = gate(PATIENT);
  another.decide({ ...slow, order: EXIT });
  expect(another.decide().reason).toBe('latency_cooloff');
});

describe('an absent latency', () => {
  const silent = { market: { latencyMs: undefined } };
  const samples = (one: ReturnType<typeof gate>) => one.state.health.snapshot(NOW_MS).samples;

  it('is fed as 0 where the policy is lenient, and the guard counts as not asked', () => {
    const one = gate();
    const decision = one.decide(silent, { mode: 'testnet' });
    expect([decision.allow, decision.missing, samples(one)]).toEqual([true, ['latency_ms'], 1]);
    expect(reportOf(decision, 'health')?.outcome).toBe('skip');
  });

  it('is no sample where it denies, nor on an exit', () => {
    const one = gate();
    one.decide(silent);
    one.decide({ ...silent, order: EXIT }, { mode: 'shadow' });
    expect(samples(one)).toBe(0);
  });

  it('still lets a halt or disarm block, leniently', () => {
    const one = gate();
    one.state.health.disarm();
    expect(one.decide(silent, { mode: 'shadow' }).reason).toBe('latency_disarmed');
  });
});

describe('an exit', () => {
  it('passes a cool-off, and meets halt and disarm', () => {
    const one = gate(PATIENT);
    one.decide(slow);
    expect(one.decide({ order: EXIT }).allow).toBe(true);
    one.decide(slow, { nowMs: NOW_MS + 5000 });
    expect(one.decide({ order: EXIT }).reason).toBe('latency_halt');
    one.state.health.reset();
    one.state.health.disarm();
    expect(one.decide({ order: EXIT }).reason).toBe('latency_disarmed');
  });

  it('needs no latency', () => {
    expect(gate().decide({ order: EXIT, market: { latencyMs: undefined } }).allow).toBe(true);
  });
});

it('never passes after slower requests, or with a lower threshold, what it blocked', () => {
  const latencies = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1, maxLength: 12 });
  const ms = fc.double({ min: 0, max: 100, noNaN: true });
  fc.assert(
    fc.property(latencies, ms, fc.double({ min: 1, max: 100, noNaN: true }), (past, more, latencyGuardMs) => {
      const passes = (values: number[], threshold: number) => {
        const one = gate({ latencyGuardMs: threshold, haltThresholdRepeats: 3 });
        return values.map((latencyMs, i) => one.decide({ market: { latencyMs } }, { nowMs: NOW_MS + i }).allow).at(-1);
      };
      if (passes(past, latencyGuardMs)) return;
      expect(
        passes(
          past.map((latencyMs) => latencyMs + more),
          latencyGuardMs,
        ),
      ).toBe(false);
      expect(passes(past, latencyGuardMs / 2)).toBe(false);
    }),
  );
});
