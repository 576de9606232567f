import { isotonicCalibrator, plattCalibrator } from '@aurora/calibration';
import type { MarketView } from '@aurora/kernel';
import fc from 'fast-check';
import { EXIT, gateOf, reportOf } from '../gate.fixture';

const gate = (piMinBps = 2) => gateOf(['expected_return'], { risk: { piMinBps } });
/** p = 0.5 at a score of 0: e = 0.5·b − 0.5·a − slippage. */
const EVEN = { score: 0, aBps: 10, slipBpsEst: 0 };

it.each<[string, Partial<MarketView>, string]>([
  ['above the minimum', { ...EVEN, bBps: 14.001 }, 'ok'],
  ['exactly at the minimum', { ...EVEN, bBps: 14 }, 'expected_return_gate'],
  ['below the minimum', { ...EVEN, bBps: 13.999 }, 'expected_return_gate'],
  ['slippage eats it', { ...EVEN, bBps: 15, slipBpsEst: 0.5 }, 'expected_return_gate'],
  ['huge gain', { ...EVEN, bBps: 1e6 }, 'ok'],
  ['huge loss', { ...EVEN, aBps: 1e6, bBps: 14.001 }, 'expected_return_gate'],
  ['huge score', { ...EVEN, score: 1e15, bBps: 3 }, 'ok'],
  ['score far below', { ...EVEN, score: -1e15, bBps: 1e6 }, 'expected_return_gate'],
  ['score of −0', { ...EVEN, score: -0, bBps: 14 }, 'expected_return_gate'],
  ['gain NaN', { ...EVEN, bBps: NaN }, 'expected_return_gate'],
  ['loss NaN', { ...EVEN, aBps: NaN, bBps: 50 }, 'expected_return_gate'],
  ['slippage NaN', { ...EVEN, slipBpsEst: NaN, bBps: 50 }, 'expected_return_gate'],
  ['score NaN', { ...EVEN, score: NaN, bBps: 50 }, 'guard_error:expected_return'],
  ['no score', { ...EVEN, score: undefined, bBps: 50 }, 'missing_input:score'],
  ['no loss', { ...EVEN, aBps: undefined, bBps: 50 }, 'missing_input:a_bps'],
  ['no gain', { ...EVEN }, 'missing_input:b_bps'],
  ['no slippage', { ...EVEN, bBps: 50, slipBpsEst: undefined }, 'missing_input:slip_bps_est'],
])('%s', (_, market, reason) => {
  expect(gate().decide({ market: { bBps: undefined, ...market } }).reason).toBe(reason);
});

it('takes the fees off', () => {
  const market = { ...EVEN, bBps: 20 };
  expect(gate().decide({ market, feesBps: 2.999 }).allow).toBe(true);
  expect(gate().decide({ market, feesBps: 3 }).allow).toBe(false);
});

it('reports p, the expected return and the limit', () => {
  const decision = gate().decide({ market: { ...EVEN, bBps: 40, slipBpsEst: 1 }, feesBps: 2 });
  expect([decision.found.pTp, decision.found.ePiBps]).toEqual([0.5, 12]);
  expect(reportOf(decision, 'expected_return')).toMatchObject({ outcome: 'pass', value: 12, limit: 2 });
  expect(gate().decide({ market: { ...EVEN, bBps: 1 } }).notes).toEqual(['expected_return_below_threshold']);
});

it('blocks by itself where absent numbers read as 0', () => {
  const market = { score: undefined, aBps: undefined, bBps: undefined, slipBpsEst: undefined };
  const decision = gate().decide({ market }, { mode: 'shadow' });
  expect([decision.reason, decision.found.ePiBps]).toEqual(['expected_return_gate', 0]);
  expect(decision.missing).toEqual(['slip_bps_est', 'a_bps', 'b_bps', 'score']);
});

it('judges by the calibrator in force', () => {
  const sure = isotonicCalibrator({ name: 'sure', version: '1' }, { x: [-1, 1], y: [0.9, 0.9] });
  const never = plattCalibrator({ name: 'never', version: '1' }, { a: 0, b: -50 });
  const one = gate();
  one.state.calibrator = sure;
  expect(one.decide({ market: { ...EVEN, bBps: 5 } }).found.pTp).toBe(0.9);
  one.state.calibrator = never;
  expect(one.decide({ market: { ...EVEN, bBps: 1e6 } }).allow).toBe(false);
});

it('does not judge exits', () => {
  expect(gate().decide({ order: EXIT, market: { score: -1 } }).allow).toBe(true);
});

it('never passes a lower score or gain, or more loss, slippage, fees or minimum, what it blocked', () => {
  const bps = fc.double({ min: 0, max: 1000, noNaN: true });
  const score = fc.double({ min: -1, max: 1, noNaN: true });
  fc.assert(
    fc.property(score, bps, bps, bps, bps, bps, (s, a, b, slip, fees, worse) => {
      const passes = (market: Partial<MarketView>, feesBps = fees, piMinBps = 2) =>
        gate(piMinBps).decide({ market: { score: s, aBps: a, bBps: b, slipBpsEst: slip, ...market }, feesBps }).allow;
      if (passes({})) return;
      expect(passes({ score: s - worse })).toBe(false);
      expect(passes({ bBps: b - worse })).toBe(false);
      expect(passes({ aBps: a + worse })).toBe(false);
      expect(passes({ slipBpsEst: slip + worse })).toBe(false);
      expect(passes({}, fees + worse)).toBe(false);
      expect(passes({}, fees, 2 + worse)).toBe(false);
    }),
  );
});
