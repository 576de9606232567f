import { BookSide, parseFrame, SymbolMarket, type DepthDiffEvent } from '@aurora/market';
import type { BookUpdate, TradeUpdate } from './market-update';
import type { Wire } from './payloads';
import { SymbolFeed } from './symbol-feed';

const TICK = 1e7;
const at = (price: number): number => Math.round(price * 10) * TICK;

/** A feed of a book with bids from 100.0 down and asks from 100.1 up, one lot each. */
function setUp(wire: Wire = '2024') {
  const bids = new BookSide(1, 100);
  const asks = new BookSide(-1, 100);
  for (let i = 0; i < 10; i++) {
    bids.set(at(100 - i / 10), 1);
    asks.set(at(100.1 + i / 10), 1);
  }
  const book = { bids, asks, lastUpdateId: 10 };
  const sent: { stream: string; data: Record<string, unknown>; text: string }[] = [];
  const feed = new SymbolFeed({
    symbol: 'XUSDT',
    format: { priceDecimals: 2, qtyDecimals: 3, qtyUnit: 0.001 },
    wire,
    book: () => book,
    toWallMs: (ms) => ms + 0.9,
    isWanted: () => true,
    send: (stream, data) =>
      sent.push({
        stream,
        data: JSON.parse(data) as Record<string, unknown>,
        text: `{"stream":"${stream}","data":${data}}`,
      }),
  });
  const times = (ms: number) => ({ transactMs: ms, eventMs: ms });
  const set = (side: 'buy' | 'sell', price: number, lots: number, ms: number): void => {
    (side === 'buy' ? bids : asks).set(at(price), lots);
    book.lastUpdateId += 2;
    const changed = { bids: side === 'buy' ? [at(price)] : [], asks: side === 'sell' ? [at(price)] : [] };
    const top = { bidTicks: bids.ticksAt(0), bidQty: bids.qtyAt(0), askTicks: asks.ticksAt(0), askQty: asks.qtyAt(0) };
    feed.take({ kind: 'top', updateId: book.lastUpdateId, ...top, ...times(ms) });
    feed.take({ kind: 'book', updateId: book.lastUpdateId, ...changed, ...times(ms) } satisfies BookUpdate);
  };
  const trade = (tradeId: number, price: number, ms: number, more: Partial<TradeUpdate> = {}): void =>
    feed.take({
      kind: 'trade',
      tradeId,
      ticks: at(price),
      qty: 2,
      isBuyerMaker: false,
      origin: 'MARKET',
      ...times(ms),
      ...more,
    });
  const of = (channel: string) => sent.filter(({ stream }) => stream === `xusdt@${channel}`).map(({ data }) => data);
  return { feed, book, sent, set, trade, of };
}

describe('depth streams', () => {
  it('form one unbroken chain each, at their own pace', () => {
    const { feed, set, of } = setUp();
    set('buy', 100, 3, 1010);
    set('sell', 100.1, 0, 1060);
    feed.flush(1100);
    set('buy', 100, 4, 1180);
    feed.flush(1200);
    feed.flush(1250);
    const chain = (channel: string) => of(channel).map(({ U, u, pu }) => [U, u, pu]);
    expect(chain('depth@0ms')).toEqual([
      [11, 12, 10],
      [13, 14, 12],
      [15, 16, 14],
    ]);
    expect(chain('depth@100ms')).toEqual([
      [11, 14, 10],
      [15, 16, 14],
    ]);
    expect(chain('depth')).toEqual([[11, 16, 10]]);
    expect(chain('depth@250ms')).toEqual([[11, 16, 10]]);
    expect(of('depth@100ms')[0]).toEqual({
      e: 'depthUpdate',
      E: 1100,
      T: 1060,
      s: 'XUSDT',
      U: 11,
      u: 14,
      pu: 10,
      b: [['100.00', '0.003']],
      a: [['100.10', '0.000']],
    });
  });

  it('send nothing while nothing changes, and whole tops beside the diffs', () => {
    const { feed, set, of, sent } = setUp();
    feed.flush(1000);
    expect(sent).toEqual([]);
    set('sell', 100.1, 0, 1010);
    feed.flush(1100);
    const [partial] = of('depth5@100ms');
    expect((partial!['b'] as string[][]).map(([price]) => price)).toEqual([
      '100.00',
      '99.90',
      '99.80',
      '99.70',
      '99.60',
    ]);
    expect((partial!['a'] as string[][])[0]).toEqual(['100.20', '0.001']);
    expect((of('depth20@0ms')[0]!['a'] as string[][]).length).toBe(9);
  });

  it('lie around a snapshot taken at any moment', () => {
    const { feed, set, of } = setUp();
    for (let i = 0; i < 20; i++) {
      const snapshotId = feed.snapshotId;
      set('buy', 100, 2 + i, 1000 + 30 * i);
      feed.flush(1000 + 100 * i);
      for (const channel of ['depth@0ms', 'depth@100ms']) {
        const diffs = of(channel) as { U: number; u: number }[];
        const first = diffs.find(({ u }) => u >= snapshotId)!;
        expect(first.U <= snapshotId && snapshotId <= first.u).toBe(true);
      }
    }
  });

  it('show the hole when updates were lost before they came here', () => {
    const { feed, of } = setUp();
    feed.take({ kind: 'book', updateId: 50, bids: [], asks: [], transactMs: 1, eventMs: 1, isBroken: true });
    expect(of('depth@0ms')[0]).toMatchObject({ u: 50, pu: 49 });
  });
});

describe('trades', () => {
  it('are merged by aggressor, price and time', () => {
    const { feed, trade, of } = setUp();
    trade(1, 100.1, 1000);
    trade(2, 100.1, 1000);
    trade(3, 100.2, 1000);
    trade(4, 100.2, 1001);
    trade(5, 100.2, 1001, { isBuyerMaker: true });
    trade(6, 100.2, 1001, { isBuyerMaker: true, origin: 'INSURANCE_FUND' });
    feed.flush(1010);
    expect(of('trade').map(({ t, X }) => [t, X])[5]).toEqual([6, 'INSURANCE_FUND']);
    expect(of('aggTrade').map(({ a, f, l, q, p, m }) => [a, f, l, q, p, m])).toEqual([
      [1, 1, 2, '0.004', '100.10', false],
      [2, 3, 3, '0.002', '100.20', false],
      [3, 4, 4, '0.002', '100.20', false],
      [4, 5, 5, '0.002', '100.20', true],
    ]);
  });
});

describe('shapes', () => {
  it('of 2026 have st, and ps on depth', () => {
    const { set, trade, sent } = setUp('2026');
    trade(1, 100.1, 1000);
    set('buy', 100, 2, 1001);
    expect(sent.every(({ data }) => data['st'] === 1)).toBe(true);
    expect(sent.every(({ data }) => (data['e'] === 'depthUpdate') === (data['ps'] === 'XUSDT'))).toBe(true);
  });

  it('are those a client reads, whole milliseconds and the next funding at a third of the day', () => {
    const { feed, set, trade, sent, of } = setUp();
    trade(1, 100.1, 1000);
    set('buy', 100, 2, 1001);
    feed.take({ kind: 'mark', markPrice: 100, indexPrice: 99, fundingRate: -0.0001, transactMs: 1000, eventMs: 1000 });
    feed.flush(1100);
    const kinds = sent.map(({ text }) => parseFrame(text).kind);
    expect(new Set(kinds)).toEqual(
      new Set(['trade', 'aggTrade', 'bookTicker', 'depthDiff', 'partialDepth', 'markPrice']),
    );
    expect(of('markPrice@1s')[0]).toMatchObject({
      p: '100.00000000',
      i: '99.00000000',
      r: '-0.00010000',
      T: 28_800_000,
    });
    expect(of('bookTicker')[0]).toMatchObject({ u: 12, b: '100.00', B: '0.002', E: 1001, T: 1001 });
  });
});

describe('faults', () => {
  it('a gap loses diffs, and the next one shows it', () => {
    const { feed, set, of } = setUp();
    feed.isLosing = true;
    set('buy', 100, 2, 1000);
    feed.isLosing = false;
    set('buy', 100, 3, 1001);
    expect(of('depth@0ms').map(({ pu, u }) => [pu, u])).toEqual([[12, 14]]);
  });

  it('a stall sends nothing, then the trades, the top and one diff', () => {
    const { feed, set, trade, sent, of } = setUp();
    feed.setStalled(true, 1000);
    trade(1, 100.1, 1000);
    set('buy', 100, 2, 1001);
    set('buy', 100, 3, 1002);
    feed.flush(1100);
    expect(sent).toEqual([]);
    feed.setStalled(false, 1500);
    expect(of('depth@0ms')).toMatchObject([{ U: 11, u: 14, pu: 10, E: 1500, T: 1002, b: [['100.00', '0.003']] }]);
    expect(of('bookTicker')).toMatchObject([{ u: 14, B: '0.003', E: 1500 }]);
    expect(of('trade')).toMatchObject([{ t: 1, T: 1000, E: 1500 }]);
    expect(sent.map(({ stream }) => stream.split('@')[1]).slice(0, 3)).toEqual(['trade', 'aggTrade', 'bookTicker']);
  });

  it('a crossed book is crossed for clients, then heals, and the diffs never break', () => {
    const { feed, set, sent } = setUp();
    const market = new SymbolMarket('XUSDT');
    const first = { lastUpdateId: feed.snapshotId, ...feed.rows(100) };
    market.apply(parseFrame(JSON.stringify(first)), 0);
    const deliver = () => {
      for (const { stream, text } of sent.splice(0))
        if (stream.endsWith('@depth@0ms') || stream.endsWith('@bookTicker')) market.apply(parseFrame(text), 0);
    };
    set('buy', 100, 2, 1000);
    feed.setCrossed(true);
    set('buy', 99.9, 2, 1001);
    deliver();
    expect([market.book.crossed, market.crossings]).toEqual([true, 1]);
    expect(market.book.bids.qtyAt(0)).toBeCloseTo(0.002);
    expect(feed.rows(5).bids[0]![0]).toBe('100.20');
    feed.setCrossed(false);
    set('buy', 99.9, 3, 1003);
    set('buy', 99.9, 4, 1004);
    deliver();
    expect([market.book.crossed, market.gaps, market.topCheck.mismatches]).toEqual([false, 0, 0]);
    expect(market.book.bids.ticksAt(0)).toBe(at(100));
  });

  it('a crossed empty side stays as it is', () => {
    const { feed, book, set, of } = setUp();
    while (book.asks.size > 0) book.asks.set(book.asks.ticksAt(0), 0);
    feed.setCrossed(true);
    set('buy', 99.9, 2, 1000);
    feed.setCrossed(false);
    set('buy', 99.9, 3, 1001);
    expect(of('depth@0ms').map(({ b }) => b)).toEqual([[['99.90', '0.002']], [['99.90', '0.003']]]);
  });
});

it('of a stream nobody wants only the ids move on', () => {
  const book = { bids: new BookSide(1, 10), asks: new BookSide(-1, 10), lastUpdateId: 5 };
  let isWanted = false;
  const sent: DepthDiffEvent[] = [];
  const feed = new SymbolFeed({
    symbol: 'XUSDT',
    format: { priceDecimals: 1, qtyDecimals: 0, qtyUnit: 1 },
    wire: '2024',
    book: () => book,
    toWallMs: (ms) => ms,
    isWanted: (stream) => isWanted && stream.endsWith('@depth@0ms'),
    send: (_, data) => sent.push(parseFrame(data) as DepthDiffEvent),
  });
  feed.take({ kind: 'book', updateId: 7, bids: [at(1)], asks: [], transactMs: 1, eventMs: 1 });
  isWanted = true;
  feed.take({ kind: 'book', updateId: 9, bids: [at(1)], asks: [], transactMs: 2, eventMs: 2 });
  expect(sent.map(({ prevUpdateId, lastUpdateId }) => [prevUpdateId, lastUpdateId])).toEqual([[7, 9]]);
});
