import { SimulatedMarket } from '../generator/simulated-market';
import { knownSymbol, parseSymbolSpec } from '../symbols/symbol-spec';
import { answerRest } from './answer-rest';
import { exchangeInfo } from './exchange-info';
import { isOrderRequest } from './order-requests';
import { Venue } from './venue';
import { WeightLimit } from './weight-limit';

const venue = new Venue(new SimulatedMarket({ seed: 1, symbols: ['BTCUSDT', 'SOONUSDT'] }, 0), {
  speed: 1,
  wire: '2024',
  weightLimit: 2400,
  nowMs: () => 1000.7,
  isWanted: () => false,
  send: () => undefined,
});
const ask = (path: string, query = '') => {
  const { status, body, weight } = answerRest(venue, path, new URLSearchParams(query));
  return { status, weight, body: JSON.parse(body) as Record<string, unknown> };
};

describe('answerRest', () => {
  it.each([5, 10, 20, 50, 100, 500, 1000])('gives %d levels of depth', (limit) => {
    const { status, body } = ask('/fapi/v1/depth', `symbol=BTCUSDT&limit=${limit}`);
    const [bids, asks] = [body['bids'] as string[][], body['asks'] as string[][]];
    expect([status, bids.length, asks.length]).toEqual([200, limit, limit]);
    expect(Number(bids[0]![0])).toBeLessThan(Number(asks[0]![0]));
    expect(bids.every(([price], i) => i === 0 || Number(price) < Number(bids[i - 1]![0]))).toBe(true);
    expect(body).toMatchObject({ E: 1000, T: 1000 });
  });

  it.each<[string, string, number]>([
    ['/fapi/v1/ping', '', 1],
    ['/fapi/v1/depth', 'symbol=BTCUSDT', 10],
    ['/fapi/v1/depth', 'symbol=BTCUSDT&limit=1000', 20],
    ['/fapi/v1/premiumIndex', '', 10],
    ['/fapi/v1/premiumIndex', 'symbol=BTCUSDT', 1],
    ['/fapi/v1/ticker/bookTicker', '', 5],
  ])('%s?%s weighs %d', (path, query, weight) => expect(ask(path, query)).toMatchObject({ status: 200, weight }));

  it.each<[string, string, number, number]>([
    ['/fapi/v1/depth', 'symbol=BTCUSDT&limit=7', 400, -4021],
    ['/fapi/v1/depth', 'symbol=BTCUSDT&limit=x', 400, -4021],
    ['/fapi/v1/depth', '', 400, -1102],
    ['/fapi/v1/depth', 'symbol=FOO', 400, -1121],
    ['/fapi/v1/depth', 'symbol=constructor', 400, -1121],
    ['/fapi/v1/premiumIndex', 'symbol=FOO', 400, -1121],
    ['/fapi/v1/klines', '', 404, -5000],
    ['/', '', 404, -5000],
    ['/constructor', '', 404, -5000],
  ])('%s?%s is refused', (path, query, status, code) =>
    expect(ask(path, query)).toMatchObject({ status, body: { code, msg: expect.any(String) as string } }),
  );

  it('tells the time and the tops', () => {
    expect(ask('/fapi/v1/time').body).toEqual({ serverTime: 1000.7 });
    const tops = ask('/fapi/v1/ticker/bookTicker').body as unknown as Record<string, string>[];
    expect(tops.map(({ symbol }) => symbol)).toEqual(['BTCUSDT', 'SOONUSDT']);
    expect(tops[1]).toMatchObject({ bidPrice: expect.stringMatching(/^0\.\d{4}$/) as string });
  });
});

describe('exchangeInfo', () => {
  it('has the filters of the venue, numbers as texts', () => {
    const info = exchangeInfo([knownSymbol('BTCUSDT')!], 5, 2400) as { symbols: { filters: object[] }[] };
    expect(info.symbols[0]).toMatchObject({
      symbol: 'BTCUSDT',
      baseAsset: 'BTC',
      pricePrecision: 2,
      quantityPrecision: 3,
    });
    expect(info.symbols[0]!.filters).toEqual([
      { filterType: 'PRICE_FILTER', minPrice: '0.10', maxPrice: '4529764', tickSize: '0.10' },
      { filterType: 'LOT_SIZE', minQty: '0.001', maxQty: '937.500', stepSize: '0.001' },
      { filterType: 'MARKET_LOT_SIZE', minQty: '0.001', maxQty: '117.188', stepSize: '0.001' },
      { filterType: 'MAX_NUM_ORDERS', limit: 200 },
      { filterType: 'MAX_NUM_ALGO_ORDERS', limit: 10 },
      { filterType: 'MIN_NOTIONAL', notional: '100' },
      { filterType: 'PERCENT_PRICE', multiplierUp: '1.0500', multiplierDown: '0.9500', multiplierDecimal: '4' },
    ]);
  });
});

describe('isOrderRequest', () => {
  it.each<[string, string, boolean]>([
    ['POST', '/fapi/v1/order', true],
    ['GET', '/fapi/v1/order?orderId=1', true],
    ['DELETE', '/fapi/v1/allOpenOrders', true],
    ['GET', '/fapi/v3/account', true],
    ['GET', '/fapi/v2/balance', true],
    ['GET', '/fapi/v2/positionRisk', true],
    ['POST', '/fapi/v1/listenKey', true],
    ['PUT', '/anything', true],
    ['GET', '/fapi/v1/depth?symbol=BTCUSDT&signature=ab', true],
    ['GET', '/fapi/v1/depth?symbol=BTCUSDT', false],
    ['GET', '/fapi/v1/exchangeInfo', false],
    ['GET', '/fapi/v1/openInterest', false],
    ['HEAD', '/fapi/v1/ping', false],
  ])('%s %s: %s', (method, target, expected) => {
    const url = new URL(target, 'http://x');
    expect(isOrderRequest(method, url.pathname, url.searchParams)).toBe(expected);
  });
});

it('weight is counted by address and minute', () => {
  const limit = new WeightLimit(100);
  expect([limit.add('a', 60, 59_000), limit.add('b', 5, 59_500), limit.add('a', 60, 59_999)]).toEqual([60, 5, 120]);
  expect(limit.retryAfterSec(59_001)).toBe(1);
  expect(limit.add('a', 1, 60_000)).toBe(1);
});

describe('parseSymbolSpec', () => {
  it('reads known and unknown symbols', () => {
    expect(parseSymbolSpec('solusdt')).toBe(knownSymbol('SOLUSDT'));
    expect(parseSymbolSpec('dogeusdt:0.12:0.00001:1')).toEqual({
      symbol: 'DOGEUSDT',
      price: '0.12',
      tickSize: '0.00001',
      stepSize: '1',
    });
    expect(parseSymbolSpec('BTCUSDT:50000:0.10:0.001')).toMatchObject({ price: '50000', minNotional: '100' });
  });

  it.each(['', 'FOO', 'FOO:1', 'FOO:1:1:1:1', 'FOO:0:1:1', 'FOO:1:-1:1', 'FOO:1:1:x', 'F/O:1:1:1', 'FOO:1e5:1:1'])(
    'refuses "%s"',
    (text) => expect(() => parseSymbolSpec(text)).toThrow(RangeError),
  );
});
