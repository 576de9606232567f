import fc from 'fast-check';
import { EXIT, gateOf, reportOf } from '../gate.fixture';

const gate = () => gateOf(['latency'], { guards: { latencyMsLimit: 200 } });

it.each<[number | undefined, string]>([
  [0, 'ok'],
  [-0, 'ok'],
  [199.999, 'ok'],
  [200, 'ok'],
  [200.001, 'latency_guard'],
  [1e9, 'latency_guard'],
  [Infinity, 'latency_guard'],
  [NaN, 'latency_guard'],
  [undefined, 'missing_input:latency_ms'],
  [null as unknown as undefined, 'missing_input:latency_ms'],
])('a latency of %p ms: %s', (latencyMs, reason) => {
  expect(gate().decide({ market: { latencyMs } }).reason).toBe(reason);
});

it('says the numbers it compared, in the report and in the note', () => {
  const decision = gate().decide({ market: { latencyMs: 250.55 } });
  expect(decision.notes).toEqual(['latency_guard_exceeded:250.6>200.0']);
  expect(reportOf(decision, 'latency')).toEqual({
    guard: 'latency',
    outcome: 'block',
    reason: 'latency_guard',
    value: 250.55,
    limit: 200,
  });
});

it('reads an absent latency as 0 where the policy is lenient, and says so', () => {
  const decision = gate().decide({ market: { latencyMs: undefined } }, { mode: 'testnet' });
  expect([decision.allow, decision.missing]).toEqual([true, ['latency_ms']]);
  expect(reportOf(decision, 'latency')?.outcome).toBe('skip');
});

it('does not judge exits', () => {
  expect(gate().decide({ order: EXIT, market: { latencyMs: 1e9 } }).allow).toBe(true);
});

it('never passes a higher latency or under a lower limit what it blocked', () => {
  const ms = fc.double({ min: 0, max: 1e9, noNaN: true });
  fc.assert(
    fc.property(ms, ms, ms, (latencyMs, more, limit) => {
      const passes = (latency: number, latencyMsLimit: number) =>
        gateOf(['latency'], { guards: { latencyMsLimit } }).decide({ market: { latencyMs: latency } }).allow;
      if (passes(latencyMs, limit)) return;
      expect(passes(latencyMs + more, limit)).toBe(false);
      expect(passes(latencyMs, limit / 2)).toBe(false);
    }),
  );
});
