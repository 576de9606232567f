import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ScoreModel } from './features/score-model';
import { SymbolMarket } from './features/symbol-market';
import { FeedWatch, type FeedChange } from './quality/feed-watch';
import { readLines } from './recording/read-lines.node';
import { readRecordingBlocks } from './recording/read-recording.node';
import { withRecording } from './recordings.fixture';
import { readHotFrame } from './wire/hot-frame';
import { parseFrame, parseJsonFrame } from './wire/parse-frame';
import { parseAggTrades, parseExchangeInfo, parsePremiumIndex, parseServerTime } from './wire/rest-answers';
import type { MarketEvent } from './wire/market-event';
import { WireStats } from './wire/wire-stats';

const CONFIG = { staleMs: 2000, stallMs: 2000 };
const SAMPLE_MS = 100;

/** One symbol and all that is watched of it. */
class Watched {
  readonly market: SymbolMarket;
  readonly scores: number[] = [];
  readonly silentMs = { depth: 0, bookTicker: 0, trade: 0, markPrice: 0 };
  frames = 0;
  unsound = 0;
  lowestLatencyMs = Infinity;
  private readonly model = new ScoreModel();
  private readonly feed = new FeedWatch(CONFIG);
  private nextMs = 0;

  constructor(symbol: string) {
    this.market = new SymbolMarket(symbol);
  }

  /** Looks at the time just before an event too: then silence is longest. */
  *take(event: MarketEvent, nowMs: number): Generator<FeedChange> {
    this.frames++;
    yield* this.feed.look(this.market, nowMs);
    for (const stream of STREAMS)
      this.silentMs[stream] = Math.max(this.silentMs[stream], this.market.streams.silentMs(stream, nowMs) || 0);
    this.market.apply(event, nowMs);
    yield* this.feed.look(this.market, nowMs);
    if (this.market.latencyMs < this.lowestLatencyMs) this.lowestLatencyMs = this.market.latencyMs;
    if (nowMs < this.nextMs) return;
    this.nextMs = nowMs + SAMPLE_MS;
    const features = this.market.features(nowMs);
    if (features === undefined) return;
    if (!Object.values(features).every(Number.isFinite)) this.unsound++;
    this.scores.push(this.model.score(features));
  }
}

const STREAMS = ['depth', 'bookTicker', 'trade', 'markPrice'] as const;

async function replay(folder: string) {
  const stats = new WireStats();
  const watched = new Map<string, Watched>();
  const changes: FeedChange[] = [];
  let [hot, different] = [0, 0];
  for await (const block of readRecordingBlocks(folder))
    for (const { symbol, frame, localMs } of block) {
      const one = watched.get(symbol) ?? new Watched(symbol);
      watched.set(symbol, one);
      const event = parseFrame(frame);
      stats.countEvent(event);
      changes.push(...one.take(event, localMs));
      if (readHotFrame(frame) !== undefined) hot++;
      if (JSON.stringify(event) !== JSON.stringify(parseJsonFrame(frame))) different++;
    }
  return { stats, watched, changes, hot, different };
}

/** What must be true of every market of a recording. */
function expectSound({ market, lowestLatencyMs, unsound }: Watched): void {
  const { gaps, crossings, sequenceFaults, topCheck, book } = market;
  expect([gaps, crossings, sequenceFaults, topCheck.mismatches]).toEqual([0, 0, 0, 0]);
  expect(book.synced).toBe(true);
  expect([lowestLatencyMs, unsound]).toEqual([0, 0]);
}

/** Before its snapshot every book is out of sequence; else only these faults came, in this order. */
function expectFaults(changes: readonly FeedChange[], faults: readonly string[]): void {
  const first = new Set<string>();
  const later: string[] = [];
  for (const { symbol, fault, isThere } of changes) {
    const key = `${symbol} ${fault}`;
    const isStart = fault === 'out_of_sequence' || (fault === 'stale_book' && !first.has(key));
    if (isThere && isStart) first.add(key);
    if (isThere && !isStart) later.push(key);
  }
  expect(later).toEqual(faults);
}

const framesOf = (watched: ReadonlyMap<string, Watched>) =>
  Object.fromEntries([...watched].map(([symbol, { frames }]) => [symbol, frames]));

withRecording('usdm-btc-eth-202407', (folder) => {
  it('gives an unbroken, uncrossed book that equals the ticker, and latencies that are none below zero', async () => {
    const { stats, watched, changes, hot, different } = await replay(folder);
    expect(framesOf(watched)).toEqual({ BTCUSDT: 71_984, ETHUSDT: 69_913 });
    expect(stats.toJSON()).toEqual({
      kinds: { depthDiff: 17_951, bookTicker: 99_588, trade: 24_356, snapshot: 2 },
      unknown_types: {},
      errors: {},
    });
    // All but the two snapshots are read in one pass, and a JSON parser says the same.
    expect([hot, different]).toEqual([141_895, 0]);
    const scores = [...watched.values()].flatMap((one) => one.scores);
    for (const one of watched.values()) {
      expectSound(one);
      expect(one.market.topCheck.comparisons).toBeGreaterThan(8_600);
      // The recorder's clock ran 1.5 s behind the venue's.
      expect(one.market.clock.offsetMs).toBeCloseTo(-1524, -1);
    }
    expectFaults(changes, []);
    expect(scores.length).toBeGreaterThan(8_000);
    expect(Math.max(...scores)).toBeGreaterThan(0.5);
    expect(Math.min(...scores)).toBeLessThan(-0.5);
  });
});

withRecording('usdm-btc-markprice-202304', (folder) => {
  it('shows the stall at the funding instant, and the print of the insurance fund is no trade', async () => {
    const { stats, watched, changes, hot, different } = await replay(folder);
    expect(stats.toJSON()).toEqual({
      kinds: { bookTicker: 24_664, trade: 8_450, snapshot: 1, depthDiff: 9_944, markPrice: 299, offMarketTrade: 1 },
      unknown_types: {},
      errors: {},
    });
    expect([hot, different]).toEqual([43_359 - 299 - 1, 0]);
    const one = watched.get('BTCUSDT')!;
    expectSound(one);
    expect(one.market.topCheck.comparisons).toBe(9_943);
    expect(one.market.offMarketTrades).toBe(1);
    // A trade price 200 bps off would show here.
    expect(one.market.bars.volStdBps).toBeLessThan(5);
    // Just after midnight UTC the venue stood still, the book for 2.1 s; the mark price came all the while.
    expectFaults(changes, ['BTCUSDT stale_book']);
    expect(new Date(changes.at(-1)!.atMs).toISOString()).toBe('2023-04-05T00:00:02.318Z');
    const { depth, bookTicker, trade, markPrice } = one.silentMs;
    expect([depth, bookTicker, trade].map(Math.round)).toEqual([2094, 3864, 7050]);
    expect(markPrice).toBeLessThan(1300);
  });
});

withRecording('usdm-alts-aggtrade-202104', (folder) => {
  it('gives five books of one connection', async () => {
    const { stats, watched, changes, hot, different } = await replay(folder);
    expect(framesOf(watched)).toEqual({ BATUSDT: 1708, CTKUSDT: 1499, NEOUSDT: 2402, SANDUSDT: 1757, CHRUSDT: 1060 });
    expect(stats.toJSON()).toEqual({
      kinds: { depthDiff: 4423, bookTicker: 3424, aggTrade: 574, snapshot: 5 },
      unknown_types: {},
      errors: {},
    });
    expect([hot, different]).toEqual([8421, 0]);
    for (const one of watched.values()) {
      expectSound(one);
      expect(one.market.topCheck.comparisons).toBeGreaterThan(700);
      expect(one.scores.length).toBeGreaterThan(300);
    }
    expectFaults(changes, []);
  });

  it('is read by symbol', async () => {
    let frames = 0;
    for await (const block of readRecordingBlocks(folder, ['NEOUSDT'])) frames += block.length;
    expect(frames).toBe(2402);
  });
});

withRecording('usdm-alts-kline-202107', (folder) => {
  it('gives four books out of a capture of three files; candles are counted', async () => {
    const { stats, watched, changes, hot, different } = await replay(folder);
    expect(framesOf(watched)).toEqual({ SUSHIUSDT: 623, AKROUSDT: 294, KEEPUSDT: 221, CTKUSDT: 401 });
    expect(stats.toJSON()).toEqual({
      kinds: { depthDiff: 764, bookTicker: 613, aggTrade: 91, unknown: 67, snapshot: 4 },
      unknown_types: { kline: 67 },
      errors: {},
    });
    expect([hot, different]).toEqual([764 + 613 + 91, 0]);
    for (const one of watched.values()) expectSound(one);
    expectFaults(changes, []);
  });

  it('holds the rules of 122 contracts', async () => {
    const [line] = (await all(readLines(join(folder, 'BINANCE_FUTURES.0.gz')))).flat();
    const contracts = parseExchangeInfo(line!.slice(line!.indexOf('{')));
    expect(contracts).toHaveLength(122);
    expect(contracts[0]).toMatchObject({ symbol: 'BTCUSDT', status: 'TRADING', contractType: 'PERPETUAL' });
    expect(contracts[0]!.filters).toContainEqual({ filterType: 'MIN_NOTIONAL', notional: '5' });
  });
});

async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const value of values) list.push(value);
  return list;
}

withRecording('wire-misc', (folder) => {
  const kindsOf = (name: string) => {
    const lines = readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .filter((line) => line !== '');
    const events = lines.map((line) => parseFrame(line));
    expect(events).toEqual(lines.map((line) => parseJsonFrame(line)));
    return events.map((event) => (event.kind === 'unknown' ? event.eventType : event.kind));
  };

  it('holds the messages of 2026', () => {
    expect(kindsOf('ccxt-binanceusdm-2026-08.jsonl')).toEqual([
      'control',
      ...['trade', 'trade'],
      ...['24hrMiniTicker', '24hrMiniTicker'],
      'depthDiff',
    ]);
  });

  it('holds the messages of 2019 to 2021', () => {
    expect(kindsOf('tardis-node-binance-futures-messages.jsonl')).toEqual([
      ...['aggTrade', '24hrTicker', 'markPrice', '24hrTicker', 'trade', 'depthDiff', 'snapshot', 'depthDiff'],
      ...['openInterest', 'markPrice', 'offMarketTrade', 'trade', 'forceOrder', 'markPrice', 'bookTicker'],
    ]);
  });
});

withRecording('rest-fapi-gct/fapi_routes.json.gz', (path) => {
  type Answers = Readonly<Record<string, { GET: readonly { queryString: string; data: unknown }[] }>>;
  const answersOf = (route: string) => {
    const routes = JSON.parse(gunzipSync(readFileSync(path)).toString()) as Answers;
    return routes[`/fapi/v1/${route}`]!.GET.map(({ data }) => JSON.stringify(data));
  };

  it('holds books of 5, 100 and up to 1000 levels', () => {
    const books = answersOf('depth').map((text) => parseFrame(text));
    expect(
      books.map((book) => (book.kind === 'snapshot' ? [book.bids.ticks.length, book.asks.qtys.length] : [])),
    ).toEqual([
      [5, 5],
      [100, 100],
      [28, 28],
    ]);
  });

  it('holds trades, mark prices, rules and the time', () => {
    const trades = answersOf('aggTrades').map((text) => parseAggTrades(text, 'LTCUSDT'));
    expect(trades.map((list) => [list.length, list[0]!.ticks])).toEqual([
      [500, 49.73e8],
      [5, 11_376.16e8],
      [6, 47.05e8],
    ]);
    const prices = answersOf('premiumIndex').map((text) => parsePremiumIndex(text));
    expect(prices.map((list) => [list.length, list[0]!.symbol, list[0]!.markPrice])).toEqual([
      [1, 'BTCUSDT', 26780.82240476],
      [5, 'EOSUSDT', 2.59828765],
    ]);
    expect(answersOf('exchangeInfo').map((text) => parseExchangeInfo(text).length)).toEqual([25]);
    expect(answersOf('time').map(parseServerTime)).toEqual([1620099477465]);
  });
});
