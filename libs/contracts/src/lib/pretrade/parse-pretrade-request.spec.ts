import { schemaOf, type JsonSchema } from '../shape/shape';
import { parsePretradeRequest } from './parse-pretrade-request';
import { BODIES } from './pretrade-bodies.fixture';
import { PRETRADE_REQUEST_PARTS, PretradeCheckRequest } from './pretrade-request.dto';

const ORDER = { symbol: 'BTCUSDT', side: 'buy', qty: 1 };

/** A minimal body with one field set to a JSON text, so that 1e999 arrives as it does over the wire. */
function bodyWith(path: string, json: string): unknown {
  const [first, ...rest] = path.split('.');
  const value = rest.reduceRight((inner, name) => `{"${name}":${inner}}`, json);
  if (first !== 'order') return JSON.parse(`{"order":${JSON.stringify(ORDER)},"${first}":${value}}`);
  const own = JSON.parse(value) as object;
  return { order: { ...ORDER, ...own } };
}

const errorsOf = (body: unknown) => {
  const parsed = parsePretradeRequest(body);
  return parsed.ok ? [] : parsed.errors;
};

const text = (length: number): string => JSON.stringify('x'.repeat(length));
const list = (length: number): string => JSON.stringify(new Array(length).fill(1));
const WRONG_FOR_NUMBER = ['"1"', 'true', '{}', '[]', '1e999', '-1e999'];
const WRONG_FOR_TEXT = ['1', 'true', '{}', '[]'];
const WRONG_FOR_LIST = ['1', '"1"', '{}', '[null]', '["1"]', '[1e999]', '[[1]]'];
const WRONG_FOR_FLAG = ['1', '0', '"true"', '{}', '[]'];
const WRONG_FOR_OBJECT = ['1', '"x"', 'true', '[]'];

const num = (min: number, max: number, below: string, above: string) => ({
  good: [`${min}`, `${max}`, '0.5'],
  bad: [below, above, ...WRONG_FOR_NUMBER],
});
const nums = (maxItems: number) => ({
  good: ['[]', '[0,-0,-1.5,1e15,-1e15]', list(maxItems)],
  bad: [list(maxItems + 1), '[1.1e15]', '[-1.1e15]', ...WRONG_FOR_LIST],
});
const words = (max: number) => ({ good: ['""', text(max)], bad: [text(max + 1), ...WRONG_FOR_TEXT] });
const FLAG = { good: ['true', 'false'], bad: WRONG_FOR_FLAG };
const WIDE = num(-1e15, 1e15, '-1.1e15', '1.1e15');
const BPS = num(0, 1e6, '-1e-9', '1000001');
const SIGNED_BPS = num(-1e6, 1e6, '-1000001', '1000001');

const FIELDS: Readonly<Record<string, { good: string[]; bad: string[]; required?: true }>> = {
  ts: {
    good: ['0', '1763800000000', '8640000000000000', '1.0'],
    bad: ['-1', '8640000000000001', '1.5', ...WRONG_FOR_NUMBER],
  },
  req_id: { good: [text(1), text(128)], bad: [text(0), text(129), ...WRONG_FOR_TEXT] },
  account: { good: ['{}'], bad: WRONG_FOR_OBJECT },
  'account.mode': {
    good: ['"live"', '"PROD"', '"Testnet"', '"paper"', '"SHADOW"'],
    bad: ['""', '"livee"', '" live"', '"demo"', '"ſhadow"', ...WRONG_FOR_TEXT],
  },
  'account.account_id': words(128),
  'account.subaccount': words(128),
  order: { good: [], bad: ['null', ...WRONG_FOR_OBJECT], required: true },
  'order.symbol': {
    good: ['"B"', '"BINANCE:BTC/USDT"', '"btc-usdt"', '"BTC/USDT:USDT"', '"SOLUSDT@binance_futures"', text(64)],
    bad: ['null', '""', '"/"', '"BTC\\nUSDT"', '"\\u0000A"', text(65), ...WRONG_FOR_TEXT],
    required: true,
  },
  'order.side': {
    good: ['"buy"', '"sell"', '"BUY"', '"Sell"', '"bUy"'],
    bad: ['null', '""', '"long"', '"buy "', '"buysell"', ...WRONG_FOR_TEXT],
    required: true,
  },
  'order.qty': {
    good: ['5e-324', '1e-9', '1', '1e15'],
    bad: ['null', '0', '-0', '-1', '1.1e15', ...WRONG_FOR_NUMBER],
    required: true,
  },
  'order.price': { good: ['5e-324', '64000', '1e15'], bad: ['0', '-0', '-1', '1.1e15', ...WRONG_FOR_NUMBER] },
  'order.base_notional': WIDE,
  'order.notional': WIDE,
  'order.type': words(64),
  'order.reduce_only': FLAG,
  'order.client_order_id': words(128),
  market: { good: ['{}'], bad: WRONG_FOR_OBJECT },
  'market.latency_ms': num(0, 1e9, '-1e-9', '1000000001'),
  'market.spread_bps': BPS,
  'market.slip_bps_est': BPS,
  'market.a_bps': SIGNED_BPS,
  'market.b_bps': SIGNED_BPS,
  'market.score': { good: ['-1', '1', '-500', '1.46', '-0'], bad: ['1.1e15', '-1.1e15', ...WRONG_FOR_NUMBER] },
  'market.mode_regime': words(64),
  'market.trap_cancel_deltas': nums(2000),
  'market.trap_add_deltas': nums(2000),
  'market.trap_trades_cnt': num(0, 1e15, '-1', '1.1e15'),
  'market.obi_sign': { ...WIDE, good: ['2', '-3', '0', '-0'] },
  'market.tfi_sign': { ...WIDE, good: ['5', '-1'] },
  'market.sprt_samples': nums(10_000),
  'market.pnl_today_pct': SIGNED_BPS,
  'market.open_positions': num(0, 1e9, '-1', '1000000001'),
  'market.vol_std_bps': BPS,
  'market.cvar_hist': {
    good: ['-1', '0', '[]', '[-0.5,2]', list(10_000)],
    bad: ['"1"', 'true', '{}', '1e999', '[1e999]', '["x"]', '1.1e15', '[-1.1e15]', list(10_001)],
  },
  'market.dq': { good: ['{}'], bad: WRONG_FOR_OBJECT },
  'market.dq.stale_book': FLAG,
  'market.dq.crossed_book': FLAG,
  'market.dq.abnormal_spread': FLAG,
  'market.dq.cyclic_sequence': FLAG,
  'market.z': {
    good: ['0', '-4.5', '[]', '[1,2]', list(1000)],
    bad: ['"1"', 'true', '{}', '1e999', '[1e999]', '["x"]', '1.1e15', '[-1.1e15]', list(1001)],
  },
  'market.aci': WIDE,
  risk_tags: {
    good: ['[]', '["a"]', `[${text(64)}]`, JSON.stringify(new Array(64).fill('t'))],
    bad: ['"a"', '[1]', `[${text(65)}]`, JSON.stringify(new Array(65).fill('t')), '[null]', '{}'],
  },
  fees_bps: BPS,
};

const rows = (kind: 'good' | 'bad') =>
  Object.entries(FIELDS).flatMap(([path, field]) =>
    field[kind].map((json) => [path, json.slice(0, 40), json] as const),
  );

describe('parsePretradeRequest', () => {
  it.each(rows('good'))('takes %s = %s', (path, _, json) => {
    expect(errorsOf(bodyWith(path, json))).toEqual([]);
  });

  it.each(rows('bad'))('refuses %s = %s and names it', (path, _, json) => {
    const fields = errorsOf(path === 'order' ? { order: JSON.parse(json) as unknown } : bodyWith(path, json));
    expect(fields.length).toBeGreaterThan(0);
    for (const { field, message } of fields) {
      expect(field === path || field.startsWith(`${path}[`)).toBe(true);
      expect(message).toMatch(/^must /);
    }
  });

  it.each(Object.entries(FIELDS).filter(([, field]) => field.required !== true))('takes null for %s', (path) => {
    expect(parsePretradeRequest(bodyWith(path, 'null'))).toMatchObject({ ok: true, unknownFields: [] });
  });

  it.each(['symbol', 'side', 'qty'] as const)('refuses an order without %s', (name) => {
    const order: Partial<typeof ORDER> = { ...ORDER };
    delete order[name];
    expect(errorsOf({ order })).toEqual([{ field: `order.${name}`, message: 'is required' }]);
  });

  it('has a row for every field of the shape', () => {
    const [account, order, market, dq] = PRETRADE_REQUEST_PARTS;
    const names = (shape: new () => object, prefix: string) =>
      Object.keys(schemaOf(shape)['properties'] as JsonSchema).map((name) => prefix + name);
    expect(Object.keys(FIELDS).sort()).toEqual(
      [
        ...names(PretradeCheckRequest, ''),
        ...names(account, 'account.'),
        ...names(order, 'order.'),
        ...names(market, 'market.'),
        ...names(dq, 'market.dq.'),
      ].sort(),
    );
  });

  it.each([
    [
      '1e999 in a list',
      '{"market":{"sprt_samples":[0,1,2,1e999]}}',
      'market.sprt_samples[3]',
      'must be a finite number',
    ],
    ['a negative spread', '{"market":{"spread_bps":-1}}', 'market.spread_bps', 'must be at least 0, not -1'],
    ['too much', '{"fees_bps":2e6}', 'fees_bps', 'must be at most 1000000, not 2000000'],
    ['digits in a text', '{"market":{"latency_ms":"12"}}', 'market.latency_ms', 'must be a number, not a text'],
    ['a fraction of a ms', '{"ts":0.5}', 'ts', 'must be a whole number, not a fraction'],
    ['no object', '{"market":{"dq":7}}', 'market.dq', 'must be an object, not a number'],
    [
      'an unknown mode',
      '{"account":{"mode":"x"}}',
      'account.mode',
      'must be one of live, prod, testnet, paper, shadow, in any case',
    ],
  ])('says in plain words what is wrong: %s', (_, json, field, message) => {
    expect(errorsOf({ order: ORDER, ...(JSON.parse(json) as object) })).toEqual([{ field, message }]);
  });

  it('says of the quantity that it must be greater than 0', () => {
    expect(errorsOf({ order: { ...ORDER, qty: 0 } })).toEqual([
      { field: 'order.qty', message: 'must be greater than 0, not 0' },
    ]);
  });

  it.each([
    [null, 'must be an object, not null'],
    [undefined, 'must be an object, not nothing'],
    [[], 'must be an object, not a list'],
    ['x', 'must be an object, not a text'],
    [3, 'must be an object, not a number'],
  ])('refuses the body %j as a whole', (body, message) => {
    expect(errorsOf(body)).toEqual([{ field: 'body', message }]);
  });

  it('names every fault at once, at most 32', () => {
    expect(errorsOf({ order: { ...ORDER, qty: -1, side: 'up' }, fees_bps: -1 }).map(({ field }) => field)).toEqual([
      'order.side',
      'order.qty',
      'fees_bps',
    ]);
    expect(errorsOf({ order: ORDER, market: { cvar_hist: new Array(5000).fill('x') } })).toHaveLength(32);
  });

  it.each(BODIES)('takes a body as bots send it (%#)', (body) => {
    expect(parsePretradeRequest(body)).toMatchObject({ ok: true, unknownFields: [] });
  });
});
