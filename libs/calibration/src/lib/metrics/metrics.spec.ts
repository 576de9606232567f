import fc from 'fast-check';
import { METRIC_CASES } from './metrics.fixture';
import { ece, reliabilityCurve, wilsonInterval } from './reliability';
import { brier, logLoss } from './scoring';

describe('calibration metrics', () => {
  it.each(METRIC_CASES)('agree with the reference: $style', ({ p, y, ...expected }) => {
    expect(brier(p, y)).toBeCloseTo(expected.brier, 12);
    expect(logLoss(p, y)).toBeCloseTo(expected.log_loss, 12);
    expect(ece(p, y, 10)).toBeCloseTo(expected.ece10, 12);
    expect(ece(p, y, 15)).toBeCloseTo(expected.ece15, 12);
  });

  it('clip the log loss of certain and wrong forecasts', () => {
    expect(logLoss([0], [1])).toBeCloseTo(-Math.log(1e-12), 12);
    expect(logLoss([1], [0])).toBeCloseTo(-Math.log(1e-12), 3);
    expect(logLoss([1], [1])).toBeCloseTo(1e-12, 15);
  });

  it.each([
    [[], [], 'p must not be empty'],
    [[0.5], [1, 0], 'p and y must have one length, got 1 and 2'],
    [[0.5, NaN], [1, 0], 'p[1] must be in [0, 1], got NaN'],
    [[-0.01], [1], 'p[0] must be in [0, 1], got -0.01'],
    [[1.01], [1], 'p[0] must be in [0, 1], got 1.01'],
    [[0.5], [0.5], 'y[0] must be 0 or 1, got 0.5'],
    [[0.5], [NaN], 'y[0] must be 0 or 1, got NaN'],
  ])('refuse %j %j', (p, y, message) => {
    for (const metric of [brier, logLoss, ece, reliabilityCurve]) expect(() => metric(p, y)).toThrow(message);
  });

  it.each([0, 1.5, NaN, 10_001])('refuse %d bins', (bins) => {
    expect(() => ece([0.5], [1], bins)).toThrow('bins must be an integer');
  });
});

describe('reliabilityCurve', () => {
  it('closes bins on the left and puts 1 into the last', () => {
    const edges = Array.from({ length: 16 }, (_, i) => i / 15);
    const curve = reliabilityCurve(
      edges,
      edges.map(() => 1),
      15,
    );
    expect(curve.map(({ count }) => count)).toEqual([...Array(14).fill(1), 2]);
  });

  it.each([
    [15 / 22, 22, 15],
    [0.8999999999999999, 10, 8],
    [0.9, 10, 9],
  ])('%d is in its bin of %d although the product rounds across the edge', (forecast, bins, bin) => {
    expect(reliabilityCurve([forecast], [1], bins)[0]!.from).toBe(bin / bins);
  });

  it('leaves empty bins out and describes the others', () => {
    const [bin, ...rest] = reliabilityCurve([0.25, 0.3125], [0, 1], 4);
    expect(rest).toEqual([]);
    expect(bin).toMatchObject({ from: 0.25, to: 0.5, count: 2, meanP: 0.28125, rate: 0.5 });
  });

  it('puts every forecast into the bin whose edges hold it', () => {
    const p = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.oneof(
          p,
          fc.tuple(fc.nat(40), fc.integer({ min: 1, max: 40 })).map(([a, b]) => Math.min(1, a / b)),
        ),
        fc.integer({ min: 1, max: 40 }),
        (forecast, bins) => {
          const [bin] = reliabilityCurve([forecast], [1], bins);
          expect(bin!.from).toBeLessThanOrEqual(forecast);
          if (forecast < 1) expect(bin!.to).toBeGreaterThan(forecast);
          expect(bin!.to - bin!.from).toBeCloseTo(1 / bins, 12);
        },
      ),
    );
  });
});

describe('wilsonInterval', () => {
  it.each([
    [0, 10, 0, 0.27753],
    [10, 10, 0.72247, 1],
    [5, 10, 0.23659, 0.76341],
    [1, 100, 0.00177, 0.05449],
  ])('is the published one for %d of %d', (hits, count, low, high) => {
    expect(wilsonInterval(hits, count).low).toBeCloseTo(low, 4);
    expect(wilsonInterval(hits, count).high).toBeCloseTo(high, 4);
  });

  it.each([
    [1, 0, 0.95],
    [2, 1, 0.95],
    [-1, 1, 0.95],
    [1, 2, 1],
    [1, 2, 0],
    [NaN, 2, 0.95],
  ])('refuses %d of %d at %d', (hits, count, confidence) => {
    expect(() => wilsonInterval(hits, count, confidence)).toThrow(RangeError);
  });
});
