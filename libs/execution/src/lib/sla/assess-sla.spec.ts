import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { camelKeys } from '@aurora/kernel';
import fc from 'fast-check';
import { assessSla } from './assess-sla';

const CONFIG = { maxLatencyMs: 100, kappaBpsPerMs: 0.05, minEdgeAfterBps: 2 };

describe('assessSla', () => {
  it.each([
    [10, 100, null, 5],
    [10, 100.001, 'sla_latency', 4.99995],
    [7, 100, null, 2],
    [6.999, 100, 'sla_edge', 1.999],
    [2, 0, null, 2],
    [-1, 200, 'sla_latency', -11],
    [NaN, 1, 'sla_edge', NaN],
    [10, NaN, 'sla_latency', NaN],
    [Infinity, Infinity, 'sla_latency', NaN],
  ])('edge %p at %p ms: %p', (edgeBps, latencyMs, reason, edgeAfterBps) => {
    const verdict = assessSla({ edgeBps, latencyMs }, CONFIG);
    expect([verdict.allow, verdict.reason]).toEqual([reason === null, reason]);
    if (Number.isNaN(edgeAfterBps)) expect(verdict.edgeAfterBps).toBeNaN();
    else expect(verdict.edgeAfterBps).toBeCloseTo(edgeAfterBps, 12);
  });

  it('never passes later what it denies now', () => {
    const number = fc.double({ min: 0, max: 200, noNaN: true });
    fc.assert(
      fc.property(number, number, number, (edgeBps, latencyMs, later) => {
        if (assessSla({ edgeBps, latencyMs }, CONFIG).allow) return;
        expect(assessSla({ edgeBps, latencyMs: latencyMs + later }, CONFIG).allow).toBe(false);
      }),
    );
  });

  it('answers recorded cases', () => {
    for (const line of readFileSync(join(__dirname, 'sla.fixture.jsonl'), 'utf8').trim().split('\n')) {
      const { input, expected } = JSON.parse(line);
      const order = camelKeys(input) as { edgeBps: number; latencyMs: number } & typeof CONFIG;
      const { allow, edgeAfterBps } = assessSla(order, order);
      expect(allow).toBe(expected.allow);
      expect(edgeAfterBps).toBeCloseTo(expected.edge_after_bps, 9);
    }
  });
});
