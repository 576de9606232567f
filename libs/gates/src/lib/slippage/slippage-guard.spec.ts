import fc from 'fast-check';
import { EXIT, gateOf, reportOf } from '../gate.fixture';

const gate = (etaFractionOfB = 0.3) => gateOf(['slippage'], { slippage: { etaFractionOfB } });

it.each<[slip: number | undefined, b: number | undefined, reason: string]>([
  [0, 10, 'ok'],
  [2.999, 10, 'ok'],
  [3, 10, 'ok'],
  [3.001, 10, 'slippage_guard'],
  [1e6, 1e6, 'slippage_guard'],
  [1e-12, 1e-12, 'slippage_guard'],
  [-5, 10, 'ok'],
  [NaN, 10, 'slippage_guard'],
  [1, NaN, 'slippage_guard'],
  [1e6, 0, 'ok'],
  [1e6, -0, 'ok'],
  [1e6, -40, 'ok'],
  [1e6, undefined, 'ok'],
  [undefined, 10, 'missing_input:slip_bps_est'],
  [undefined, undefined, 'missing_input:slip_bps_est'],
])('slippage of %p bps against a gain of %p: %s', (slipBpsEst, bBps, reason) => {
  expect(gate().decide({ market: { slipBpsEst, bBps } }).reason).toBe(reason);
});

it('lets any slippage take a share of 1 up to the whole gain, and of 0 none', () => {
  expect(gate(1).decide({ market: { slipBpsEst: 10, bBps: 10 } }).allow).toBe(true);
  expect(gate(0).decide({ market: { slipBpsEst: 0, bBps: 10 } }).allow).toBe(true);
  expect(gate(0).decide({ market: { slipBpsEst: 1e-9, bBps: 10 } }).allow).toBe(false);
});

it('says the numbers it compared', () => {
  const decision = gate().decide({ market: { slipBpsEst: 12.346, bBps: 40 } });
  expect(decision.notes).toEqual(['slippage_guard_exceeded:12.35>12.00']);
  expect(reportOf(decision, 'slippage')).toMatchObject({ value: 12.346, limit: 12 });
});

it('says that there was no gain to compare with', () => {
  const decision = gate().decide({ market: { slipBpsEst: 9, bBps: undefined } });
  expect(decision.notes).toEqual(['slippage_guard_skipped_no_b']);
  expect(reportOf(decision, 'slippage')).toMatchObject({ outcome: 'pass', value: 9, limit: null });
});

it('does not judge exits', () => {
  expect(gate().decide({ order: EXIT, market: { slipBpsEst: 1e6 } }).allow).toBe(true);
});

it('never passes more slippage, a smaller gain, or under a smaller share what it blocked', () => {
  const bps = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
  const passes = (slipBpsEst: number, bBps: number, eta: number) =>
    gate(eta).decide({ market: { slipBpsEst, bBps } }).allow;
  fc.assert(
    fc.property(bps, bps, bps, fc.double({ min: 0, max: 1, noNaN: true }), (slip, more, b, eta) => {
      if (passes(slip, b, eta)) return;
      expect(passes(slip + more, b, eta)).toBe(false);
      expect(passes(slip, b / 2, eta)).toBe(false);
      expect(passes(slip, b, eta / 2)).toBe(false);
    }),
  );
});
