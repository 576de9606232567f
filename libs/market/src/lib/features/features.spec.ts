import { trade } from '../book/book.fixture';
import type { FeatureVector } from './feature-vector';
import { SCORE_WEIGHTS, ScoreModel } from './score-model';
import { SecondBars } from './second-bars';
import { microBiasBps, midPrice, orderFlowImbalance, spreadBps, type TopOfBook } from './top-of-book';
import { TradeFlow } from './trade-flow';

const top = (bid: number, bidQty: number, ask: number, askQty: number): TopOfBook => ({
  updateId: 0,
  bidTicks: bid * 1e8,
  bidQty,
  askTicks: ask * 1e8,
  askQty,
});

describe('top of book', () => {
  it('has mid, spread and micro-price', () => {
    const book = top(99, 3, 101, 1);
    expect(midPrice(book)).toBe(100);
    expect(spreadBps(book)).toBeCloseTo(200);
    // micro = (99·1 + 101·3) / 4 = 100.5, i.e. 50 bps above mid.
    expect(microBiasBps(book)).toBeCloseTo(50);
    expect(microBiasBps(top(99, 0, 101, 0))).toBe(0);
    expect(spreadBps(top(101, 1, 99, 1))).toBeLessThan(0);
  });

  it.each<[string, TopOfBook, TopOfBook, number]>([
    ['nothing changes', top(99, 3, 101, 1), top(99, 3, 101, 1), 0],
    ['bid queue grows', top(99, 3, 101, 1), top(99, 5, 101, 1), 2],
    ['bid queue shrinks', top(99, 3, 101, 1), top(99, 1, 101, 1), -2],
    ['ask queue grows', top(99, 3, 101, 1), top(99, 3, 101, 4), -3],
    ['bid rises', top(99, 3, 101, 1), top(100, 2, 101, 1), 2],
    ['bid falls', top(99, 3, 101, 1), top(98, 7, 101, 1), -3],
    ['ask falls', top(99, 3, 101, 1), top(99, 3, 100, 6), -6],
    ['ask rises', top(99, 3, 101, 1), top(99, 3, 102, 9), 1],
  ])('order flow imbalance: %s', (_, before, after, expected) => {
    expect(orderFlowImbalance(before, after)).toBe(expected);
  });
});

describe('TradeFlow', () => {
  const flowOf = (...trades: ReturnType<typeof trade>[]) => {
    const flow = new TradeFlow(5000);
    for (const print of trades) flow.add(print, print.tradeMs);
    return flow;
  };

  it('is empty at 0', () => {
    const flow = flowOf();
    expect([flow.imbalance, flow.absorption(0), flow.sweep]).toEqual([0, 0, 0]);
  });

  it('takes a print whose buyer was the maker for a market sell', () => {
    expect(flowOf(trade(10, 3, true), trade(10, 1, false)).imbalance).toBe(-0.5);
    expect(flowOf(trade(10, 3, true)).imbalance).toBe(-1);
  });

  it('forgets after the window', () => {
    const flow = flowOf(trade(10, 3, true, 0), trade(10, 1, false, 4000));
    flow.expire(5000);
    expect(flow.imbalance).toBe(-0.5);
    flow.expire(5001);
    expect(flow.imbalance).toBe(1);
  });

  it.each([
    ['sells that moved nothing', 0, 0.5],
    ['sells against a rise', 1, 0.75],
    ['a fall, so only the buys were absorbed', -1, -0.25],
  ])('absorption of %s', (_, midMove, expected) => {
    expect(flowOf(trade(10, 3, true), trade(10, 1, false)).absorption(midMove)).toBe(expected);
  });

  it('sees a sweep at three prices of one side in one millisecond', () => {
    expect(flowOf(trade(10, 1, false), trade(11, 1, false)).sweep).toBe(0);
    expect(flowOf(trade(10, 1, false), trade(11, 1, false), trade(12, 1, false), trade(12, 1, true, 1001)).sweep).toBe(
      0.75,
    );
    expect(flowOf(trade(12, 1, true), trade(11, 1, true), trade(10, 1, true), trade(10, 1, true)).sweep).toBe(-1);
    expect(flowOf(trade(10, 1, false), trade(11, 1, false), trade(12, 1, false, 1001)).sweep).toBe(0);
    expect(flowOf(trade(10, 1, false), trade(10, 1, false), trade(10, 1, false)).sweep).toBe(0);
  });
});

describe('SecondBars', () => {
  const barsOf = (...closes: number[]) => {
    const bars = new SecondBars();
    closes.forEach((close, second) => bars.update(second * 1000, close));
    return bars;
  };

  it('has no numbers before a bar closes', () => {
    const bars = barsOf(100);
    expect([bars.bars, bars.volStdBps, bars.atrBps, bars.trendBps]).toEqual([0, NaN, NaN, 0]);
    expect(barsOf(100, 101, 102).volStdBps).toBeNaN();
  });

  it('has the sample deviation of log returns', () => {
    const bars = barsOf(100, 101, 100, 100);
    const r = Math.log(1.01) * 1e4;
    expect(bars.lastReturnsBps(9)).toEqual([expect.closeTo(r), expect.closeTo(-r)]);
    expect(bars.volStdBps).toBeCloseTo(Math.SQRT2 * r);
  });

  it('has the mean true range, smoothed by Wilder from the 14th on', () => {
    const bars = new SecondBars();
    bars.update(0, 100);
    bars.update(1000, 100);
    bars.update(1500, 103);
    bars.update(1900, 99);
    bars.update(2000, 99);
    expect(bars.atrBps).toBeCloseTo((4 / 99) * 1e4);
    for (let second = 3; second <= 15; second++) bars.update(second * 1000, 99);
    expect(bars.bars).toBe(14);
    expect(bars.atrBps).toBeCloseTo((4 / 14 / 99) * 1e4);
    bars.update(16_000, 99);
    expect(bars.atrBps).toBeCloseTo((((4 / 14) * (13 / 14)) / 99) * 1e4);
  });

  it('repeats the close through silent seconds, at most 60 of them', () => {
    const bars = new SecondBars();
    bars.update(0, 100);
    bars.update(4000, 101);
    expect(bars.lastReturnsBps(9)).toEqual([0, 0, 0]);
    bars.update(1e9, 101);
    expect(bars.bars).toBe(3 + 1 + 60);
  });

  it('has a trend with the sign of the move', () => {
    expect(barsOf(100, 101, 102, 103).trendBps).toBeGreaterThan(0);
    expect(barsOf(100, 99, 98, 97).trendBps).toBeLessThan(0);
    expect(barsOf(100, 100, 100, 100).trendBps).toBe(0);
  });
});

describe('ScoreModel', () => {
  const flat: FeatureVector = {
    nowMs: 0,
    mid: 100,
    spreadBps: 1,
    obi: 0,
    tfi: 0,
    microBiasBps: 0,
    ofi: 0,
    absorb: 0,
    sweep: 0,
    trendBps: 0,
    cancelPerSec: 0,
    replenishPerSec: 0,
    volStdBps: 1,
    atrBps: 1,
  };
  const scoreOf = (features: Partial<FeatureVector>) => new ScoreModel().score({ ...flat, ...features });

  it('has weights that sum to one', () => {
    expect(Object.values(SCORE_WEIGHTS).reduce<number>((sum, weight) => sum + weight, 0)).toBeCloseTo(1);
  });

  it.each<[string, Partial<FeatureVector>, number]>([
    ['nothing', {}, 0],
    ['obi', { obi: 1 }, 0.3],
    ['tfi', { tfi: -1 }, -0.25],
    ['absorb', { absorb: 1 }, 0.15],
    ['micro-price', { microBiasBps: 5 }, 0.15],
    ['ofi', { ofi: -900 }, -0.1],
    ['trend alone counts for nothing', { trendBps: 4 }, 0],
    ['trend with the flow', { trendBps: 4, tfi: 1 }, 0.3],
    ['trend against the flow', { trendBps: -4, tfi: 1 }, 0.25],
    ['all', { obi: 1, tfi: 1, absorb: 1, microBiasBps: 1, ofi: 1, trendBps: 1 }, 1],
  ])('%s', (_, features, sum) => expect(scoreOf(features)).toBeCloseTo(Math.tanh(sum), 12));

  it('never falls when a part rises', () => {
    const scores = [-2, -0.5, 0, 0.5, 2].map((obi) => scoreOf({ obi }));
    expect([...scores].sort((a, b) => a - b)).toEqual(scores);
  });
});
