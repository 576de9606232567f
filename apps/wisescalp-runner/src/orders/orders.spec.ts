import { parsePosttrade } from '@aurora/contracts';
import type { BookedFill, OrderEvent } from '@aurora/execution';
import type { Approved } from '@aurora/gate-client';
import { parseFrame, SymbolMarket } from '@aurora/market';
import { SIGNAL } from '../signal/signal.fixture';
import { isTerminal, orderEventDetails, orderEventFields, posttradeReport } from './order-events';
import { RouteExperience } from './route-experience';
import { Ticket } from './ticket';
import { Leg } from './trade';
import { marketPrice, marketSlipBps, type WantedOrder } from './wanted-order';

const market = new SymbolMarket('BTCUSDT');
market.apply(
  parseFrame('{"lastUpdateId":1,"bids":[["99.99","1"],["99.90","9"]],"asks":[["100.01","1"],["100.11","9"]]}'),
  0,
);

describe('the price of a market order', () => {
  it('is that of walking the book', () => {
    expect(marketPrice(market, 'sell', 1)).toBe(99.99);
    expect(marketPrice(market, 'buy', 2)).toBeCloseTo(100.06);
    expect(marketSlipBps(market, 'buy', 2, 100)).toBeCloseTo(6);
    expect(marketSlipBps(market, 'sell', 1, 100)).toBeCloseTo(1);
  });

  it('is none beyond the book', () => expect(marketSlipBps(market, 'buy', 11, 100)).toBeNaN());

  it('is never counted as better than mid', () => expect(marketSlipBps(market, 'buy', 1, 101)).toBe(0));
});

const ORDER = {
  symbol: 'BTCUSDT',
  side: 'buy',
  qty: 2,
  reduceOnly: false,
  clientOrderId: 'c-1',
  purpose: 'open',
  type: 'limit',
  price: 99.99,
  slipBps: 0,
  decisionId: 'd-1',
} as unknown as Approved<WantedOrder>;

const EVENT: OrderEvent = {
  kind: 'partial',
  order: {
    cid: 'c-1',
    decisionId: 'd-1',
    symbol: 'BTCUSDT',
    side: 'buy',
    type: 'limit',
    qty: 2,
    price: 99.99,
    reduceOnly: false,
  },
  orderId: 'o-1',
  atMs: 5.7,
  filledQty: 0.5,
  lastQty: 0.5,
  lastPrice: 99.99,
  avgPrice: 99.99,
  fee: 0.01,
  totalFee: 0.01,
  liquidity: 'maker',
  reason: null,
  code: null,
};
const BOOKED = { netUsdt: -0.01 } as BookedFill;
const UNFILLED = { filledQty: 0, lastQty: 0, lastPrice: NaN, avgPrice: NaN, fee: 0, totalFee: 0, liquidity: null };

describe('what is told of an order', () => {
  const ticket = new Ticket(ORDER, SIGNAL, 'c-1');

  it.each<[Partial<OrderEvent>, BookedFill | undefined, object]>([
    [{ kind: 'submit', ...UNFILLED }, undefined, { status: 'submitted', filled: 0 }],
    [
      {},
      BOOKED,
      {
        status: 'partially_filled',
        filled: 0.5,
        average: 99.99,
        fee: { cost: 0.01, currency: 'USDT' },
        pnl_usdt: -0.01,
      },
    ],
    [{ kind: 'fill' }, BOOKED, { status: 'filled' }],
    [{ kind: 'cancel', lastQty: 0 }, undefined, { status: 'canceled', filled: 0.5, average: 99.99 }],
    [{ kind: 'expire', ...UNFILLED, reason: 'ttl' }, undefined, { status: 'expired', filled: 0 }],
    [
      { kind: 'reject', ...UNFILLED, reason: 'notional_below_min', code: -4164 },
      undefined,
      { status: 'rejected', error_code: -4164, error_msg: 'notional_below_min' },
    ],
    [{ kind: 'reject', ...UNFILLED, reason: 'post_only_would_take', code: -5022 }, undefined, { status: 'expired' }],
  ])('%j', (change, booked, expected) => {
    const report = posttradeReport({ ...EVENT, ...change } as OrderEvent, ticket, booked)!;
    expect(report).toMatchObject({
      order_id: 'o-1',
      client_order_id: 'c-1',
      decision_id: 'd-1',
      symbol: 'BTCUSDT',
      side: 'buy',
      action: 'open',
      reduce_only: false,
      qty: 2,
      exchange_ts: 5,
      ...expected,
    });
    expect(parsePosttrade(report)).toMatchObject({ ok: true });
  });

  it.each(['ack', 'cancel_request', 'cancel_ack'] as const)('%s concerns the venue alone', (kind) =>
    expect(posttradeReport({ ...EVENT, kind }, ticket, undefined)).toBeUndefined(),
  );

  it('stands in the log under its ids, without what is not known', () => {
    expect(orderEventFields(EVENT)).toEqual({
      symbol: 'BTCUSDT',
      cid: 'c-1',
      oid: 'o-1',
      side: 'buy',
      orderType: 'limit',
      qty: 2,
      price: 99.99,
      decisionId: 'd-1',
    });
    expect(orderEventDetails({ ...EVENT, ...UNFILLED, kind: 'submit' } as OrderEvent, ticket, undefined)).toEqual({
      purpose: 'open',
      position_cid: 'c-1',
      filled: 0,
    });
  });

  it('ends with one of four', () => {
    const kinds = ['submit', 'ack', 'partial', 'fill', 'cancel_request', 'cancel_ack', 'cancel', 'reject', 'expire'];
    expect(kinds.filter((kind) => isTerminal({ ...EVENT, kind } as OrderEvent))).toEqual([
      'fill',
      'cancel',
      'reject',
      'expire',
    ]);
  });
});

describe('a ticket', () => {
  it('keeps fees and rebates apart and the market at its milestones', () => {
    const ticket = new Ticket(ORDER, SIGNAL, 'c-1');
    ticket.arrived(100.2, null);
    ticket.paid(0.03);
    ticket.paid(-0.01);
    ticket.ended({ ...EVENT, kind: 'cancel', atMs: 10 });
    expect(ticket.executed(100.4)).toEqual({
      side: 'buy',
      qty: 0.5,
      decisionMid: 100,
      arrivalMid: 100.2,
      arrivalTouch: null,
      fillPrice: 99.99,
      feesUsdt: 0.03,
      rebateUsdt: 0.01,
      midAfter: 100.4,
    });
  });

  it('looks at the mid five seconds after its end, once', () => {
    const ticket = new Ticket(ORDER, SIGNAL, 'c-1');
    ticket.arrived(100, null);
    ticket.ended({ ...EVENT, kind: 'fill', atMs: 1000 });
    const leg = new Leg(ticket);
    expect(leg.observe(99, 5999)).toBeUndefined();
    expect(leg.observe(99.9, 6000)).toBeCloseTo(10);
    expect([leg.observe(50, 7000), leg.midAfter]).toEqual([undefined, 99.9]);
  });
});

describe('RouteExperience', () => {
  it('begins without an opinion and learns from every order', () => {
    const experience = new RouteExperience();
    expect([experience.makerFillProbability, experience.makerSlipBps(3)]).toEqual([0.5, 1.5]);
    experience.makerEnded(1);
    experience.makerEnded(0.5);
    expect(experience.makerFillProbability).toBe(2.5 / 4);
    experience.makerDrifted(2);
    experience.makerDrifted(4);
    expect(experience.makerSlipBps(3)).toBeCloseTo(2.2);
  });
});
