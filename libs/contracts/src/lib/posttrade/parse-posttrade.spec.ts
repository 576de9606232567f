import { parsePosttrade } from './parse-posttrade';
import { toPosttradeFact } from './to-posttrade-fact';

const errorsOf = (json: string) => {
  const parsed = parsePosttrade(JSON.parse(json));
  return parsed.ok ? [] : parsed.errors;
};

describe('parsePosttrade', () => {
  it.each([
    '{"order_id":"1"}',
    '{"order_id":1}',
    '{"order_id":0}',
    '{"order_id":""}',
    '{"id":7}',
    '{"client_order_id":"a"}',
    '{"symbol":"BTCUSDT"}',
    '{"status":"new"}',
    '{"response":{"id":"1"}}',
    '{"info":{"status":"NEW"}}',
    '{"order_id":"1","whatever":{"deep":[1,"x",null]},"fee":{"cost":-0.1,"currency":"BNB","rate":null}}',
    '{"order_id":"1","fee":0,"fees":[{"cost":0.1},{}]}',
    '{"order_id":"1","filled":0,"qty":1e15,"pnl_pct":-1e6,"pnl_usdt":1e15,"error":{"a":1},"error_msg":["x"]}',
    '{"order_id":"1","response":{"amount":"0.5","filled":null,"info":{"x":"y"},"trades":[]}}',
  ])('takes %s as it is', (json) => {
    const body = JSON.parse(json) as object;
    const parsed = parsePosttrade(body);
    expect(parsed).toMatchObject({ ok: true });
    if (parsed.ok) expect(parsed.value.body).toBe(body);
  });

  it.each([
    ['{}', 'body', 'must have at least one of order_id, id, client_order_id, symbol, status'],
    ['{"order_id":null,"qty":1}', 'body', 'must have at least one of order_id, id, client_order_id, symbol, status'],
    ['[]', 'body', 'must be an object, not a list'],
    ['{"order_id":true}', 'order_id', 'must be a text or a number, not true or false'],
    ['{"order_id":1e999}', 'order_id', 'must be a finite number'],
    ['{"order_id":"1","qty":1e999}', 'qty', 'must be a finite number'],
    ['{"order_id":"1","qty":-1}', 'qty', 'must be at least 0, not -1'],
    ['{"order_id":"1","filled":"0.5"}', 'filled', 'must be a number, not a text'],
    ['{"order_id":"1","average":-1}', 'average', 'must be at least 0, not -1'],
    ['{"order_id":"1","filled_pct":101}', 'filled_pct', 'must be at most 100, not 101'],
    ['{"order_id":"1","pnl_pct":1e999}', 'pnl_pct', 'must be a finite number'],
    ['{"order_id":"1","pnl_usdt":2e15}', 'pnl_usdt', 'must be at most 1000000000000000, not 2000000000000000'],
    ['{"order_id":"1","fee":"x"}', 'fee', 'must be an object or a number, not a text'],
    ['{"order_id":"1","fee":1e999}', 'fee', 'must be a finite number'],
    ['{"order_id":"1","fee":2e15}', 'fee', 'must be at most 1000000000000000, not 2000000000000000'],
    ['{"order_id":"1","fee":{"cost":1e999}}', 'fee.cost', 'must be a finite number'],
    ['{"order_id":"1","fees":[{"cost":1},{"cost":"1"}]}', 'fees[1].cost', 'must be a number, not a text'],
    ['{"order_id":"1","close":"true"}', 'close', 'must be true or false, not a text'],
    ['{"order_id":"1","response":[]}', 'response', 'must be an object, not a list'],
    ['{"order_id":"1","response":{"filled":1e999}}', 'response.filled', 'must be a finite number'],
    ['{"order_id":"1","attempts":0}', 'attempts', 'must be at least 1, not 0'],
  ])('refuses %s', (json, field, message) => {
    expect(errorsOf(json)).toEqual([{ field, message }]);
  });

  it('refuses a tower without using the stack', () => {
    expect(errorsOf(`{"order_id":"1","x":${'['.repeat(30_000)}${']'.repeat(30_000)}}`)).toHaveLength(1);
  });
});

describe('toPosttradeFact', () => {
  it('takes the empty symbol for none', () => {
    expect(toPosttradeFact({ order_id: '1', symbol: '' }).symbol).toBeNull();
  });

  it('normalises what the state of the gate takes in', () => {
    expect(
      toPosttradeFact({
        order_id: 7,
        clientOrderId: 'c',
        orderId: 8389765,
        decision_id: 'd',
        symbol: 'BTC/USDT:USDT',
        side: 'SELL',
        status: 'Partially Filled',
        qty: 2,
        filled: 0.5,
        price: 64000,
        avg_price: 64010,
        reduceOnly: true,
        pnl_pct: 0,
        pnl_usdt: -3,
        fee: { cost: 0 },
      }),
    ).toStrictEqual({
      decisionId: 'd',
      orderId: '7',
      clientOrderId: 'c',
      exchangeOrderId: '8389765',
      symbol: 'BTCUSDT',
      side: 'sell',
      qty: 2,
      kind: 'success',
      eventCode: 'ORDER.PARTIAL',
      status: 'partially_filled',
      failed: false,
      success: true,
      terminal: false,
      close: true,
      filledQty: 0.5,
      price: 64010,
      limitPrice: 64000,
      fees: 0,
      pnlPct: 0,
      pnlUsdt: -3,
    });
  });

  it('says null where nothing was said', () => {
    expect(toPosttradeFact({ order_id: '1', side: 'long' })).toStrictEqual({
      decisionId: null,
      orderId: '1',
      clientOrderId: null,
      exchangeOrderId: null,
      symbol: null,
      side: null,
      qty: null,
      kind: 'other',
      eventCode: 'ORDER.STATUS',
      status: null,
      failed: false,
      success: false,
      terminal: false,
      close: false,
      filledQty: null,
      price: null,
      limitPrice: null,
      fees: null,
      pnlPct: null,
      pnlUsdt: null,
    });
  });

  it.each([
    [
      { status: 'filled', qty: 2 },
      { filledQty: 2, terminal: true, failed: false },
    ],
    [
      { status: 'closed', qty: 2, filled_pct: 0.25 },
      { filledQty: 0.5, terminal: true },
    ],
    [
      { status: 'open', qty: 2, filled: 2 },
      { filledQty: 2, terminal: true },
    ],
    [
      { status: 'partial', qty: 2 },
      { filledQty: null, terminal: false },
    ],
    [
      { status: 'canceled', qty: 2, filled: 0.5 },
      { filledQty: 0.5, terminal: true, success: true },
    ],
    [{ status: 'rejected' }, { failed: true, terminal: true, kind: 'other' }],
    [
      { status: 'open', error_code: -1, filled: 0.5 },
      { failed: true, success: false, terminal: true, filledQty: 0.5 },
    ],
    [
      { status: 'filled', price: 64000 },
      { price: null, limitPrice: 64000 },
    ],
  ])('%j: %j', (body, fact) => {
    expect(toPosttradeFact(body)).toMatchObject(fact);
  });
});
