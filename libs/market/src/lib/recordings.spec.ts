import { nsToMs } from '@aurora/kernel';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ScoreModel } from './features/score-model';
import { SymbolMarket } from './features/symbol-market';
import { readRecording } from './recording/read-recording.node';
import { parseFrame } from './wire/parse-frame';
import { WireError } from './wire/wire-error';
import { WireStats } from './wire/wire-stats';

/** Recordings of the venue by hftbacktest (MIT); where they are kept is told by AURORA_RECORDINGS. */
const ROOT = process.env['AURORA_RECORDINGS'] ?? join(__dirname, '../../../../../shared/data');

async function replay(folder: string) {
  const stats = new WireStats();
  const markets = new Map<string, SymbolMarket>();
  const models = new Map<string, ScoreModel>();
  const scores: number[] = [];
  let [lines, lowestLatencyMs, nextMs, unsound] = [0, Infinity, 0, 0];
  for await (const { symbol, frame, localNs } of readRecording(folder)) {
    lines++;
    const nowMs = nsToMs(localNs);
    const market = markets.get(symbol) ?? new SymbolMarket(symbol);
    markets.set(symbol, market);
    try {
      const event = parseFrame(frame);
      stats.countEvent(event);
      market.apply(event, nowMs);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      stats.countError(error.reason);
    }
    if (market.latencyMs < lowestLatencyMs) lowestLatencyMs = market.latencyMs;
    if (nowMs < nextMs) continue;
    nextMs = nowMs + 100;
    for (const one of markets.values()) {
      const features = one.features(nowMs);
      if (features === undefined) continue;
      if (!Object.values(features).every(Number.isFinite)) unsound++;
      const model = models.get(one.symbol) ?? new ScoreModel();
      models.set(one.symbol, model);
      scores.push(model.score(features));
    }
  }
  return { stats, markets, lines, lowestLatencyMs, scores, unsound };
}

const withRecording = (name: string, tests: (folder: string) => void) => {
  const folder = join(ROOT, name);
  if (existsSync(folder)) describe(`recording ${name}`, () => tests(folder));
  else it(`recording ${name} is not here: nothing was replayed`, () => expect(existsSync(folder)).toBe(false));
};

withRecording('usdm-btc-eth-202407', (folder) => {
  it('gives an unbroken, uncrossed book that equals the ticker, and latencies that are none below zero', async () => {
    const { stats, markets, lines, lowestLatencyMs, scores, unsound } = await replay(folder);
    expect([lines, stats.errors, stats.count('unknown')]).toEqual([141_897, 0, 0]);
    expect(stats.toJSON().kinds).toEqual({ depthDiff: 17_951, bookTicker: 99_588, trade: 24_356, snapshot: 2 });
    for (const { gaps, crossings, sequenceFaults, topCheck, book, clock } of markets.values()) {
      expect([gaps, crossings, sequenceFaults, topCheck.mismatches]).toEqual([0, 0, 0, 0]);
      expect(topCheck.comparisons).toBeGreaterThan(8_600);
      expect(book.synced).toBe(true);
      // The recorder's clock ran 1.5 s behind the venue's.
      expect(clock.offsetMs).toBeCloseTo(-1524, -1);
    }
    expect([lowestLatencyMs, unsound]).toEqual([0, 0]);
    expect(scores.length).toBeGreaterThan(8_000);
    expect(Math.max(...scores)).toBeGreaterThan(0.5);
    expect(Math.min(...scores)).toBeLessThan(-0.5);
  });
});

withRecording('usdm-btc-markprice-202304', (folder) => {
  it('is read across its files, and the print of the insurance fund is no trade', async () => {
    const { stats, markets, lines, lowestLatencyMs, unsound } = await replay(folder);
    expect([lines, stats.errors, lowestLatencyMs, unsound]).toEqual([43_359, 0, 0, 0]);
    expect(stats.toJSON().kinds).toEqual({
      bookTicker: 24_664,
      trade: 8_450,
      snapshot: 1,
      depthDiff: 9_944,
      markPrice: 299,
      offMarketTrade: 1,
    });
    const { gaps, crossings, topCheck, bars } = markets.get('BTCUSDT')!;
    expect([gaps, crossings, topCheck.mismatches, topCheck.comparisons]).toEqual([0, 0, 0, 9_943]);
    // A trade price 200 bps off would show here.
    expect(bars.volStdBps).toBeLessThan(5);
  });
});
