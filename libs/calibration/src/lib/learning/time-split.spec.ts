import fc from 'fast-check';
import { splitByTime } from './time-split';
import type { OutcomeSample } from './trade-outcome';

const sample = (openedMs: number, closedMs: number): OutcomeSample => ({
  score: 0.5,
  p: 0.5,
  model: 'm@1',
  label: 1,
  outcome: 'target',
  openedMs,
  closedMs,
});
const bounds = { nowMs: 100, share: 0.5, notBeforeMs: -Infinity };

describe('splitByTime', () => {
  it('puts what lived across the cut in neither part', () => {
    const [a, b, c, d] = [sample(0, 5), sample(10, 21), sample(20, 20), sample(30, 31)] as const;
    const [e, f] = [sample(21, 22), sample(20.5, 90)] as const;
    expect(splitByTime([f, d, a, e, c, b], bounds)).toEqual({
      training: [a, c],
      heldOut: [f, e, d],
      purged: 1,
      cutMs: 20,
    });
  });

  it('does not know what closes later', () => {
    expect(splitByTime([sample(0, 101), sample(1, 100)], bounds)).toMatchObject({ cutMs: 1, purged: 1 });
    expect(splitByTime([sample(0, 101)], bounds)).toEqual({ training: [], heldOut: [], purged: 0, cutMs: null });
  });

  it('keeps those of one ms together', () => {
    const same = [sample(0, 1), sample(5, 6), sample(5, 7), sample(5, 8)];
    expect(splitByTime(same, bounds)).toMatchObject({ cutMs: 5, heldOut: [] });
  });

  it.each([
    [0.05, 0],
    [0.1, 1],
    [0.19, 1],
    [0.2, 2],
    [0.5, 5],
  ])('holds out %d of ten: %d', (share, count) => {
    const ten = Array.from({ length: 10 }, (_, i) => sample(i, i));
    expect(splitByTime(ten, { ...bounds, share }).heldOut).toHaveLength(count);
  });

  it.each([
    [4, 4],
    [5, 5],
    [6.5, 6.5],
    [99, 99],
  ])('cuts not before %d', (notBeforeMs, cutMs) => {
    const ten = Array.from({ length: 10 }, (_, i) => sample(i, i));
    expect(splitByTime(ten, { ...bounds, notBeforeMs })).toMatchObject({ cutMs });
  });

  it('lets no outcome of the one part overlap with one of the other in time, and loses none', () => {
    const times = fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 30 }));
    const drafts = fc.array(times, { maxLength: 40 });
    fc.assert(
      fc.property(
        drafts,
        fc.double({ min: 0.05, max: 0.5, noNaN: true }),
        fc.integer({ min: -5, max: 70 }),
        (all, share, notBeforeMs) => {
          const samples = all.map(([openedMs, livedMs]) => sample(openedMs, openedMs + livedMs));
          const known = samples.filter(({ closedMs }) => closedMs <= 70);
          const { training, heldOut, purged } = splitByTime(samples, { nowMs: 70, share, notBeforeMs });
          expect(training.length + heldOut.length + purged).toBe(known.length);
          expect(heldOut.length).toBeLessThanOrEqual(share * known.length);
          const ends = Math.max(-Infinity, ...training.map(({ closedMs }) => closedMs));
          for (const { openedMs } of heldOut) expect(openedMs).toBeGreaterThan(Math.max(ends, notBeforeMs));
        },
      ),
    );
  });
});
