import fc from 'fast-check';
import { EXCHANGE_ERRORS, normaliseExchangeError } from './normalise-exchange-error';

describe('normaliseExchangeError', () => {
  it.each([
    [-1013, 'EXCHANGE_FILTER_PRICE'],
    [-1021, 'EXCHANGE_TIMESTAMP'],
    [-2010, 'EXCHANGE_INSUFFICIENT_BALANCE'],
    [-2019, 'EXCHANGE_MARGIN_INSUFFICIENT'],
    [-4164, 'EXCHANGE_NOTIONAL_MIN'],
    [-1003, 'EXCHANGE_RATE_LIMIT'],
    [-1015, 'EXCHANGE_RATE_LIMIT'],
    [-1111, 'EXCHANGE_PRECISION'],
    [-2011, 'EXCHANGE_CANCEL_REJECTED'],
    [-2013, 'EXCHANGE_ORDER_NOT_FOUND'],
    [-2018, 'EXCHANGE_INSUFFICIENT_BALANCE'],
    [-2021, 'EXCHANGE_WOULD_TRIGGER'],
    [-2022, 'EXCHANGE_REDUCE_ONLY_REJECT'],
    [-4003, 'EXCHANGE_FILTER_QTY'],
    [-4014, 'EXCHANGE_FILTER_PRICE'],
    [-5021, 'EXCHANGE_FOK_REJECT'],
    [-5022, 'EXCHANGE_POST_ONLY_REJECT'],
    [-9999, 'EXCHANGE_UNKNOWN'],
    [0, 'EXCHANGE_UNKNOWN'],
    [NaN, 'EXCHANGE_UNKNOWN'],
  ])('reads the code %p as %s', (code, expected) => {
    expect(normaliseExchangeError(code, null).code).toBe(expected);
    expect(normaliseExchangeError(String(code), 'whatever').code).toBe(expected);
  });

  it('says of a time stamp out of the window: soft, retry', () => {
    expect(normaliseExchangeError(-1021, null)).toEqual({
      code: 'EXCHANGE_TIMESTAMP',
      class: 'exchange_time',
      severity: 'soft',
      action: 'retry',
    });
  });

  it.each([
    ['binance {"code":-2019,"msg":"Margin is insufficient."}', 'EXCHANGE_MARGIN_INSUFFICIENT'],
    ['binanceusdm {"code": "-4164", "msg":"…"}', 'EXCHANGE_NOTIONAL_MIN'],
    ['APIError(code=-1021): Timestamp for this request is outside of the recvWindow.', 'EXCHANGE_TIMESTAMP'],
    ['-2013 Order does not exist.', 'EXCHANGE_ORDER_NOT_FOUND'],
    ["Order's notional must be no smaller than 5.0", 'EXCHANGE_NOTIONAL_MIN'],
    ['Account has insufficient balance for requested action.', 'EXCHANGE_INSUFFICIENT_BALANCE'],
    ['Insufficient margin', 'EXCHANGE_MARGIN_INSUFFICIENT'],
    ['Filter failure: PRICE_FILTER', 'EXCHANGE_FILTER_PRICE'],
    ['Filter failure: LOT_SIZE', 'EXCHANGE_FILTER_QTY'],
    ['Filter failure: MIN_NOTIONAL', 'EXCHANGE_NOTIONAL_MIN'],
    ['Filter failure: MAX_NUM_ORDERS', 'EXCHANGE_MAX_ORDERS'],
    ['Too many requests; current limit is 2400', 'EXCHANGE_RATE_LIMIT'],
    ['ReduceOnly Order is rejected.', 'EXCHANGE_REDUCE_ONLY_REJECT'],
    [
      'Due to the order could not be executed as maker, the Post Only order will be rejected.',
      'EXCHANGE_POST_ONLY_REJECT',
    ],
    ['Due to the order could not be filled immediately, the FOK order has been rejected.', 'EXCHANGE_FOK_REJECT'],
    [
      'Timeout waiting for response from backend server. Send status unknown; execution status unknown.',
      'EXCHANGE_STATUS_UNKNOWN',
    ],
    ['request timed out (10000 ms)', 'EXCHANGE_NETWORK'],
    ['read ECONNRESET', 'EXCHANGE_NETWORK'],
    ['503 Service Unavailable', 'EXCHANGE_UNAVAILABLE'],
    ['Invalid API-key, IP, or permissions for action.', 'EXCHANGE_AUTH'],
    ['Invalid symbol.', 'EXCHANGE_SYMBOL'],
    ['price 1-2013 is odd', 'EXCHANGE_UNKNOWN'],
    ['', 'EXCHANGE_UNKNOWN'],
    [null, 'EXCHANGE_UNKNOWN'],
  ])('reads the message %p as %s', (message, expected) => {
    expect(normaliseExchangeError(null, message).code).toBe(expected);
    expect(normaliseExchangeError('', message).code).toBe(expected);
  });

  it('reads a text that stands in place of a code', () => {
    expect(normaliseExchangeError('INSUFFICIENT_FUNDS', null).code).toBe('EXCHANGE_UNKNOWN');
    expect(normaliseExchangeError('insufficient funds', null).code).toBe('EXCHANGE_INSUFFICIENT_BALANCE');
  });

  it('has every code and every reason once', () => {
    const codes = EXCHANGE_ERRORS.flatMap((row) => row.codes);
    expect(new Set(codes).size).toBe(codes.length);
    const reasons = EXCHANGE_ERRORS.map(({ reason }) => reason.code);
    expect(new Set(reasons).size).toBe(reasons.length);
    expect(codes.every((code) => Number.isInteger(code) && code < 0)).toBe(true);
  });

  it('always answers', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.double(), fc.constant(null)), fc.option(fc.string()), (code, message) => {
        expect(normaliseExchangeError(code, message).code).toMatch(/^EXCHANGE_[A-Z_]+$/);
      }),
    );
  });
});
