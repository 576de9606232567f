import fc from 'fast-check';
import { EXIT, gateOf, reportOf } from '../gate.fixture';

const gate = (spreadBpsLimit = 80) => gateOf(['spread'], { guards: { spreadBpsLimit } });

it.each<[number | undefined, string]>([
  [0, 'ok'],
  [-0, 'ok'],
  [79.999, 'ok'],
  [80, 'ok'],
  [80.001, 'spread_bps_too_wide:80.0'],
  [91.25, 'spread_bps_too_wide:91.3'],
  [1e6, 'spread_bps_too_wide:1000000.0'],
  [NaN, 'spread_bps_too_wide:NaN'],
  [undefined, 'missing_input:spread_bps'],
  [null as unknown as undefined, 'missing_input:spread_bps'],
])('a spread of %p bps: %s', (spreadBps, reason) => {
  expect(gate().decide({ market: { spreadBps } }).reason).toBe(reason);
});

it('leaves its note beside that of an earlier block, and the reason to that one', () => {
  const both = gateOf(['latency', 'spread'], { pretrade: { evaluate: 'all' } });
  const decision = both.decide({ market: { latencyMs: 501, spreadBps: 80.5 } });
  expect([decision.reason, decision.reasonCode]).toEqual(['latency_guard', 'latency_guard']);
  expect(decision.notes).toEqual(['latency_guard_exceeded:501.0>500.0', 'spread_bps_too_wide:80.5']);
});

it('gives its code without the number', () => {
  const decision = gate().decide({ market: { spreadBps: 100 } });
  expect(decision.reasonCode).toBe('spread_bps_too_wide');
  expect(reportOf(decision, 'spread')).toMatchObject({ reason: 'spread_bps_too_wide', value: 100, limit: 80 });
});

it('reads an absent spread as 0 where the policy is lenient, and says so', () => {
  const decision = gate().decide({ market: { spreadBps: undefined } }, { mode: 'paper' });
  expect([decision.allow, decision.missing, reportOf(decision, 'spread')?.outcome]).toEqual([
    true,
    ['spread_bps'],
    'skip',
  ]);
});

it('does not judge exits', () => {
  expect(gate().decide({ order: EXIT, market: { spreadBps: 1e6 } }).allow).toBe(true);
});

it('never passes a wider spread or under a lower limit what it blocked', () => {
  const bps = fc.double({ min: 0, max: 1e4, noNaN: true });
  const passes = (spreadBps: number, limit: number) => gate(limit).decide({ market: { spreadBps } }).allow;
  fc.assert(
    fc.property(bps, bps, bps, (spreadBps, more, limit) => {
      if (passes(spreadBps, limit)) return;
      expect(passes(spreadBps + more, limit)).toBe(false);
      expect(passes(spreadBps, limit / 2)).toBe(false);
    }),
  );
});
