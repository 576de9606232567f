import fc from 'fast-check';
import { BarrierWatch } from './barrier-watch';
import type { BarrierOutcome, WatchedTrade } from './trade-outcome';

const BUY: WatchedTrade = {
  cid: 'c-1',
  decisionId: 'd-1',
  traded: true,
  symbol: 'BTCUSDT',
  side: 'buy',
  score: 0.6,
  p: 0.7,
  model: 'sigmoid@1',
  entryPrice: 100,
  targetPrice: 102,
  stopPrice: 99,
  openedMs: 1000,
  ttlMs: 500,
};
const SELL: WatchedTrade = { ...BUY, side: 'sell', targetPrice: 98, stopPrice: 101 };

/** Outcome and exit price at one price; undefined while it is open. */
function met(trade: WatchedTrade, bid: number, ask: number, nowMs: number) {
  const watch = new BarrierWatch();
  watch.open(trade);
  const outcomes = watch.onPrice(trade.symbol, bid, ask, nowMs);
  expect(watch.size).toBe(1 - outcomes.length);
  return outcomes[0] && [outcomes[0].outcome, outcomes[0].label, outcomes[0].exitPrice, outcomes[0].closedMs];
}

describe('the first barrier', () => {
  it.each<[string, WatchedTrade, number, number, number, unknown]>([
    ['a bid at the target', BUY, 102, 103, 1001, ['target', 1, 102, 1001]],
    ['a bid just below the target', BUY, 101.999, 103, 1001, undefined],
    ['only the ask at the target: it cannot be closed there', BUY, 101, 102, 1001, undefined],
    ['a bid at the stop', BUY, 99, 103, 1001, ['stop', 0, 99, 1001]],
    ['a bid just above the stop', BUY, 99.001, 103, 1001, undefined],
    ['an ask at the target of a sell', SELL, 97, 98, 1001, ['target', 1, 98, 1001]],
    ['an ask just above the target of a sell', SELL, 97, 98.001, 1001, undefined],
    ['only the bid at the target of a sell', SELL, 98, 99, 1001, undefined],
    ['an ask at the stop of a sell', SELL, 97, 101, 1001, ['stop', 0, 101, 1001]],
    ['an ask just below the stop of a sell', SELL, 97, 100.999, 1001, undefined],
    ['in the very ms of the opening', BUY, 102, 103, 1000, ['target', 1, 102, 1000]],
    ['the target exactly at the end', BUY, 102, 103, 1500, ['target', 1, 102, 1500]],
    ['the target after the end', BUY, 102, 103, 1500.5, ['ttl', 0, 102, 1500.5]],
    ['the stop after the end', BUY, 99, 103, 1501, ['ttl', 0, 99, 1501]],
    ['before the opening', BUY, 102, 103, 999, undefined],
    ['nothing exactly at the end: another price may follow', BUY, 100, 101, 1500, undefined],
    ['nothing just after the end', BUY, 100, 101, 1500.5, ['ttl', 0, 100, 1500.5]],
    ['a crossed book at the target', BUY, 102, 101, 1001, undefined],
    ['a locked book at the target', BUY, 102, 102, 1001, undefined],
    ['no ask', BUY, 102, NaN, 1001, undefined],
    ['no bid', SELL, NaN, 98, 1001, undefined],
    ['a bid of 0', BUY, 0, 103, 1001, undefined],
    ['an ask without end', SELL, 97, Infinity, 1001, undefined],
    ['a crossed book after the end', BUY, 102, 101, 1501, ['ttl', 0, null, 1501]],
    ['no price after the end', BUY, NaN, NaN, 1600, ['ttl', 0, null, 1600]],
  ])('%s', (_, trade, bid, ask, nowMs, expected) => expect(met(trade, bid, ask, nowMs)).toEqual(expected));

  it('is told with all the trade was opened with', () => {
    const watch = new BarrierWatch();
    watch.open(BUY);
    expect(watch.onPrice('BTCUSDT', 102, 103, 1200)).toEqual([
      {
        cid: 'c-1',
        decisionId: 'd-1',
        traded: true,
        symbol: 'BTCUSDT',
        side: 'buy',
        score: 0.6,
        p: 0.7,
        model: 'sigmoid@1',
        label: 1,
        outcome: 'target',
        openedMs: 1000,
        closedMs: 1200,
        exitPrice: 102,
      },
    ]);
  });
});

describe('BarrierWatch', () => {
  it('tells each outcome once, those of one price in order of opening, and knows whose prices matter', () => {
    const watch = new BarrierWatch();
    for (const [cid, targetPrice] of [['a', 101] as const, ['b', 103] as const, ['c', 101] as const])
      watch.open({ ...BUY, cid, targetPrice });
    watch.open({ ...BUY, cid: 'd', symbol: 'ETHUSDT' });
    const cids = (bid: number) => watch.onPrice('BTCUSDT', bid, bid + 1, 1100).map(({ cid }) => cid);
    expect([cids(101), cids(101), watch.size, watch.watches('BTCUSDT')]).toEqual([['a', 'c'], [], 2, true]);
    expect([cids(103), watch.size, watch.watches('BTCUSDT'), watch.watches('ETHUSDT')]).toEqual([
      ['b'],
      1,
      false,
      true,
    ]);
  });

  it('allocates nothing while nothing is met', () => {
    const watch = new BarrierWatch();
    const none = watch.onPrice('BTCUSDT', 102, 103, 1001);
    watch.open(BUY);
    expect(watch.onPrice('BTCUSDT', 100, 101, 1001)).toBe(none);
    expect(watch.onPrice('ETHUSDT', 102, 103, 1001)).toBe(none);
    expect(watch.onTime(1500)).toEqual([]);
  });

  it('ends by time where no price comes', () => {
    const watch = new BarrierWatch();
    watch.open(BUY);
    watch.open({ ...SELL, cid: 'c-2', symbol: 'ETHUSDT', ttlMs: 600 });
    expect(watch.onTime(1500)).toEqual([]);
    expect(watch.onTime(1500.5)).toMatchObject([{ cid: 'c-1', outcome: 'ttl', label: 0, exitPrice: null }]);
    expect(watch.onTime(1e9)).toMatchObject([{ cid: 'c-2', outcome: 'ttl', label: 0, exitPrice: null }]);
    expect(watch.size).toBe(0);
  });

  it('makes no outcome of what it was told to forget', () => {
    const watch = new BarrierWatch();
    watch.open(BUY);
    watch.open({ ...BUY, cid: 'c-2' });
    expect([watch.forget('ETHUSDT'), watch.forget('BTCUSDT'), watch.forget('BTCUSDT')]).toEqual([0, 2, 0]);
    expect([watch.size, watch.onPrice('BTCUSDT', 102, 103, 1001), watch.onTime(1e9)]).toEqual([0, [], []]);
    watch.open(BUY);
    watch.open({ ...BUY, symbol: 'ETHUSDT' });
    expect([watch.forgetAll(), watch.forgetAll(), watch.size, watch.onTime(1e9)]).toEqual([2, 0, 0, []]);
  });

  it.each<[string, Partial<WatchedTrade>]>([
    ['a target at the entry', { targetPrice: 100 }],
    ['a stop at the entry', { stopPrice: 100 }],
    ['a buy with the barriers of a sell', { targetPrice: 98, stopPrice: 101 }],
    ['a sell with the barriers of a buy', { side: 'sell' }],
    ['a stop at 0', { stopPrice: 0 }],
    ['a stop below 0', { stopPrice: -1 }],
    ['an infinite target', { targetPrice: Infinity }],
    ['an entry that is no number', { entryPrice: NaN }],
    ['a target that is no number', { targetPrice: NaN }],
    ['a score that is no number', { score: NaN }],
    ['p above 1', { p: 1.0001 }],
    ['p below 0', { p: -1e-9 }],
    ['p that is no number', { p: NaN }],
    ['no time', { openedMs: NaN }],
    ['no time to live', { ttlMs: 0 }],
    ['an endless time to live', { ttlMs: Infinity }],
  ])('refuses %s', (_, fields) => {
    const watch = new BarrierWatch();
    expect(() => watch.open({ ...BUY, ...fields })).toThrow(RangeError);
    expect(watch.size).toBe(0);
  });

  it('takes p at both ends', () => {
    const watch = new BarrierWatch();
    for (const p of [0, -0, 1]) watch.open({ ...BUY, p });
    expect(watch.size).toBe(3);
  });
});

/** Quotes on a grid, so that barriers are often met exactly; some crossed, and times that stand still or jump. */
const quotes = fc.array(
  fc.record({
    symbol: fc.constantFrom('A', 'B'),
    stepMs: fc.integer({ min: 0, max: 40 }),
    bid: fc.integer({ min: 90, max: 110 }),
    spread: fc.integer({ min: -1, max: 3 }),
  }),
  { maxLength: 80 },
);
const trades = fc.array(
  fc.record({
    symbol: fc.constantFrom('A', 'B'),
    side: fc.constantFrom('buy' as const, 'sell' as const),
    up: fc.integer({ min: 1, max: 6 }),
    down: fc.integer({ min: 1, max: 6 }),
    openedMs: fc.integer({ min: 0, max: 400 }),
    ttlMs: fc.integer({ min: 1, max: 300 }),
  }),
  { maxLength: 12 },
);

interface Quote {
  readonly symbol: string;
  readonly nowMs: number;
  readonly bid: number;
  readonly ask: number;
}

/** The whole path of one trade, read again from its beginning with nothing remembered. */
function scan(trade: WatchedTrade, path: readonly Quote[]): { outcome: BarrierOutcome; closedMs: number } | undefined {
  const endMs = trade.openedMs + trade.ttlMs;
  const seen = path.filter(({ symbol, nowMs }) => symbol === trade.symbol && nowMs >= trade.openedMs);
  const sign = trade.side === 'buy' ? 1 : -1;
  const gains = seen.map(({ bid, ask }) => (bid < ask ? sign * ((sign === 1 ? bid : ask) - trade.entryPrice) : NaN));
  const goal = sign * (trade.targetPrice - trade.entryPrice);
  const ruin = sign * (trade.stopPrice - trade.entryPrice);
  const inTime = (i: number) => seen[i]!.nowMs <= endMs;
  const first = (isMet: (gain: number) => boolean) => gains.findIndex((gain, i) => inTime(i) && isMet(gain));
  const target = first((gain) => gain >= goal);
  const stop = first((gain) => gain <= ruin);
  const end = seen.findIndex(({ nowMs }) => nowMs > endMs);
  const meets = [
    { outcome: 'target' as const, at: target },
    { outcome: 'stop' as const, at: stop },
    { outcome: 'ttl' as const, at: end },
  ].filter(({ at }) => at >= 0);
  const [found] = meets.sort((a, b) => a.at - b.at);
  return found && { outcome: found.outcome, closedMs: seen[found.at]!.nowMs };
}

describe('labels', () => {
  it('are those of a scan of the whole path', () => {
    fc.assert(
      fc.property(quotes, trades, (steps, drafts) => {
        let nowMs = 0;
        const path = steps.map(({ symbol, stepMs, bid, spread }) => {
          nowMs += stepMs;
          return { symbol, nowMs, bid, ask: bid + spread };
        });
        const opened = drafts
          .map(({ symbol, side, up, down, openedMs, ttlMs }, i): WatchedTrade => {
            const [targetPrice, stopPrice] = side === 'buy' ? [100 + up, 100 - down] : [100 - down, 100 + up];
            const about = { cid: `c-${i}`, traded: true, score: 0.5, p: 0.5, model: 'm@1', entryPrice: 100 };
            return { ...about, symbol, side, targetPrice, stopPrice, openedMs, ttlMs };
          })
          .sort((a, b) => a.openedMs - b.openedMs);
        const watch = new BarrierWatch();
        const waiting = [...opened];
        const found = new Map<string, object>();
        for (const quote of path) {
          while (waiting.length > 0 && waiting[0]!.openedMs <= quote.nowMs) watch.open(waiting.shift()!);
          for (const { cid, outcome, closedMs, label } of watch.onPrice(
            quote.symbol,
            quote.bid,
            quote.ask,
            quote.nowMs,
          )) {
            expect([found.has(cid), label]).toEqual([false, outcome === 'target' ? 1 : 0]);
            found.set(cid, { outcome, closedMs });
          }
        }
        for (const trade of opened) expect([trade, found.get(trade.cid)]).toEqual([trade, scan(trade, path)]);
        expect(watch.size).toBe(opened.length - waiting.length - found.size);
      }),
      { numRuns: 1000 },
    );
  });

  it('of a buy are those of a sell in the mirror', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 90, max: 110 }), { maxLength: 60 }), (bids) => {
        const outcomesOf = (trade: WatchedTrade, quote: (bid: number) => [number, number]) => {
          const watch = new BarrierWatch();
          watch.open(trade);
          return bids.flatMap((bid, i) => watch.onPrice('BTCUSDT', ...quote(bid), 1000 + 10 * i));
        };
        const buy = outcomesOf({ ...BUY, targetPrice: 104, stopPrice: 97 }, (bid) => [bid, bid + 1]);
        const sell = outcomesOf({ ...BUY, side: 'sell', targetPrice: 96, stopPrice: 103 }, (bid) => [
          199 - bid,
          200 - bid,
        ]);
        const bare = ({ outcome, closedMs, label }: (typeof buy)[number]) => [outcome, closedMs, label];
        expect(sell.map(bare)).toEqual(buy.map(bare));
      }),
    );
  });
});
