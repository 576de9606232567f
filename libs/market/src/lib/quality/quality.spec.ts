import { diff, snapshot, trade } from '../book/book.fixture';
import { SymbolMarket } from '../features/symbol-market';
import type { BookTickerEvent, MarkPriceEvent } from '../wire/market-event';
import { FeedWatch, feedChangeDetails } from './feed-watch';
import { StreamWatch } from './stream-watch';

const CONFIG = { staleMs: 2000, stallMs: 2000 };
const BID = 100e8;
const ASK = 101e8;

const ticker = (updateId: number, transactMs: number, bidQty = 3): BookTickerEvent => ({
  kind: 'bookTicker',
  symbol: 'BTCUSDT',
  eventMs: transactMs,
  transactMs,
  updateId,
  bidTicks: BID,
  bidQty,
  askTicks: ASK,
  askQty: 1,
});

const markPrice = (eventMs: number): MarkPriceEvent => ({
  kind: 'markPrice',
  symbol: 'BTCUSDT',
  eventMs,
  markPrice: 100,
  indexPrice: 100,
  fundingRate: 0,
  nextFundingMs: 0,
});

/** In step at update 100 and time 0. */
function running(): { market: SymbolMarket; faultsAt: (nowMs: number) => string[]; watch: FeedWatch } {
  const market = new SymbolMarket('BTCUSDT');
  const watch = new FeedWatch(CONFIG);
  market.apply(snapshot(99, [[BID, 3]], [[ASK, 1]]), 0);
  market.apply(diff([100, 100, 99], [], [], 0), 0);
  const faultsAt = (nowMs: number) => {
    watch.look(market, nowMs);
    return [...watch.faults];
  };
  return { market, faultsAt, watch };
}

describe('faults of the feed', () => {
  it('has none while all is well, exactly at the limits too', () => {
    const { faultsAt } = running();
    expect([faultsAt(0), faultsAt(2000)]).toEqual([[], []]);
  });

  it('is out of sequence before the first snapshot and after a gap', () => {
    const watch = new FeedWatch(CONFIG);
    watch.look(new SymbolMarket('BTCUSDT'), 0);
    expect(watch.faults).toEqual(['out_of_sequence', 'stale_book']);
    const { market, faultsAt } = running();
    market.apply(diff([105, 106, 104]), 10);
    expect(faultsAt(10)).toEqual(['out_of_sequence']);
  });

  it('has a stale book above the limit, whatever the other streams say', () => {
    const { market, faultsAt } = running();
    market.apply(markPrice(1900), 1900);
    expect([faultsAt(2000), faultsAt(2000.1)]).toEqual([[], ['stale_book']]);
    market.apply(diff([101, 101, 100]), 2100);
    expect(faultsAt(2100)).toEqual([]);
  });

  it.each([
    ['crossed', ASK + 1e8],
    ['locked', ASK],
  ])('has a %s book', (_, bid) => {
    const { market, faultsAt } = running();
    market.apply(diff([101, 101, 100], [[bid, 1]]), 10);
    expect(faultsAt(10)).toEqual(['crossed_book']);
    market.apply(diff([102, 102, 101], [[bid, 0]]), 20);
    expect(faultsAt(20)).toEqual([]);
  });

  it('tells of each change once, and how long a fault was there', () => {
    const { market, watch } = running();
    const seen = [2000, 2500, 2600].flatMap((nowMs) => [...watch.look(market, nowMs)]);
    market.apply(diff([101, 101, 100]), 3000);
    seen.push(...watch.look(market, 3000));
    expect(seen).toEqual([
      { symbol: 'BTCUSDT', fault: 'stale_book', isThere: true, atMs: 2500, lastedMs: 0 },
      { symbol: 'BTCUSDT', fault: 'stale_book', isThere: false, atMs: 3000, lastedMs: 500 },
    ]);
    expect(seen.map(feedChangeDetails)).toEqual([
      { fault: 'stale_book', state: 'began', lasted_ms: 0 },
      { fault: 'stale_book', state: 'ended', lasted_ms: 500 },
    ]);
  });

  it('sees the depth stand still while trades go on', () => {
    const { market, faultsAt } = running();
    market.apply(trade(ASK, 1, false, 500), 500);
    market.apply(trade(ASK, 1, false, 1500), 1500);
    expect(faultsAt(2500)).toEqual(['stale_book']);
    expect(faultsAt(2501)).toEqual(['stale_book', 'depth_stalled']);
    market.apply(diff([101, 101, 100], [], [], 1500), 2600);
    expect(faultsAt(2600)).toEqual([]);
  });
});

describe('StreamWatch', () => {
  const owed = (watch: StreamWatch, nowMs: number) =>
    (['depth', 'bookTicker', 'markPrice'] as const).map((stream) => watch.owedMs(stream, nowMs));

  it('misses nothing in a market that pauses', () => {
    const watch = new StreamWatch();
    watch.onDepth(10, 100, 100);
    watch.onTicker(10, 100, 101);
    watch.onTrade(100, 115);
    expect(owed(watch, 60_000)).toEqual([0, 0, 0]);
    expect(watch.silentMs('trade', 60_000)).toBe(59_885);
    expect(watch.silentMs('markPrice', 60_000)).toBeNaN();
  });

  it('misses the depth from the first change on that the ticker or a trade has shown', () => {
    const watch = new StreamWatch();
    watch.onDepth(10, 100, 100);
    watch.onTicker(12, 200, 200);
    watch.onTicker(13, 300, 300);
    expect(owed(watch, 1000)).toEqual([800, 0, 0]);
    watch.onDepth(12, 200, 1000);
    expect(owed(watch, 1400)).toEqual([400, 0, 0]);
    watch.onDepth(13, 300, 1500);
    expect(owed(watch, 1900)).toEqual([0, 0, 0]);
    watch.onTrade(301, 2000);
    expect(owed(watch, 2100)).toEqual([100, 100, 0]);
  });

  it('misses the ticker when the book has a top it has not shown', () => {
    const watch = new StreamWatch();
    watch.onTicker(10, 100, 100);
    watch.onDepth(15, 200, 200);
    watch.onNewTop(15, 200);
    expect(owed(watch, 300)).toEqual([0, 100, 0]);
    watch.onTicker(14, 190, 310);
    expect(owed(watch, 400)).toEqual([0, 90, 0]);
    watch.onTicker(15, 200, 410);
    expect(owed(watch, 500)).toEqual([0, 0, 0]);
  });

  it('misses the mark price after three seconds in which others are heard', () => {
    const watch = new StreamWatch();
    watch.onMarkPrice(1000);
    watch.onTicker(1, 1, 4000);
    expect(owed(watch, 9000)[2]).toBe(0);
    watch.onTicker(2, 2, 4001);
    expect(owed(watch, 4101)[2]).toBe(100);
    watch.onMarkPrice(4200);
    expect(owed(watch, 4300)[2]).toBe(0);
  });

  it('misses no stream it has never heard of', () => {
    const watch = new StreamWatch();
    watch.onTrade(1, 1);
    watch.onTicker(5, 5, 5);
    expect(owed(watch, 1e6)).toEqual([0, 0, 0]);
  });

  it('holds through a whole market', () => {
    const { market } = running();
    market.apply(ticker(101, 50, 9), 50);
    expect(market.streams.owedMs('depth', 150)).toBe(100);
    market.apply(diff([101, 101, 100], [[BID, 9]], [], 50), 160);
    expect(market.streams.owedMs('depth', 200)).toBe(0);
    market.apply(diff([102, 102, 101], [[BID, 4]], [], 170), 170);
    expect(market.streams.owedMs('bookTicker', 200)).toBe(30);
  });
});
