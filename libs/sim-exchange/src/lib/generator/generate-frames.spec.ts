import { parseFrame, recordingLine, SymbolMarket, type RecordedFrame } from '@aurora/market';
import type { SymbolSpec } from '../symbols/symbol-spec';
import { generateFrames } from './generate-frames';

const DOGE: SymbolSpec = { symbol: 'DOGEUSDT', price: '0.12', tickSize: '0.00001', stepSize: '1' };

/** Reads frames as a client would that has subscribed to one depth stream. */
function marketsOf(frames: Iterable<RecordedFrame>, depth: string): Map<string, SymbolMarket> {
  const markets = new Map<string, SymbolMarket>();
  for (const { symbol, frame, localMs } of frames) {
    const market = markets.get(symbol) ?? new SymbolMarket(symbol);
    markets.set(symbol, market);
    if (frame.includes('@depth') && !frame.includes(`@${depth}"`)) continue;
    market.apply(parseFrame(frame), localMs);
  }
  return markets;
}

describe('generateFrames', () => {
  const lines = (seed: number) => [...generateFrames({ seed, durationMs: 5000 })].map(recordingLine);

  it('gives the same lines for the same seed and others for another', () => {
    expect(lines(7)).toEqual(lines(7));
    expect(lines(7)).not.toEqual(lines(8));
  });

  it('never lets local time go back, and starts each symbol with its snapshot', () => {
    const frames = [...generateFrames({ seed: 7, durationMs: 5000 })];
    expect(frames.every(({ localNs }, i) => i === 0 || localNs > frames[i - 1]!.localNs)).toBe(true);
    expect(frames.slice(0, 2).map(({ symbol, frame }) => [symbol, parseFrame(frame).kind])).toEqual([
      ['BTCUSDT', 'snapshot'],
      ['ETHUSDT', 'snapshot'],
    ]);
  });

  it('is one consistent market at every pace and of any symbols', () => {
    const paces = ['depth@0ms', 'depth@100ms', 'depth', 'depth@500ms'];
    const symbols = ['SOLUSDT', 'SOONUSDT', DOGE];
    const channels = ['bookTicker', 'trade', ...paces];
    const frames = [...generateFrames({ seed: 3, durationMs: 20_000, symbols, channels })];
    for (const pace of paces)
      for (const market of marketsOf(frames, pace).values()) {
        const { gaps, crossings, sequenceFaults, topCheck } = market;
        expect([gaps, crossings, sequenceFaults, topCheck.mismatches]).toEqual([0, 0, 0, 0]);
        expect(topCheck.comparisons).toBeGreaterThan(pace === 'depth@500ms' ? 15 : 30);
      }
  });

  it('writes numbers on the grid of each symbol', () => {
    for (const { symbol, frame } of generateFrames({ seed: 3, durationMs: 500, symbols: ['BTCUSDT', DOGE] })) {
      const number = symbol === 'BTCUSDT' ? /^\["\d+\.\d0","\d+\.\d{3}"/ : /^\["0\.1\d{4}","\d+"/;
      for (const [row] of frame.matchAll(/\["[^\]]+\]/g)) expect(row).toMatch(number);
    }
  });

  it('tells of a trade before the diff that holds it', () => {
    let tradeMs = 0;
    for (const { frame } of generateFrames({
      seed: 1,
      durationMs: 10_000,
      symbols: ['BTCUSDT'],
      channels: ['aggTrade', 'depth@0ms'],
    })) {
      const event = parseFrame(frame);
      if (event.kind === 'depthDiff') tradeMs = event.transactMs;
      if (event.kind === 'aggTrade') expect(event.tradeMs).toBeGreaterThan(tradeMs);
    }
    expect(tradeMs).toBeGreaterThan(0);
  });

  it('sends about as much as it is told to', () => {
    const channels = ['bookTicker', 'depth@0ms', 'trade'];
    const perSec = (rate: object) =>
      [...generateFrames({ seed: 2, durationMs: 10_000, channels, ...rate })].length / 10;
    expect(perSec({})).toBeGreaterThan(200);
    expect(perSec({})).toBeLessThan(450);
    expect(perSec({ framesPerSec: 2000 })).toBeGreaterThan(1400);
    expect(perSec({ framesPerSec: 2000 })).toBeLessThan(3000);
  });

  it.each<[string, Partial<Parameters<typeof generateFrames>[0]>]>([
    ['an unknown symbol', { symbols: ['FOOUSDT'] }],
    ['a symbol twice', { symbols: ['BTCUSDT', 'BTCUSDT'] }],
    ['no symbol', { symbols: [] }],
    ['an unknown channel', { channels: ['kline_1m'] }],
    ['a rate below the least', { framesPerSec: 199 }],
    ['a rate that is no number', { framesPerSec: NaN }],
    ['a tick of nothing', { symbols: [{ ...DOGE, tickSize: '0' }] }],
  ])('refuses %s', (_, options) => {
    expect(() => generateFrames({ seed: 1, durationMs: 100, ...options }).next()).toThrow(RangeError);
  });
});
