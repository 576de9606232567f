import type { Mode } from '@aurora/kernel';
import fc from 'fast-check';
import { barely, EXIT, gateOf, TestGate } from './gate.fixture';
import { plausibleRequest } from './wire-request.fixture';

const SILENT = { latencyMs: undefined, spreadBps: undefined };

it.each<[Mode, 'by_mode' | 'deny' | 'lenient', string]>([
  ['live', 'by_mode', 'missing_input:latency_ms'],
  ['live', 'lenient', 'missing_input:latency_ms'],
  ['live', 'deny', 'missing_input:latency_ms'],
  ['testnet', 'by_mode', 'ok'],
  ['paper', 'by_mode', 'ok'],
  ['shadow', 'by_mode', 'ok'],
  ['shadow', 'deny', 'missing_input:latency_ms'],
  ['shadow', 'lenient', 'ok'],
])('in %s with %s: %s', (mode, missingInput, reason) => {
  const decision = new TestGate({ pretrade: { missingInput } }).decide({ market: SILENT }, { mode });
  expect(decision.reason).toBe(reason);
  expect(decision.missing).toEqual(reason === 'ok' ? ['latency_ms', 'spread_bps'] : []);
});

it('names every field the policy denies, where every guard runs', () => {
  const { notes, reasonCode } = new TestGate({ pretrade: { evaluate: 'all' } }).judge(barely());
  expect(reasonCode).toBe('missing_input');
  expect(notes).toEqual([
    'missing_input:latency_ms',
    'missing_input:latency_ms',
    'missing_input:score',
    'missing_input:slip_bps_est',
    'missing_input:spread_bps',
  ]);
});

it('reports guards that read a 0 nobody gave as not asked', () => {
  const decision = gateOf(['latency', 'spread']).decide({ market: SILENT }, { mode: 'shadow' });
  expect(decision.guards.map(({ outcome }) => outcome)).toEqual(['pass', 'skip', 'skip', 'pass', 'pass']);
});

it('asks only guards in the order for their inputs', () => {
  expect(gateOf(['risk']).judge(barely()).allow).toBe(true);
});

it('asks exits for nothing', () => {
  const decision = new TestGate({ risk: { maxSymbolExposureUsdt: 1 } }).judge(
    barely({ order: { ...EXIT, price: undefined } }),
  );
  expect([decision.allow, decision.missing]).toEqual([true, []]);
});

it('never passes a live opening that lacks what a guard needs', () => {
  let [passed, lacking] = [0, 0];
  fc.assert(
    fc.property(plausibleRequest, (request) => {
      const { latencyMs, spreadBps, slipBpsEst, aBps, bBps, score } = request.market;
      const lacks = [latencyMs, spreadBps, slipBpsEst, aBps, bBps, score].includes(undefined);
      const decision = new TestGate().judge(request);
      if (lacks) expect(decision.allow).toBe(false);
      expect(decision.missing).toEqual([]);
      passed += Number(decision.allow);
      lacking += Number(lacks);
    }),
    { numRuns: 300, seed: 7 },
  );
  expect(passed).toBeGreaterThan(50);
  expect(lacking).toBeGreaterThan(20);
});
