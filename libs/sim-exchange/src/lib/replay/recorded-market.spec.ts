import {
  LocalBook,
  parseFrame,
  recordedFrame,
  SymbolMarket,
  ticksToPrice,
  type BookSide,
  type RecordedFrame,
} from '@aurora/market';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { generateFrames } from '../generator/generate-frames';
import { SymbolFeed } from '../streams/symbol-feed';
import { openRecording } from './open-recording.node';
import { RecordedMarket } from './recorded-market';

/** Recordings of the venue by hftbacktest (MIT); where they are kept is told by AURORA_RECORDINGS. */
const ROOT = process.env['AURORA_RECORDINGS'] ?? join(__dirname, '../../../../../../shared/data');

/** A client that joins at some time, at one pace of diffs, and all that was sent. */
class Listener {
  readonly counts: Record<string, number> = {};
  readonly clients: { market: SymbolMarket; channels: readonly string[] }[] = [];
  latest = 0;
  nowMs = 0;
  private readonly feeds: ReadonlyMap<string, SymbolFeed>;

  constructor(readonly source: RecordedMarket) {
    this.feeds = new Map(
      source.symbols.map((symbol) => {
        const { spec, format } = symbol;
        const send = (stream: string, data: string) => this.hear(stream, `{"stream":"${stream}","data":${data}}`);
        const book = () => symbol.book;
        const toWallMs = (ms: number) => ms;
        const isWanted = (stream: string) =>
          !stream.includes('@depth') || this.clients.some(({ channels }) => channels.includes(stream));
        const feed = new SymbolFeed({
          symbol: spec.symbol,
          format,
          wire: '2024',
          book,
          toWallMs,
          isWanted,
          send,
        });
        return [spec.symbol, feed];
      }),
    );
  }

  join(symbol: string, channels: readonly string[]): SymbolMarket {
    const market = new SymbolMarket(symbol);
    const feed = this.feeds.get(symbol)!;
    market.apply(parseFrame(JSON.stringify({ lastUpdateId: feed.snapshotId, ...feed.rows(1000) })), this.nowMs);
    this.clients.push({ market, channels: channels.map((channel) => `${symbol.toLowerCase()}@${channel}`) });
    return market;
  }

  play(untilMs: number): void {
    this.nowMs = untilMs;
    const flush = (ms: number) => this.feeds.forEach((feed) => feed.flush(ms));
    this.source.advance(untilMs, (symbol, update) => this.feeds.get(symbol)!.take(update), flush);
  }

  private hear(stream: string, text: string): void {
    this.counts[stream] = (this.counts[stream] ?? 0) + 1;
    const wanting = this.clients.filter(({ channels }) => channels.includes(stream));
    if (wanting.length === 0) return;
    const event = parseFrame(text);
    if ('eventMs' in event) this.latest = Math.max(this.latest, event.eventMs - this.nowMs);
    for (const { market } of wanting) market.apply(event, this.nowMs);
  }
}

const snapshotOf = ({ bids, asks, lastUpdateId }: LocalBook): string => {
  const rows = (side: BookSide) =>
    Array.from({ length: side.size }, (_, i) => [ticksToPrice(side.ticksAt(i)).toFixed(2), side.qtyAt(i).toFixed(3)]);
  return JSON.stringify({ lastUpdateId, E: 1, T: 1, bids: rows(bids), asks: rows(asks) });
};

const soundness = ({ gaps, crossings, sequenceFaults, topCheck, book }: SymbolMarket) => [
  gaps,
  crossings,
  sequenceFaults,
  topCheck.mismatches,
  book.synced,
];
const SOUND = [0, 0, 0, 0, true];

/** A recording in memory, of the venue's clock 5 s ahead of the recorder's. */
function recording(frames: readonly RecordedFrame[], symbols: readonly string[]): RecordedMarket {
  const market = new RecordedMarket(symbols);
  market.push(frames.map(({ localMs, symbol, frame }) => recordedFrame(localMs - 5000, symbol, frame)));
  return market;
}

describe('RecordedMarket', () => {
  const frames = [...generateFrames({ seed: 2, durationMs: 20_000, symbols: ['BTCUSDT', 'SOONUSDT'] })];
  const symbols = ['BTCUSDT', 'SOONUSDT'];
  const prepared = () => {
    const market = recording(frames, symbols);
    expect(market.prepare()).toBe(true);
    return market;
  };

  it('knows the numbers of its symbols', () => {
    expect(prepared().symbols.map(({ spec, format }) => [spec.symbol, spec.tickSize, format])).toEqual([
      ['BTCUSDT', '0.10', { priceDecimals: 2, qtyDecimals: 3, qtyUnit: 1 }],
      ['SOONUSDT', '0.0001', { priceDecimals: 4, qtyDecimals: 0, qtyUnit: 1 }],
    ]);
  });

  it('keeps clients in step wherever they join, and tells of nothing from the future', () => {
    const listener = new Listener(prepared());
    const markets: SymbolMarket[] = [];
    for (let ms = 0; ms <= 20_000; ms += 530) {
      listener.play(listener.source.startMs + ms);
      const pace = ['depth@0ms', 'depth@100ms', 'depth'][markets.length % 3]!;
      markets.push(listener.join(symbols[markets.length % 2]!, ['bookTicker', 'trade', pace]));
    }
    listener.play(listener.source.startMs + 25_000);
    // A client that joined after the last diff has no chain yet.
    for (const market of markets.slice(0, -3)) expect(soundness(market)).toEqual(SOUND);
    expect(listener.latest).toBeLessThanOrEqual(0);
  });

  it('has a mark price every second where none was recorded', () => {
    const without = frames.filter(({ frame }) => !frame.includes('markPrice'));
    const market = recording(without, symbols);
    market.prepare();
    const listener = new Listener(market);
    listener.play(market.startMs + 10_000);
    expect(listener.counts['btcusdt@markPrice@1s']).toBe(10);
    expect(listener.counts['btcusdt@markPrice']).toBe(4);
  });

  it('starts over without a hole, ids going on', () => {
    const market = prepared();
    const listener = new Listener(market);
    const client = listener.join('BTCUSDT', ['bookTicker', 'aggTrade', 'depth@0ms']);
    for (let pass = 0; pass < 2; pass++) {
      market.startOver();
      market.push(frames.map(({ localMs, symbol, frame }) => recordedFrame(localMs - 5000, symbol, frame)));
    }
    listener.play(market.startMs + 45_000);
    expect(soundness(client)).toEqual(SOUND);
    expect(client.topCheck.comparisons).toBeGreaterThan(300);
    expect(market.isEnded).toBe(false);
    market.complete();
    listener.play(market.startMs + 70_000);
    expect(market.isEnded).toBe(true);
  });

  it('passes a hole of the recording on, and is right again after the next snapshot', () => {
    const whole = new LocalBook();
    const holed: RecordedFrame[] = [];
    let diffs = 0;
    for (const frame of frames.filter(({ symbol }) => symbol === 'BTCUSDT')) {
      const event = parseFrame(frame.frame);
      if (event.kind === 'snapshot') whole.applySnapshot(event, 0);
      if (event.kind === 'depthDiff') {
        whole.applyDiff(event, 0);
        diffs++;
      }
      if (event.kind !== 'depthDiff' || diffs < 100 || diffs > 105) holed.push(frame);
      if (event.kind === 'depthDiff' && diffs === 200)
        holed.push(recordedFrame(frame.localMs, 'BTCUSDT', snapshotOf(whole)));
    }
    const market = recording(holed, ['BTCUSDT']);
    market.prepare();
    const listener = new Listener(market);
    const [before, after] = [0, 1].map(() => listener.join('BTCUSDT', ['depth@0ms'])) as [SymbolMarket, SymbolMarket];
    listener.play(market.startMs + 9000);
    expect([before.gaps, listener.counts['btcusdt@depth@0ms']]).toEqual([0, 99]);
    listener.play(market.startMs + 11_000);
    expect([before.gaps, after.gaps, before.book.synced]).toEqual([1, 1, false]);
    const late = listener.join('BTCUSDT', ['depth@0ms', 'bookTicker']);
    listener.play(market.startMs + 21_000);
    expect(soundness(late)).toEqual(SOUND);
    expect(late.book.mid).toBe(whole.mid);
  });

  it('counts what is no message of the venue', () => {
    const market = recording([...frames.slice(0, 10), recordedFrame(frames[9]!.localMs, 'BTCUSDT', '{"e":')], symbols);
    market.prepare();
    market.advance(
      market.startMs + 60_000,
      () => undefined,
      () => undefined,
    );
    expect(market.malformed).toBe(1);
  });

  it('needs a snapshot of each symbol', () => {
    expect(recording(frames.slice(1), symbols).prepare()).toBe(false);
  });
});

const FOLDER = join(ROOT, 'usdm-btc-eth-202407');
if (existsSync(FOLDER))
  describe('the recording of July 2024', () => {
    it('is played whole, with the streams it holds and those made of them', async () => {
      const { market, refill, close } = await openRecording(FOLDER, undefined, false);
      const listener = new Listener(market);
      const btc = listener.join('BTCUSDT', ['bookTicker', 'aggTrade', 'depth@100ms']);
      const eth = listener.join('ETHUSDT', ['bookTicker', 'trade', 'depth@0ms']);
      for (let ms = 0; !market.isEnded; ms += 1000) {
        await refill();
        listener.play(market.startMs + ms);
      }
      await close();
      expect([soundness(btc), soundness(eth)]).toEqual([SOUND, SOUND]);
      expect(btc.topCheck.comparisons).toBeGreaterThan(2000);
      expect(listener.counts).toMatchObject({
        'btcusdt@trade': 10_701,
        'ethusdt@trade': 13_654,
      });
      // Equal runs of price, side and time: 5554; a few are told in two parts, since some of their trades come after the diff.
      expect(listener.counts['btcusdt@aggTrade']).toBeGreaterThanOrEqual(5554);
      expect(listener.counts['btcusdt@aggTrade']).toBeLessThan(5554 * 1.01);
      expect(listener.latest).toBeLessThanOrEqual(2);
    }, 60_000);
  });
else it(`recording ${FOLDER} is not here: nothing was replayed`, () => expect(existsSync(FOLDER)).toBe(false));
