import { enrichPosttrade } from './enrich-posttrade';
import type { PosttradeRequest } from './posttrade-request.dto';

/** A unified order with the venue's own answer inside, as a market order on USD-M futures comes back. */
const RESPONSE = {
  id: '8389765',
  clientOrderId: 'x-1',
  timestamp: 1763800000123,
  symbol: 'BTC/USDT:USDT',
  side: 'buy',
  status: 'closed',
  price: 64000,
  amount: 0.5,
  filled: 0.5,
  average: 64010.5,
  fee: { cost: 12.8, currency: 'USDT' },
  reduceOnly: true,
  info: { orderId: 8389765, executedQty: '0.400', avgPrice: '1', status: 'FILLED' },
};

const INFO = {
  orderId: 8389765,
  clientOrderId: 'x-1',
  symbol: 'BTCUSDT',
  side: 'SELL',
  status: 'PARTIALLY_FILLED',
  price: '64000.0',
  origQty: '0.500',
  executedQty: '0.250',
  avgPrice: '64010.50',
  updateTime: 1763800000123,
  reduceOnly: 'true',
};

describe('enrichPosttrade', () => {
  it('fills what the body does not say from the raw order', () => {
    expect(enrichPosttrade({ response: RESPONSE })).toEqual({
      response: RESPONSE,
      id: '8389765',
      orderId: '8389765',
      clientOrderId: 'x-1',
      symbol: 'BTC/USDT:USDT',
      side: 'buy',
      status: 'closed',
      price: 64000,
      amount: 0.5,
      filled: 0.5,
      average: 64010.5,
      fee: { cost: 12.8, currency: 'USDT' },
      timestamp: 1763800000123,
      reduceOnly: true,
    });
  });

  it.each([
    ['under response', { response: { info: INFO } }],
    ['beside the fields', { info: INFO }],
    ['behind a raw order without values', { response: { id: null, filled: null, status: null, info: INFO } }],
  ])("fills from the venue's own answer %s", (_, body) => {
    expect(enrichPosttrade(body)).toMatchObject({
      id: 8389765,
      orderId: 8389765,
      clientOrderId: 'x-1',
      symbol: 'BTCUSDT',
      side: 'SELL',
      status: 'PARTIALLY_FILLED',
      price: 64000,
      amount: 0.5,
      filled: 0.25,
      average: 64010.5,
      timestamp: 1763800000123,
      reduceOnly: true,
    });
  });

  it('lets stand what the body says, zero, false and the empty text included', () => {
    const said: PosttradeRequest = {
      order_id: '',
      client_order_id: 0,
      exchange_order_id: '',
      symbol: '',
      side: '',
      status: '',
      price: 0,
      qty: 0,
      filled: 0,
      avg_price: 0,
      fees: 0,
      exchange_ts: 0,
      reduce_only: false,
    };
    expect(enrichPosttrade({ ...said, response: RESPONSE })).toEqual({ ...said, response: RESPONSE });
  });

  it('reads null in the body as not said', () => {
    expect(enrichPosttrade({ status: null, filled: null, response: RESPONSE })).toMatchObject({
      status: 'closed',
      filled: 0.5,
    });
  });

  it.each(['', 'n/a', '0x10', '1e999', '-1', 'Infinity', '1_0', ' 1', true, {}, [1]])(
    'leaves out a filled quantity it cannot read: %j',
    (executedQty) => {
      expect(enrichPosttrade({ status: 'new', info: { executedQty } })).not.toHaveProperty('filled');
    },
  );

  it('hands back the very body when there is nothing to take from', () => {
    const body = { order_id: '1', status: 'new' };
    expect(enrichPosttrade(body)).toBe(body);
    expect(enrichPosttrade({ ...body, response: null })).toEqual({ ...body, response: null });
  });

  it('does not touch the body', () => {
    const body = Object.freeze({ response: RESPONSE });
    enrichPosttrade(body);
    expect(body).toEqual({ response: RESPONSE });
  });
});
