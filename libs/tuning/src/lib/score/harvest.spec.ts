import fc from 'fast-check';
import { tradeFigures, tradeReturns, type ClosedTrade } from './harvest';
import { scoreOf } from './score';

const trade = (netUsdt: number, costUsdt = 1, notionalUsdt = 1000): ClosedTrade => ({
  netUsdt,
  notionalUsdt,
  costUsdt,
});

it('is nothing without trades', () => {
  expect(tradeFigures([], 10_000)).toEqual({ trades: 0, netUsdt: 0, sharpe: 0, return: 0, kellyEff: 0, costBps: 0 });
  expect(scoreOf(tradeFigures([], 10_000))).toBe(0);
});

it('adds trades up', () => {
  const figures = tradeFigures([trade(30), trade(-10, 2, 3000), trade(10)], 10_000);
  expect(figures).toMatchObject({ trades: 3, netUsdt: 30 });
  expect(figures.return).toBeCloseTo(0.003, 12);
  // Mean 10 USDT, deviations 20, −20, 0: 800 / 2 = 20².
  expect(figures.sharpe).toBeCloseTo(0.5, 12);
  // Two of three won, 20 USDT to 10.
  expect(figures.kellyEff).toBeCloseTo(2 / 3 - 1 / 3 / 2, 12);
  expect(figures.costBps).toBeCloseTo((4 / 5000) * 10_000, 12);
});

it.each([
  ['one trade', [trade(5)], 0, 1],
  ['equal trades', [trade(0.1), trade(0.1), trade(0.1)], 0, 1],
  ['all lost', [trade(-5), trade(-3)], -4 / Math.SQRT2, -1],
  ['all nothing', [trade(0), trade(-0)], 0, 0],
  ['a worse bet than any', [trade(1), trade(-100)], -49.5 / (101 / Math.SQRT2), -1],
])('%s', (_, trades, sharpe, kelly) => {
  const figures = tradeFigures(trades, 10_000);
  expect(figures.sharpe).toBeCloseTo(sharpe, 9);
  expect(figures.kellyEff).toBe(kelly);
});

it.each([
  ['no equity', [], 0],
  ['endless equity', [], Infinity],
  ['equity NaN', [], NaN],
  ['no notional', [trade(1, 1, 0)], 1],
  ['notional NaN', [trade(1, 1, NaN)], 1],
  ['result NaN', [trade(NaN)], 1],
  ['endless cost', [trade(1, Infinity)], 1],
])('refuses %s', (_, trades, equity) => expect(() => tradeReturns(trades, equity)).toThrow(RangeError));

it.each([
  [{ sharpe: 1, return: 0, kellyEff: 0, costBps: 0 }, 0.5],
  [{ sharpe: 0, return: 0.1, kellyEff: 0, costBps: 0 }, 0.02],
  [{ sharpe: 0, return: 0, kellyEff: 0.5, costBps: 0 }, 0.1],
  [{ sharpe: 0, return: 0, kellyEff: -0.5, costBps: 0 }, 0],
  [{ sharpe: 0, return: 0, kellyEff: 0, costBps: 100 }, -0.002],
  [{ sharpe: -2, return: -0.5, kellyEff: -1, costBps: 1000 }, -1.12],
])('score of %j is %d', (figures, expected) => {
  expect(scoreOf({ trades: 1, netUsdt: 0, ...figures })).toBeCloseTo(expected, 12);
});

it.each(['sharpe', 'return', 'kellyEff', 'costBps'])('%s NaN is no score', (figure) => {
  expect(scoreOf({ ...tradeFigures([trade(1)], 1), [figure]: NaN })).toBeNaN();
});

it('never falls when every trade earns the same more, the trades being more than one', () => {
  const result = fc.double({ min: -50, max: 50, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(result, { minLength: 2, maxLength: 20 }),
      fc.double({ min: 0, max: 10, noNaN: true }),
      (results, more) => {
        const score = (bonus: number) =>
          scoreOf(
            tradeFigures(
              results.map((net) => trade(net + bonus)),
              10_000,
            ),
          );
        fc.pre(new Set(results.map((net) => Math.round(net * 1e6))).size > 1);
        expect(score(more)).toBeGreaterThanOrEqual(score(0) - 1e-9);
      },
    ),
  );
});
