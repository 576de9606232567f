import { nsToMs } from '@aurora/kernel';
import { SymbolMarket } from '../features/symbol-market';
import { recordingLine } from '../recording/recorded-frame';
import { parseFrame } from '../wire/parse-frame';
import { generateFrames } from './generate-frames';
import { exponential, mulberry32, normal, poisson } from './mulberry32';

const frames = [...generateFrames({ seed: 7, durationMs: 60_000 })];

describe('generateFrames', () => {
  it('gives the same lines for the same seed and others for another', () => {
    const lines = (seed: number) => [...generateFrames({ seed, durationMs: 5000 })].map(recordingLine);
    expect(lines(7)).toEqual(lines(7));
    expect(lines(7)).not.toEqual(lines(8));
  });

  it('never lets local time go back', () => {
    expect(frames.every(({ localNs }, i) => i === 0 || localNs > frames[i - 1]!.localNs)).toBe(true);
  });

  it('starts each symbol with its snapshot', () => {
    for (const symbol of ['BTCUSDT', 'ETHUSDT'])
      expect(parseFrame(frames.find((frame) => frame.symbol === symbol)!.frame).kind).toBe('snapshot');
  });

  it('is one consistent market: no gap, no crossing, ticker and book always equal', () => {
    const markets = new Map(['BTCUSDT', 'ETHUSDT'].map((symbol) => [symbol, new SymbolMarket(symbol)]));
    const different: string[] = [];
    let tickers = 0;
    for (const { symbol, frame, localNs } of frames) {
      const market = markets.get(symbol)!;
      const event = parseFrame(frame);
      market.apply(event, nsToMs(localNs));
      if (event.kind !== 'bookTicker') continue;
      tickers++;
      const { bids, asks, lastUpdateId } = market.book;
      const told = [event.updateId, event.bidTicks, event.bidQty, event.askTicks, event.askQty];
      const kept = [lastUpdateId, bids.ticksAt(0), bids.qtyAt(0), asks.ticksAt(0), asks.qtyAt(0)];
      if (told.join() !== kept.join()) different.push(frame);
    }
    expect(different).toEqual([]);
    expect(tickers).toBeGreaterThan(1000);
    for (const { gaps, crossings, sequenceFaults, topCheck } of markets.values())
      expect([gaps, crossings, sequenceFaults, topCheck.mismatches]).toEqual([0, 0, 0, 0]);
  });

  it('puts up walls that leave untraded', () => {
    const market = new SymbolMarket('BTCUSDT');
    let largestCancel = 0;
    for (const { symbol, frame, localNs } of frames) {
      if (symbol !== 'BTCUSDT') continue;
      market.apply(parseFrame(frame), nsToMs(localNs));
      largestCancel = Math.max(largestCancel, ...market.trap.read(nsToMs(localNs)).cancelDeltas);
    }
    // A usual level is 0.9 on average, a wall 36.
    expect(largestCancel).toBeGreaterThan(25);
  });

  it('moves the two symbols together', () => {
    const mids = { BTCUSDT: [] as number[], ETHUSDT: [] as number[] };
    const markets = { BTCUSDT: new SymbolMarket('BTCUSDT'), ETHUSDT: new SymbolMarket('ETHUSDT') };
    let nextMs = 0;
    for (const { symbol, frame, localNs } of generateFrames({ seed: 3, durationMs: 120_000 })) {
      const nowMs = nsToMs(localNs);
      markets[symbol as keyof typeof mids].apply(parseFrame(frame), nowMs);
      if (nowMs < nextMs) continue;
      nextMs = nowMs + 1000;
      for (const name of ['BTCUSDT', 'ETHUSDT'] as const) mids[name].push(markets[name].book.mid);
    }
    expect(correlation(returns(mids.BTCUSDT), returns(mids.ETHUSDT))).toBeGreaterThan(0.6);
  });
});

describe('random numbers', () => {
  it('are those of mulberry32', () => {
    const random = mulberry32(0);
    expect([random(), random()].map((x) => x * 2 ** 32)).toEqual([1144304738, 1416247]);
  });

  it('have the moments of their distributions', () => {
    const mean = (draw: () => number) => Array.from({ length: 20_000 }, draw).reduce((sum, x) => sum + x, 0) / 20_000;
    const random = mulberry32(11);
    expect(mean(random)).toBeCloseTo(0.5, 1);
    expect(mean(() => normal(random))).toBeCloseTo(0, 1);
    expect(mean(() => normal(random) ** 2)).toBeCloseTo(1, 1);
    expect(mean(() => exponential(random, 3))).toBeCloseTo(3, 0);
    expect(mean(() => poisson(random, 2))).toBeCloseTo(2, 1);
    expect(poisson(random, 0)).toBe(0);
  });
});

const returns = (mids: number[]): number[] => mids.slice(2).map((mid, i) => Math.log(mid / mids[i + 1]!));

function correlation(a: number[], b: number[]): number {
  const mean = (values: number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  const product = a.reduce((sum, x, i) => sum + (x - meanA) * (b[i]! - meanB), 0);
  const squares = (values: number[], centre: number) => values.reduce((sum, x) => sum + (x - centre) ** 2, 0);
  return product / Math.sqrt(squares(a, meanA) * squares(b, meanB));
}
