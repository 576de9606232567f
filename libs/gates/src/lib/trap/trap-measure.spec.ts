import { percentileOfSorted } from '@aurora/kernel';
import fc from 'fast-check';
import { TRAP_MAX_SYMBOLS, TrapHistories, TrapHistory, trapScore } from './trap-measure';

const SETTINGS = { windowS: 2, cancelPctl: 90, scaleFloorRel: 0 };
const measure = (history: TrapHistory, cancels: number[], adds: number[], trades = 0) =>
  history.measure(cancels, adds, trades, SETTINGS);

describe('TrapHistory', () => {
  it('counts only what is positive, per second and per trade', () => {
    expect(measure(new TrapHistory(), [3, -5, 5], [2, -0, -1], 4)).toMatchObject({
      cancelRate: 4,
      replRate: 1,
      trapRaw: 0.75,
      history: 0,
    });
    expect(measure(new TrapHistory(), [4], [], 0.5).trapRaw).toBe(2);
  });

  it.each([
    [[1], [], 4],
    [[], [1], -4],
    [[], [], 0],
    [[1e-6], [], 0.5],
  ])('clips z against an empty history: cancels %p, adds %p give %p', (cancels, adds, z) => {
    expect(measure(new TrapHistory(), cancels, adds).trapZ).toBeCloseTo(z, 9);
  });

  it('compares with what came before, not with itself', () => {
    const history = new TrapHistory();
    for (const cancels of [2, 4, 6, 8, 10]) measure(history, [cancels], []);
    // trap_raw 1…5: p50 3, p90 4.6, p10 1.4.
    expect(measure(history, [12], []).trapZ).toBeCloseTo((6 - 3) / (4.6 - 1.4), 12);
  });

  it('takes noise around a nearly constant history for 4 spreads, unless a relative floor is set', () => {
    const after = (scaleFloorRel: number) => {
      const history = new TrapHistory();
      for (let i = 0; i < 50; i++) measure(history, [20], []);
      return history.measure([20.1], [], 0, { ...SETTINGS, scaleFloorRel }).trapZ;
    };
    expect(after(0)).toBe(4);
    expect(after(0.05)).toBeCloseTo(0.1, 9);
  });

  it('finds cancels high from their own percentile on, this request included', () => {
    const history = new TrapHistory();
    for (let cancels = 1; cancels <= 9; cancels++) measure(history, [cancels], []);
    expect(history.measure([10], [], 0, { ...SETTINGS, cancelPctl: 100 }).cancelsHigh).toBe(true);
    expect(history.measure([9.99], [], 0, { ...SETTINGS, cancelPctl: 100 }).cancelsHigh).toBe(false);
    expect(history.measure([0], [], 0, { ...SETTINGS, cancelPctl: 0 }).cancelsHigh).toBe(true);
  });

  it.each([
    [[NaN], [], 0],
    [[Infinity], [], 0],
    [[1], [NaN], 0],
    [[1], [1], NaN],
  ])('refuses %p, %p, %p and keeps the history', (cancels, adds, trades) => {
    const history = new TrapHistory();
    measure(history, [1], []);
    expect(() => measure(history, cancels, adds, trades)).toThrow(RangeError);
    expect(measure(history, [1], []).history).toBe(1);
  });

  it('forgets all but the last 240', () => {
    const [long, short] = [new TrapHistory(), new TrapHistory()];
    for (let i = 0; i < 1000; i++) {
      measure(long, [(i * 37) % 101], [(i * 17) % 53], 3);
      if (i >= 760) measure(short, [(i * 37) % 101], [(i * 17) % 53], 3);
    }
    const one = measure(long, [40], [2], 3);
    expect(one).toEqual(measure(short, [40], [2], 3));
    expect(one.history).toBe(240);
  });

  it('equals the plain formula on any flow', () => {
    const deltas = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { maxLength: 5 });
    const request = fc.record({ cancels: deltas, adds: deltas, trades: fc.nat(5) });
    fc.assert(
      fc.property(fc.array(request, { maxLength: 20 }), (requests) => {
        const history = new TrapHistory(8);
        const raws: number[] = [];
        for (const { cancels, adds, trades } of requests) {
          const sum = (values: number[]) => values.reduce((total, value) => total + Math.max(value, 0), 0);
          const raw = (sum(cancels) / 2 - sum(adds) / 2) / Math.max(1, trades);
          const sorted = raws.slice(-8).sort((a, b) => a - b);
          const at = (p: number) => (sorted.length === 0 ? 0 : percentileOfSorted(sorted, p));
          const z = (raw - at(0.5)) / Math.max(1e-6, at(0.9) - at(0.1));
          expect(measure(history, cancels, adds, trades).trapZ).toBeCloseTo(Math.max(-4, Math.min(4, z)), 9);
          raws.push(raw);
        }
      }),
    );
  });
});

describe('trapScore', () => {
  it.each([
    [0, 0, 0, 0.6 / (1 + Math.exp(4)) + 0.4 * Math.exp(-4)],
    [5, 0, 0, 0.6 / (1 + Math.exp(-4)) + 0.4 * Math.exp(-4)],
    [5, 5, 1, 0.3 + 0.4 * Math.exp(-1)],
    [1e15, 1e15, 1e12, 0.3 + 0.4],
  ])('of %p cancelled, %p added at %p a second is %p', (cancelled, added, rate, score) => {
    expect(trapScore(cancelled, added, rate)).toBeCloseTo(score, 12);
  });

  it('stays in [0, 1] and grows with the share of cancels', () => {
    const quantity = fc.double({ min: 0, max: 1e15, noNaN: true });
    fc.assert(
      fc.property(quantity, quantity, quantity, quantity, (cancelled, more, added, rate) => {
        const score = trapScore(cancelled, added, rate);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
        expect(trapScore(cancelled + more, added, rate)).toBeGreaterThanOrEqual(score - 1e-12);
      }),
    );
  });
});

describe('TrapHistories', () => {
  it('keeps the symbols used last', () => {
    const histories = new TrapHistories();
    const [first, second] = [histories.of('S0'), histories.of('S1')];
    for (let i = 2; i < TRAP_MAX_SYMBOLS; i++) histories.of(`S${i}`);
    histories.of('S0');
    histories.of('one more');
    expect(histories.of('S0')).toBe(first);
    expect(histories.of('S1')).not.toBe(second);
  });
});
