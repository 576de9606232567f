import { parsePretradeRequest } from './parse-pretrade-request';

const ORDER = '"symbol":"BTCUSDT","side":"buy","qty":1';

const unknownIn = (json: string): readonly string[] => {
  const parsed = parsePretradeRequest(JSON.parse(json));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.unknownFields;
};

describe('unknown fields', () => {
  it.each([
    ['none', `{"order":{${ORDER}},"market":{"latency_ms":1}}`, []],
    [
      'a slip',
      `{"order":{${ORDER}},"market":{"latencyms":1,"Spread_bps":2}}`,
      ['market.latencyms', 'market.Spread_bps'],
    ],
    [
      'every level',
      `{"order":{${ORDER},"px":1},"account":{"id":1},"market":{"dq":{"stale":true}},"extra":{"inner":1}}`,
      ['order.px', 'account.id', 'market.dq.stale', 'extra'],
    ],
    [
      'prototype names',
      `{"order":{${ORDER},"__proto__":{"qty":9},"constructor":1},"toString":1,"hasOwnProperty":2}`,
      ['order.__proto__', 'order.constructor', 'toString', 'hasOwnProperty'],
    ],
    ['nothing printable', `{"order":{${ORDER}},"":1,"a\\u0007\\u202eb":1,"сcore":1}`, ['""', 'a??b', '?core']],
    ['a known name elsewhere', `{"order":{${ORDER},"latency_ms":1},"qty":1}`, ['order.latency_ms', 'qty']],
  ])('names %s', (_, json, names) => {
    expect(unknownIn(json)).toEqual(names);
  });

  it('cuts a name to 64 characters and stops at 32 names', () => {
    expect(unknownIn(`{"order":{${ORDER}},"market":{"${'n'.repeat(65)}":1}}`)).toEqual([`market.${'n'.repeat(64)}`]);
    const many = Array.from({ length: 40 }, (_, i) => `"f${i}":1`).join(',');
    expect(unknownIn(`{"order":{${ORDER}},${many}}`)).toHaveLength(32);
  });

  it('leaves prototypes alone', () => {
    unknownIn(`{"order":{${ORDER}},"__proto__":{"polluted":1},"market":{"__proto__":{"spread_bps":-1}}}`);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('refuses a number that is not finite, which could not be written into the log', () => {
    const body: unknown = JSON.parse('{"order":{"symbol":"BTCUSDT","side":"buy","qty":1},"extra":[1e999]}');
    expect(parsePretradeRequest(body)).toEqual({
      ok: false,
      errors: [{ field: 'body', message: 'must hold finite numbers only' }],
    });
  });

  it('takes 32 levels and refuses a deeper tower without using the stack', () => {
    const tower = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
    expect(unknownIn(`{"order":{${ORDER}},"junk":${tower(31)}}`)).toEqual(['junk']);
    for (const levels of [33, 30_000])
      expect(parsePretradeRequest(JSON.parse(`{"order":{${ORDER}},"junk":${tower(levels)}}`))).toEqual({
        ok: false,
        errors: [{ field: 'body', message: 'must not nest deeper than 32 levels' }],
      });
  });
});
