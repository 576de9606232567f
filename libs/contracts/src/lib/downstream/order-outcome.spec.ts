import fc from 'fast-check';
import { normaliseExchangeError, orderFailedProblems, orderSuccessProblems, type OrderSuccess } from '@aurora/events';
import { classifyPosttrade } from '../posttrade/classify-posttrade';
import { parsePosttrade } from '../posttrade/parse-posttrade';
import type { PosttradeRequest } from '../posttrade/posttrade-request.dto';
import {
  orderFailedToPosttrade,
  orderSuccessToPosttrade,
  posttradeToFailed,
  posttradeToSuccess,
} from './order-outcome';

const AT = '2025-11-22T08:26:40.000Z';
const success = (body: PosttradeRequest) => posttradeToSuccess(body, AT);
const failed = (body: PosttradeRequest) => posttradeToFailed(body, AT);

describe('posttradeToSuccess', () => {
  it('writes symbol, side, quantity and every id', () => {
    const record = success({
      order_id: 12,
      client_order_id: 'c',
      exchange_order_id: 8389765,
      decision_id: 'd',
      symbol: 'BTC/USDT',
      side: 'BUY',
      qty: 2,
      filled: 0.5,
      average: 64010.5,
      fee: { cost: 1.28, currency: 'USDT' },
      timestamp: 1763800000123,
    });
    expect(record).toStrictEqual({
      ts_iso: AT,
      decision_id: 'd',
      order_id: '12',
      symbol: 'BTCUSDT',
      side: 'buy',
      qty: 2,
      client_order_id: 'c',
      exchange_order_id: '8389765',
      avg_price: 64010.5,
      fees: 1.28,
      filled_pct: 0.25,
      exchange_ts: 1763800000123,
    });
    expect(orderSuccessProblems(record)).toEqual([]);
  });

  it.each<[string, PosttradeRequest, Partial<OrderSuccess>]>([
    ['zero is an order id', { order_id: 0, id: 'x' }, { order_id: '0' }],
    ['the empty text is an order id', { order_id: '', id: 'x' }, { order_id: '' }],
    ['null falls through', { order_id: null, id: 'x' }, { order_id: 'x' }],
    ['clientOrderId stands in', { clientOrderId: 5 }, { client_order_id: '5' }],
    ['orderId stands in', { orderId: 5 }, { exchange_order_id: '5' }],
    ['zero is a quantity', { qty: 0, amount: 3 }, { qty: 0 }],
    ['amount stands in', { amount: 3 }, { qty: 3 }],
    ['the limit price is no average', { price: 64000 }, { avg_price: null }],
    ['zero is an average', { average: 0, avg_price: 3 }, { avg_price: 0 }],
    ['avg_price stands in', { average: null, avg_price: 3 }, { avg_price: 3 }],
    ['zero is a fee', { fee: 0, fees: 3 }, { fees: 0 }],
    ['zero is a cost', { fee: { cost: 0 }, fees: 3 }, { fees: 0 }],
    ['fees stands in', { fees: 3 }, { fees: 3 }],
    ['fees stands in for a fee without cost', { fee: { currency: 'BNB' }, fees: 3 }, { fees: 3 }],
    [
      'fees of the fills add up',
      {
        fees: [
          { cost: 1, currency: 'A' },
          { cost: 2, currency: 'A' },
        ],
      },
      { fees: 3 },
    ],
    [
      'currencies do not add up',
      {
        fees: [
          { cost: 1, currency: 'A' },
          { cost: 2, currency: 'B' },
        ],
      },
      { fees: null },
    ],
    ['an unknown cost has no sum', { fees: [{ cost: 1 }, {}] }, { fees: null }],
    ['no fees', { fees: [] }, { fees: null }],
    ['filled_pct is kept', { filled_pct: 0.3, filled: 1, qty: 2, status: 'filled' }, { filled_pct: 0.3 }],
    ['zero is a filled_pct', { filled_pct: 0, filled: 1, qty: 2 }, { filled_pct: 0 }],
    ['a partial fill is no 100 %', { status: 'partially_filled', filled: 1, qty: 4 }, { filled_pct: 0.25 }],
    ['a partial fill of unknown size is not known', { status: 'partially_filled' }, { filled_pct: null }],
    ['a fraction beyond all numbers is not known', { filled: 1, qty: 1e-320 }, { filled_pct: null }],
    ['nothing filled is 0', { status: 'closed', filled: 0, qty: 4 }, { filled_pct: 0 }],
    ['filled is 1', { status: 'FILLED' }, { filled_pct: 1 }],
    ['closed is 1', { status: 'closed', qty: 0, filled: 0 }, { filled_pct: 1 }],
    ['exchange_ts goes first', { exchange_ts: 0, timestamp: 5 }, { exchange_ts: 0 }],
  ])('%s', (_, body, part) => {
    expect(success(body)).toMatchObject(part);
  });
});

describe('posttradeToFailed', () => {
  it('normalises the error of the venue', () => {
    const record = failed({
      order_id: 1,
      symbol: 'btc-usdt',
      side: 'sell',
      qty: 1,
      error_code: -2019,
      error_msg: 'Margin is insufficient.',
      status: 'rejected',
    });
    expect(record).toMatchObject({
      order_id: '1',
      symbol: 'BTCUSDT',
      side: 'sell',
      error_code: '-2019',
      error_msg: 'Margin is insufficient.',
      attempts: 1,
      final_status: 'rejected',
      reason_normalized: { code: 'EXCHANGE_MARGIN_INSUFFICIENT' },
    });
    expect(orderFailedProblems(record)).toEqual([]);
  });

  it.each<[PosttradeRequest, string | null, string | null]>([
    [{ error_code: 0 }, '0', null],
    [{ error_code: '', error: { code: 5 } }, '', '{"code":5}'],
    [{ error: 'timeout' }, null, 'timeout'],
    [{ error: { code: -1021, message: 'late' } }, '-1021', 'late'],
    [{ error: 'a', error_msg: '' }, null, ''],
    [{ error_msg: { why: 'x' } }, null, '{"why":"x"}'],
    [{ error: true }, null, null],
  ])('%j has code %j and message %j', (body, error_code, error_msg) => {
    expect(failed(body)).toMatchObject({ error_code, error_msg });
    expect(orderFailedProblems(failed(body))).toEqual([]);
  });
});

const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const amount = fc.double({ min: 0, max: 1e12, noNaN: true });
const words = fc.string({ maxLength: 20 });
const base = {
  ts_iso: fc.constant(AT),
  decision_id: orNull(words),
  // At least one name of the order, as every reported outcome has.
  order_id: words,
  symbol: orNull(fc.constantFrom('BTCUSDT', 'SOLUSDT')),
  side: orNull(fc.constantFrom('buy' as const, 'sell' as const)),
  qty: orNull(amount),
  client_order_id: orNull(words),
  exchange_order_id: orNull(words),
};

describe('there and back', () => {
  it('a fill comes back as it was', () => {
    const record = fc.record({
      ...base,
      avg_price: orNull(amount),
      fees: orNull(amount),
      filled_pct: orNull(fc.double({ min: 0, max: 1, noNaN: true })),
      exchange_ts: orNull(fc.oneof(fc.nat(), words)),
    });
    fc.assert(
      fc.property(record, (given) => {
        const before = { ...given };
        const parsed = parsePosttrade(orderSuccessToPosttrade(before));
        if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
        expect(classifyPosttrade(parsed.value.enriched).kind).toBe('success');
        expect(posttradeToSuccess(parsed.value.enriched, before.ts_iso)).toStrictEqual(before);
      }),
      { numRuns: 1000, seed: 20261122 },
    );
  });

  it('a failure comes back as it was', () => {
    const record = fc
      .record({
        ...base,
        error_code: orNull(words),
        error_msg: orNull(words),
        attempts: fc.integer({ min: 1, max: 9 }),
        final_status: orNull(words),
      })
      .map((fields) => ({ ...fields, reason_normalized: normaliseExchangeError(fields.error_code, fields.error_msg) }));
    fc.assert(
      fc.property(record, (given) => {
        const before = { ...given };
        const parsed = parsePosttrade(orderFailedToPosttrade(before));
        if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
        expect(classifyPosttrade(parsed.value.enriched).kind).toBe('failed');
        expect(posttradeToFailed(parsed.value.enriched, before.ts_iso)).toStrictEqual(before);
      }),
      { numRuns: 1000, seed: 20261122 },
    );
  });
});
