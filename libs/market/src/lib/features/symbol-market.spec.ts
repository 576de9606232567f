import { diff, snapshot, trade } from '../book/book.fixture';
import type { BookTickerEvent } from '../wire/market-event';
import { SymbolMarket } from './symbol-market';

const BID = 100e8;
const ASK = 101e8;

const ticker = (updateId: number, bidQty: number): BookTickerEvent => ({
  kind: 'bookTicker',
  symbol: 'BTCUSDT',
  eventMs: 0,
  transactMs: 0,
  updateId,
  bidTicks: BID,
  bidQty,
  askTicks: ASK,
  askQty: 1,
});

/** In step at second 0, then one diff a second. */
function running(seconds: number): SymbolMarket {
  const market = new SymbolMarket('BTCUSDT');
  market.apply(snapshot(100, [[BID, 3]], [[ASK, 1]]), 0);
  for (let s = 0; s <= seconds; s++) market.apply(diff([100 + s, 100 + s, 99 + s], [], [], s * 1000), s * 1000);
  return market;
}

describe('SymbolMarket', () => {
  it('has features once five bars have closed', () => {
    expect(running(5).features(5000)).toBeUndefined();
    expect(running(6).features(6000)).toEqual({
      nowMs: 6000,
      mid: 100.5,
      spreadBps: expect.closeTo(1e4 / 100.5),
      obi: 0.5,
      tfi: 0,
      microBiasBps: expect.closeTo(1e4 / 201 / 2),
      ofi: 0,
      absorb: 0,
      sweep: 0,
      trendBps: 0,
      cancelPerSec: 0,
      replenishPerSec: 0,
      volStdBps: 0,
      atrBps: 0,
    });
  });

  it('has none while the book is out of step or one-sided, and a negative spread while it is crossed', () => {
    const gap = running(6);
    gap.apply(diff([500, 501, 499]), 6500);
    expect([gap.features(6500), gap.gaps]).toEqual([undefined, 1]);
    const crossed = running(6);
    crossed.apply(diff([107, 107, 106], [[ASK, 1]]), 6500);
    expect(crossed.features(6500)?.spreadBps).toBe(0);
    crossed.apply(diff([108, 108, 107], [[ASK + 1e8, 1]]), 6600);
    expect(crossed.features(6600)?.spreadBps).toBeLessThan(0);
    expect(crossed.crossings).toBe(2);
    const empty = running(6);
    empty.apply(diff([107, 107, 106], [], [[ASK, 0]]), 6500);
    expect(empty.features(6500)).toBeUndefined();
  });

  it('recovers from a gap with a new snapshot', () => {
    const market = running(6);
    market.apply(diff([500, 501, 499]), 6500);
    market.apply(snapshot(500, [[BID, 1]], [[ASK, 1]]), 6600);
    expect(market.features(6600)?.obi).toBe(0);
  });

  it('takes the newer of ticker and book for the top', () => {
    const market = running(6);
    market.apply(ticker(200, 8), 6100);
    market.apply(ticker(50, 99), 6200);
    expect(market.features(6200)?.ofi).toBe(5);
    expect(market.features(7101)?.ofi).toBe(0);
  });

  it('counts volume once when both trade streams come', () => {
    const market = running(6);
    market.apply(trade(ASK, 2, false), 6100);
    market.apply({ ...trade(ASK, 2, true), kind: 'aggTrade' }, 6100);
    market.apply({ ...trade(2 * ASK, 50, true), kind: 'offMarketTrade' }, 6100);
    expect(market.features(6200)).toMatchObject({ tfi: 1, mid: 100.5 });
    expect(market.trap.read(6200).tradesCount).toBe(1);
  });

  it('measures latency above the fastest message', () => {
    const market = running(0);
    market.apply(trade(ASK, 1, false, 7000), 7020);
    expect(market.latencyMs).toBe(20);
  });

  it('notes a diff that comes again', () => {
    const market = running(6);
    market.apply(diff([106, 106, 105]), 6500);
    expect([market.sequenceFaults, market.lastSequenceFaultMs, market.gaps]).toEqual([1, 6500, 0]);
  });

  it('hands cancels near the top to the TRAP window', () => {
    const market = running(6);
    market.apply(diff([107, 107, 106], [[BID, 1]]), 6500);
    expect(market.trap.read(6500)).toEqual({ cancelDeltas: [2], addDeltas: [], tradesCount: 0 });
    expect(market.features(6500)?.cancelPerSec).toBe(1);
  });

  it('gives the TRAP window what whole tops of book cancel and add', () => {
    const market = new SymbolMarket('BTCUSDT');
    const top = (updateId: number, bidQty: number, nowMs: number) =>
      market.apply(
        { ...diff([updateId, updateId, updateId - 1], [[BID, bidQty]], [[ASK, 1]], nowMs), kind: 'partialDepth' },
        nowMs,
      );
    for (let s = 0; s <= 7; s++) top(100 + s, s === 7 ? 1 : 3, s * 1000);
    expect(market.trap.read(7000)).toEqual({ cancelDeltas: [2], addDeltas: [], tradesCount: 0 });
    expect(market.features(7000)).toMatchObject({ obi: 0, cancelPerSec: 1 });
    expect(market.streams.owedMs('depth', 9000)).toBe(0);
  });
});
