import fc from 'fast-check';
import { AlphaLedger } from './alpha-ledger';

describe('AlphaLedger', () => {
  it('bears exactly the budget and refuses what is over it', () => {
    const ledger = new AlphaLedger(0.05);
    for (let i = 0; i < 5; i++) expect(ledger.spend('sprt', 0.01, i)).toBe(true);
    expect(ledger.remaining).toBeLessThan(1e-15);
    expect(ledger.spend('sprt', 1e-6, 6)).toBe(false);
    expect(ledger.exportState()).toEqual({
      entries: [{ name: 'sprt', spent: expect.closeTo(0.05, 15), times: 5, lastMs: 4 }],
    });
  });

  it('keeps a row for each name', () => {
    const ledger = new AlphaLedger(0.1);
    ledger.spend('a', 0.02, 1);
    ledger.spend('b', 0.03, 2);
    ledger.spend('a', 0.01, 3);
    expect(ledger.exportState().entries.map(({ name, times, lastMs }) => [name, times, lastMs])).toEqual([
      ['a', 2, 3],
      ['b', 1, 2],
    ]);
    expect(ledger.spent).toBeCloseTo(0.06, 15);
    expect(ledger.remaining).toBeCloseTo(0.04, 15);
  });

  it('comes back as it was, and a smaller budget leaves nothing', () => {
    const ledger = new AlphaLedger(0.1);
    ledger.spend('a', 0.06, 1);
    const state = JSON.parse(JSON.stringify(ledger.exportState()));
    const restored = new AlphaLedger(0.1, state);
    expect(restored.exportState()).toEqual(ledger.exportState());
    expect(restored.spend('a', 0.05, 2)).toBe(false);
    const smaller = new AlphaLedger(0.05, state);
    expect(smaller.remaining).toBe(0);
    expect(smaller.spend('b', 1e-9, 2)).toBe(false);
  });

  it.each([0, -0, -0.01, 1, NaN, Infinity])('refuses to book %d', (amount) => {
    const ledger = new AlphaLedger(0.5);
    expect(() => ledger.spend('a', amount, 0)).toThrow(RangeError);
    expect(ledger.spent).toBe(0);
  });

  it.each([0, 1, NaN])('refuses the budget %d', (budget) => {
    expect(() => new AlphaLedger(budget)).toThrow(RangeError);
  });

  it('refuses a time that is no number and a broken state', () => {
    expect(() => new AlphaLedger(0.1).spend('a', 0.01, NaN)).toThrow('nowMs must be finite');
    const entry = { name: 'a', spent: 0.01, times: 1, lastMs: 0 };
    expect(() => new AlphaLedger(0.1, { entries: [{ ...entry, spent: NaN }] })).toThrow(RangeError);
    expect(() => new AlphaLedger(0.1, { entries: [entry, entry] })).toThrow('entry a is there twice');
  });

  it('never lets the sum over the budget', () => {
    const amounts = fc.array(fc.double({ min: 1e-4, max: 0.05, noNaN: true }), { maxLength: 30 });
    fc.assert(
      fc.property(amounts, (all) => {
        const ledger = new AlphaLedger(0.1);
        all.forEach((amount, i) => ledger.spend(`test-${i % 3}`, amount, i));
        expect(ledger.spent).toBeLessThanOrEqual(0.1 * (1 + 1e-12));
      }),
    );
  });
});
