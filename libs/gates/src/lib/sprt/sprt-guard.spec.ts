import fc from 'fast-check';
import type { GateConfig } from '../gate-config';
import { EXIT, gateOf, reportOf } from '../gate.fixture';
import { OBSERVATIONS_PER_MS } from './sprt-guard';

const gate = (sprt: Partial<GateConfig['sprt']> = {}) => gateOf(['sprt'], { sprt });
const decide = (score: number | undefined, sprtSamples: readonly number[] | undefined, sprt = {}) =>
  gate(sprt).decide({ market: { score, sprtSamples } });

// With a score of 1 and sigma 1 a sample x adds x − 0.5 to the ratio; A = 2, B = −2.
it.each<[string, number[], string, string[]]>([
  ['nothing decided', [1, 1], 'ok', ['sprt_continue']],
  ['no samples in the list', [], 'ok', ['sprt_continue']],
  ['just above B', [-1.499], 'ok', ['sprt_continue']],
  ['exactly at B', [-1.5], 'sprt_reject', ['sprt_reject']],
  ['exactly at A', [2.5], 'ok', ['sprt_accept']],
  ['accepted before it turns', [2.5, -100], 'ok', ['sprt_accept']],
  ['rejected before it turns', [-1.5, 100], 'sprt_reject', ['sprt_reject']],
  ['ratio below 0 at the last observation', Array(10).fill(0.499), 'sprt_reject', ['sprt_reject']],
  ['ratio of 0 at the last observation', Array(10).fill(0.5), 'ok', ['sprt_accept']],
  ['below 0 with one observation to go', Array(9).fill(0.499), 'ok', ['sprt_continue']],
  ['huge', [-1e15], 'sprt_reject', ['sprt_reject']],
  ['NaN', [NaN], 'guard_error:sprt', ['guard_error:sprt']],
])('%s', (_, samples, reason, notes) => {
  const decision = decide(1, samples);
  expect([decision.reason, decision.notes]).toEqual([reason, notes]);
});

it.each([undefined, null as unknown as undefined])('does not judge samples of %p', (samples) => {
  const decision = decide(1, samples);
  expect([decision.allow, decision.found.sprt, reportOf(decision, 'sprt')?.outcome]).toEqual([true, null, 'skip']);
});

it('does not judge while it is off, whatever the samples', () => {
  expect(decide(1, [-100], { enabled: false })).toMatchObject({ allow: true, notes: [] });
});

it('takes the boundaries from alpha and beta', () => {
  // ln(0.1/0.95) = −2.251: −2.2 rejects at B = −2 alone.
  expect(decide(1, [-1.7]).allow).toBe(false);
  expect(decide(1, [-1.7], { alpha: 0.05, beta: 0.1 }).allow).toBe(true);
  expect(decide(1, [-1.8], { alpha: 0.05, beta: 0.1 }).allow).toBe(false);
});

it.each([
  { alpha: 0.05, beta: null },
  { alpha: 0.6, beta: 0.5 },
])('does not start with %p', (sprt) => {
  expect(() => gate(sprt)).toThrow(RangeError);
});

it('blocks with a sigma of 0', () => {
  expect(decide(1, [0], { sigma: 0 }).reason).toBe('guard_error:sprt');
});

it('rejects nothing without a score', () => {
  expect(decide(undefined, [-100, -100, -100])).toMatchObject({ allow: true, found: { sprt: { llr: 0 } } });
});

it('spends its time in observations, so that the answer is the same on every machine', () => {
  const config = { timeoutMs: 3.5 / OBSERVATIONS_PER_MS, maxObs: 100 };
  expect(decide(1, [0.4, 0.4, 0.4, -100], config).found.sprt).toMatchObject({ decision: 'CONTINUE', nObs: 3 });
  expect(decide(1, [0.4, 0.4, -100], config).found.sprt).toMatchObject({ decision: 'REJECT', nObs: 3 });
});

it('says the ratio and the boundary', () => {
  expect(reportOf(decide(1, [-2]), 'sprt')).toMatchObject({ outcome: 'block', value: -2.5, limit: -2 });
  expect(reportOf(decide(1, [1]), 'sprt')).toMatchObject({ outcome: 'pass', value: 0.5, limit: 2 });
});

it('does not judge exits', () => {
  expect(gate().decide({ order: EXIT, market: { score: 1, sprtSamples: [-100] } }).allow).toBe(true);
});

it('never passes lower samples what it rejected at once, and carries nothing from one request to the next', () => {
  const samples = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 1, maxLength: 10 });
  fc.assert(
    fc.property(samples, fc.double({ min: 0.1, max: 1, noNaN: true }), fc.nat(5), (values, score, worse) => {
      const one = gate();
      const judge = (sprtSamples: number[]) => one.decide({ market: { score, sprtSamples } });
      const first = judge(values);
      if (!first.allow && first.found.sprt!.nObs === values.length)
        expect(judge(values.map((value) => value - worse)).allow).toBe(false);
      expect(judge(values).found.sprt).toEqual(first.found.sprt);
    }),
  );
});
