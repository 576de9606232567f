import { camel, camelKeys } from './camel';

it.each([
  ['latency_ms_limit', 'latencyMsLimit'],
  ['p90', 'p90'],
  ['p_90', 'p90'],
  ['already', 'already'],
  ['camelCase', 'camelCase'],
  ['eta_fraction_of_b', 'etaFractionOfB'],
  ['', ''],
])('camel of %j is %j', (key, expected) => {
  expect(camel(key)).toBe(expected);
});

describe('camelKeys', () => {
  it('goes down into objects, not into arrays', () => {
    const source = {
      top_level: { inner_key: 1 },
      rows: [{ kept_as_is: true }],
      none: null,
      zero: 0,
      text_value: 'a_b',
    };
    expect(camelKeys(source)).toEqual({
      topLevel: { innerKey: 1 },
      rows: [{ kept_as_is: true }],
      none: null,
      zero: 0,
      textValue: 'a_b',
    });
  });

  it('copies: the source stays as it was', () => {
    const source = { outer_key: { inner_key: 1 } };
    const copy = camelKeys(source);
    expect(source).toEqual({ outer_key: { inner_key: 1 } });
    expect(copy.outerKey).not.toBe(source.outer_key);
  });

  it.each([null, undefined, 0, '', 'a_b', false])('gives the scalar %p back', (value) => {
    expect(camelKeys(value)).toBe(value);
  });
});
