import fc from 'fast-check';
import { EXIT, NOW_MS, TestGate } from './gate.fixture';
import { wireRequest } from './wire-request.fixture';

const anything = wireRequest.map((request) => ({
  ...request,
  order: { ...request.order, ...EXIT, qty: 1 },
  market: { ...request.market, dq: undefined },
}));

it('pass whatever the guards of openings say, ACTIVE and REDUCING, of a known position and of none', () => {
  fc.assert(
    fc.property(anything, fc.boolean(), fc.boolean(), (request, known, reducing) => {
      const one = new TestGate({ risk: { sizeScale: 0, maxSymbolExposureUsdt: 0, maxOrdersPerMin: 0 } });
      if (known) one.fill('buy', 1);
      if (reducing) one.state.tradingState = 'REDUCING';
      expect(one.judge({ ...request, order: { ...request.order, symbol: 'BTCUSDT' } })).toMatchObject({
        allow: true,
        maxQty: 1,
      });
    }),
  );
});

it.each<[string, (one: TestGate) => void, string]>([
  ['disarm', ({ state }) => state.health.disarm(), 'latency_disarmed'],
  [
    'halt',
    ({ state, config }) => {
      for (let i = 0; i < config.aurora.haltThresholdRepeats; i++) state.health.record(1e6, NOW_MS);
    },
    'latency_halt',
  ],
  ['the trading state', ({ state }) => void (state.tradingState = 'HALTED'), 'TRADING.HALTED'],
  [
    'the kill-switch',
    ({ state }) => {
      for (let i = 0; i < 10; i++) state.rejectStorm.record(true, NOW_MS);
    },
    'AURORA.HALT',
  ],
])('meet %s', (_, stop, reason) => {
  fc.assert(
    fc.property(anything, (request) => {
      const one = new TestGate();
      stop(one);
      expect(one.judge(request).reason).toBe(reason);
    }),
    { numRuns: 20 },
  );
});

it('are reported as not judged by the guards of openings', () => {
  const outcomes = new TestGate().decide({ order: EXIT }).guards.map(({ guard, outcome }) => `${guard} ${outcome}`);
  expect(outcomes).toContain('latency skip');
  expect(outcomes).toContain('anti_churn skip');
  expect(outcomes).toContain('health pass');
  expect(outcomes).toContain('exposure pass');
});
