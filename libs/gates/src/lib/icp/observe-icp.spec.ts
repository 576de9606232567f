import fc from 'fast-check';
import { EXIT, gateOf, NOW_MS } from '../gate.fixture';

const gate = (observe = true) => gateOf([], { icp: { observe } });

it.each([
  [{ z: 0.5, aci: undefined }, 0.1],
  [{ z: undefined, aci: 0.5 }, 0.105],
  [{ z: 0.5, aci: 7 }, 0.11],
  [{ z: [1, 2], aci: -1e15 }, 0.01],
  [{ z: null as unknown as undefined, aci: 1 }, 0.11],
])('gives %p an error rate of %p', (market, alpha) => {
  expect(gate().decide({ market }).found.icp).toMatchObject({ alpha: expect.closeTo(alpha, 12), transition: false });
});

it('widens in a transition, symbol by symbol', () => {
  const one = gate();
  const observe = (z: number, symbol = 'BTCUSDT') => one.decide({ order: { symbol }, market: { z } }).found.icp;
  for (let i = 0; i < 60; i++) observe(Math.sin(i));
  expect(observe(1e3, 'ETHUSDT')).toEqual({ alpha: 0.1, transition: false, zNorm: 0 });
  expect(observe(1e3)).toMatchObject({ alpha: expect.closeTo(0.12, 12), transition: true });
});

it('is off by default, and silent without z and aci', () => {
  expect(gate(false).decide({ market: { z: 1 } }).found.icp).toBeNull();
  const decision = gate().decide();
  expect([decision.found.icp, decision.notes]).toEqual([null, []]);
});

it.each([{ z: NaN }, { z: [] }, { z: Array<number>(65).fill(1) }, { aci: Infinity }])(
  'notes %p as unusable and blocks nothing',
  (market) => {
    expect(gate().decide({ market })).toMatchObject({
      allow: true,
      notes: ['icp_unusable_input'],
      found: { icp: null },
    });
  },
);

it('sees every request, also those that are blocked, and exits', () => {
  const one = gate();
  one.state.tradingState = 'HALTED';
  expect(one.decide({ market: { aci: 1 } })).toMatchObject({ allow: false, found: { icp: { transition: false } } });
  expect(one.decide({ order: EXIT, market: { aci: 1 } }).found.icp).not.toBeNull();
});

it('never changes what is allowed', () => {
  const z = fc.option(fc.double(), { nil: undefined });
  fc.assert(
    fc.property(z, z, (value, aci) => {
      expect(gate().decide({ market: { z: value, aci } }, { nowMs: NOW_MS }).allow).toBe(true);
    }),
  );
});

it('forgets the least recent symbol beyond 1024', () => {
  const one = gate();
  for (let i = 0; i <= 1024; i++) one.decide({ order: { symbol: `S${i}` }, market: { z: 1 } });
  expect([one.state.icp.size, one.state.icp.has('S0'), one.state.icp.has('S1')]).toEqual([1024, false, true]);
});
