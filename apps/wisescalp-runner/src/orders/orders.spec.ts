import { parseFrame, SymbolMarket } from '@aurora/market';
import { parsePosttrade } from '@aurora/contracts';
import type { ApprovedOrder } from '../policy/approved-order';
import { SIGNAL } from '../signal/signal.fixture';
import { posttradeReport } from './posttrade-report';
import { ShadowBook, type ShadowPosition } from './shadow-book';
import { executionPrice, exitReason, wantedExit, wantedOpening } from './wanted-order';

const market = new SymbolMarket('BTCUSDT');
market.apply(
  parseFrame('{"lastUpdateId":1,"bids":[["99.99","1"],["99.90","9"]],"asks":[["100.01","1"],["100.11","9"]]}'),
  0,
);

const LONG: ShadowPosition = {
  symbol: 'BTCUSDT',
  side: 'buy',
  qty: 2,
  entryPrice: 100,
  openedMs: SIGNAL.nowMs,
  stopPrice: 99,
  targetPrice: 101,
  openFee: 1,
};
const SHORT: ShadowPosition = { ...LONG, side: 'sell', stopPrice: 101, targetPrice: 99 };

describe('wanted orders', () => {
  const size = { notionalUsdt: 200, lotStep: '0.001' };

  it('are priced by walking the book, half the spread included', () => {
    const order = wantedOpening(market, SIGNAL, size, 'c')!;
    expect(order).toMatchObject({ side: 'buy', qty: 2, reduceOnly: false });
    expect(order.slipBps).toBeCloseTo(6);
    expect(executionPrice(market, 'sell', 1)).toBe(99.99);
  });

  it('are none below a lot or beyond the book', () => {
    expect(wantedOpening(market, SIGNAL, { ...size, notionalUsdt: 0.09 }, 'c')).toBeUndefined();
    expect(wantedOpening(market, SIGNAL, { ...size, notionalUsdt: 1001 }, 'c')).toBeUndefined();
  });

  it('never count on a price better than mid', () => {
    const above = { ...SIGNAL, features: { ...SIGNAL.features, mid: 101 } };
    expect(wantedOpening(market, above, size, 'c')!.slipBps).toBe(0);
  });

  it('close the whole position with the other side', () => {
    expect(wantedExit(market, SIGNAL, LONG, 'c')).toMatchObject({ side: 'sell', qty: 2, reduceOnly: true });
  });
});

describe('exitReason', () => {
  const rules = { holdMs: 1000, minScore: 0.4 };
  const at = (ms: number, score = 0) => ({ ...SIGNAL, nowMs: SIGNAL.nowMs + ms, score });
  it.each<[string, ShadowPosition, ReturnType<typeof at>, string | undefined]>([
    ['nothing', LONG, at(999), undefined],
    ['hold time, exactly', LONG, at(1000), 'hold_time'],
    ['opposite score, exactly', LONG, at(0, -0.4), 'opposite_score'],
    ['opposite score too small', LONG, at(0, -0.399), undefined],
    ['score its way', LONG, at(0, 0.9), undefined],
    ['opposite score of a short', SHORT, at(0, 0.4), 'opposite_score'],
    ['stop of a long, at the bid', { ...LONG, stopPrice: 99.99 }, at(0), 'stop'],
    ['stop of a long not reached', { ...LONG, stopPrice: 99.98 }, at(0), undefined],
    ['target of a long', { ...LONG, targetPrice: 99.99 }, at(0), 'target'],
    ['stop of a short, at the ask', { ...SHORT, stopPrice: 100.01 }, at(0), 'stop'],
    ['target of a short', { ...SHORT, targetPrice: 100.01 }, at(0), 'target'],
    ['target of a short not reached', { ...SHORT, targetPrice: 100 }, at(0), undefined],
  ])('%s', (_, position, signal, expected) => expect(exitReason(position, signal, market, rules)).toBe(expected));
});

describe('ShadowBook', () => {
  const DAY = 86_400_000;

  it('books profit after both fees', () => {
    const book = new ShadowBook(1000);
    book.open(LONG);
    expect(book.openPositions).toBe(1);
    expect(book.close(LONG, 2, 103, 2, 10)).toBe(3);
    expect([book.openPositions, book.pnlUsdt, book.pnlTodayPct(10)]).toEqual([0, 3, expect.closeTo(0.3)]);
  });

  it('books a short and a partial close in decimal quantities', () => {
    const book = new ShadowBook(1000);
    const short = { ...SHORT, qty: 0.3 };
    book.open(short);
    expect(book.close(short, 0.1, 97, 0, 10)).toBeCloseTo(0.3 - 1 / 3);
    expect(book.positionOf('BTCUSDT')).toMatchObject({ qty: 0.2, openFee: expect.closeTo(2 / 3) });
  });

  it('starts a new day at midnight UTC', () => {
    const book = new ShadowBook(1000);
    book.open(LONG);
    book.close(LONG, 2, 103, 2, DAY - 1);
    expect(book.pnlTodayPct(DAY - 1)).toBeCloseTo(0.3);
    expect(book.pnlTodayPct(DAY)).toBe(0);
    expect(book.pnlUsdt).toBe(3);
  });
});

describe('posttradeReport', () => {
  const order = {
    symbol: 'BTCUSDT',
    side: 'sell',
    qty: 2,
    reduceOnly: true,
    clientOrderId: 'c-1',
    slipBps: 0,
    decisionId: 'd-1',
  } as unknown as ApprovedOrder;

  it('tells of a fill', () => {
    const body = posttradeReport(order, { price: 101, fee: 0.2, atMs: 5.7, pnlUsdt: 1.5 });
    expect(body).toEqual({
      order_id: 'c-1',
      client_order_id: 'c-1',
      decision_id: 'd-1',
      symbol: 'BTCUSDT',
      side: 'sell',
      action: 'close',
      reduce_only: true,
      qty: 2,
      status: 'filled',
      filled: 2,
      average: 101,
      fee: { cost: 0.2, currency: 'USDT' },
      exchange_ts: 5,
      pnl_usdt: 1.5,
    });
    expect(parsePosttrade(body)).toMatchObject({ ok: true });
  });

  it('tells of an order the book could not fill', () => {
    expect(posttradeReport({ ...order, reduceOnly: false }, undefined)).toMatchObject({
      action: 'open',
      status: 'canceled',
      filled: 0,
    });
  });
});
