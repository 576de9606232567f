import fc from 'fast-check';
import { NOW_MS, TestGate, type Circumstances } from './gate.fixture';
import { wireRequest } from './wire-request.fixture';

describe('any request inside the bounds of the wire', () => {
  const CHANGES = {
    pretrade: { evaluate: 'all' },
    icp: { observe: true },
    risk: { maxSymbolExposureUsdt: 1e5, maxOrdersPerMin: 3, sizeScale: 0.5 },
    guards: { cvarLimit: 5 },
    aurora: { minOpenIntervalMs: 5 },
  } as const;
  const circumstances: fc.Arbitrary<Circumstances> = fc.record({
    nowMs: fc.nat(20).map((ms) => NOW_MS + ms),
    mode: fc.constantFrom('live', 'testnet', 'paper', 'shadow'),
  });

  it('is answered: allowed with a quantity up to its own, or blocked with a reason and none', () => {
    fc.assert(
      fc.property(wireRequest, circumstances, (request, when) => {
        const decision = new TestGate(CHANGES).judge(request, when);
        if (decision.allow) {
          expect(decision.reason).toBe('ok');
          expect(decision.maxQty).toBeGreaterThan(0);
          expect(decision.maxQty).toBeLessThanOrEqual(request.order.qty);
          expect(decision.approved!.qty).toBe(decision.maxQty);
        } else {
          expect(decision).toMatchObject({ approved: null, maxQty: 0, reasonCode: expect.any(String) });
          expect(decision.notes[0]).toBeDefined();
        }
      }),
      { numRuns: 500 },
    );
  });

  it('gets the same answer from the same state and history, to the byte', () => {
    const steps = fc.array(fc.tuple(wireRequest, circumstances), { maxLength: 15 });
    fc.assert(
      fc.property(steps, (requests) => {
        const answers = () => {
          const one = new TestGate(CHANGES);
          return requests.map(([request, when]) => JSON.stringify(one.judge(request, when)));
        };
        expect(answers()).toEqual(answers());
      }),
    );
  });
});
