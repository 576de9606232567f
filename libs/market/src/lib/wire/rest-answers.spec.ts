import { parseAggTrades, parseExchangeInfo, parsePremiumIndex, parseServerTime } from './rest-answers';
import { WireError } from './wire-error';

const TRADE = '{"a":26129,"p":"49.73","q":"0.001","f":27781,"l":27781,"T":1602819697783,"m":true}';
const INDEX =
  '{"symbol":"BTCUSDT","markPrice":"26780.82","indexPrice":"26798.25","lastFundingRate":"-0.00001226","nextFundingTime":1687248000000,"time":1687244112000}';
const SYMBOL = '{"symbol":"BTCUSDT","status":"TRADING","filters":[{"filterType":"MIN_NOTIONAL","notional":"100"}]}';

describe('REST answers', () => {
  it('reads trades of a symbol', () => {
    expect(parseAggTrades(`[${TRADE}]`, 'LTCUSDT')).toEqual([
      {
        kind: 'aggTrade',
        symbol: 'LTCUSDT',
        eventMs: 1602819697783,
        tradeMs: 1602819697783,
        ticks: 49.73e8,
        qty: 0.001,
        isBuyerMaker: true,
      },
    ]);
    expect(parseAggTrades('[]', 'LTCUSDT')).toEqual([]);
  });

  it('reads the mark price of one symbol and of all', () => {
    const [one] = parsePremiumIndex(INDEX);
    expect(one).toMatchObject({ symbol: 'BTCUSDT', markPrice: 26780.82, fundingRate: -0.00001226 });
    expect(parsePremiumIndex(`[${INDEX},${INDEX}]`)).toEqual([one, one]);
  });

  it('reads the rules of contracts', () => {
    expect(parseExchangeInfo(`{"symbols":[${SYMBOL}]}`)).toEqual([
      {
        symbol: 'BTCUSDT',
        status: 'TRADING',
        contractType: '',
        filters: [{ filterType: 'MIN_NOTIONAL', notional: '100' }],
      },
    ]);
  });

  it('reads the time', () => expect(parseServerTime('{"serverTime":1620099477465}')).toBe(1620099477465));

  it.each<[string, (text: string) => unknown, string, string]>([
    ['<html>', parseServerTime, 'not_json', ''],
    ['[]', parseServerTime, 'not_an_object', ''],
    ['{"code":-1003,"msg":"Too many requests."}', parseServerTime, 'missing_field', 'serverTime'],
    ['{"code":-1003,"msg":"Too many requests."}', parseExchangeInfo, 'missing_field', 'symbols'],
    ['{"symbols":[1]}', parseExchangeInfo, 'not_an_object', 'symbols'],
    [`{"symbols":[${SYMBOL.replace('filters', 'x')}]}`, parseExchangeInfo, 'missing_field', 'filters'],
    ['{"code":-1121}', parsePremiumIndex, 'missing_field', 'symbol'],
    ['[null]', parsePremiumIndex, 'not_an_object', ''],
    [INDEX.replace('26780.82', 'NaN'), parsePremiumIndex, 'bad_number', 'markPrice'],
    ['{}', (text) => parseAggTrades(text, 'X'), 'not_an_object', ''],
    [`[${TRADE.replace('49.73', '0')}]`, (text) => parseAggTrades(text, 'X'), 'bad_number', 'p'],
  ])('refuses %s', (text, parse, reason, field) => {
    expect(() => parse(text)).toThrow(WireError);
    expect(() => parse(text)).toThrow(expect.objectContaining({ reason, field }));
  });
});
