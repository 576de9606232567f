import { COOLOFF_SEC, COUNTER_MINUTES, LIST_LENGTH, parseCount, parseTradingState } from './parameters';
import { parseOverlayApply, parseRiskSet, parseRotateToken } from './parse-ops';

const TOKEN = 'abcdefghijklmnopqrstuvwx';

describe('parseRotateToken', () => {
  it('takes 24 characters and more', () => {
    expect(parseRotateToken({ new_token: TOKEN })).toMatchObject({ ok: true });
    expect(parseRotateToken({ new_token: TOKEN.repeat(21) })).toMatchObject({ ok: true });
  });

  it.each([
    [{}, 'new_token', 'is required'],
    [{ new_token: TOKEN.slice(1) }, 'new_token', 'must have at least 24 characters'],
    [{ new_token: 'a'.repeat(513) }, 'new_token', 'must have at most 512 characters'],
    [{ new_token: `${TOKEN} x` }, 'new_token', 'must be printable ASCII without blanks'],
    [{ new_token: 12345678901234567890 }, 'new_token', 'must be printable ASCII without blanks'],
    [{ new_token: TOKEN, token: 'x' }, 'token', 'is not a known field'],
  ])('refuses %j', (body, field, message) => {
    expect(parseRotateToken(body)).toEqual({ ok: false, errors: [{ field, message }] });
  });
});

describe('parseRiskSet', () => {
  it.each([
    { dd_day_pct: 0 },
    { dd_day_pct: 100 },
    { max_concurrent: 0 },
    { size_scale: 1.5 },
    { size_scale: -1, dd_day_pct: null },
  ])('takes %j', (body) => {
    expect(parseRiskSet(body)).toEqual({ ok: true, value: body });
  });

  it.each([
    ['{}', 'body', 'must have at least 1 field'],
    ['{"size_scal":1}', 'size_scal', 'is not a known field'],
    ['{"size_scale":1e999}', 'size_scale', 'must be a finite number'],
    ['{"size_scale":"1"}', 'size_scale', 'must be a number, not a text'],
    ['{"dd_day_pct":-1}', 'dd_day_pct', 'must be at least 0, not -1'],
    ['{"dd_day_pct":100.5}', 'dd_day_pct', 'must be at most 100, not 100.5'],
    ['{"max_concurrent":1.5}', 'max_concurrent', 'must be a whole number, not a fraction'],
    ['{"max_concurrent":-1}', 'max_concurrent', 'must be at least 0, not -1'],
  ])('refuses %s', (json, field, message) => {
    expect(parseRiskSet(JSON.parse(json))).toEqual({ ok: false, errors: [{ field, message }] });
  });
});

describe('parseOverlayApply', () => {
  const overlay = { guards: { spread_bps_limit: 60 } };

  it.each([
    ['under its name', { overlay, author: 'me', reason: 'why' }, { overlay, author: 'me', reason: 'why' }],
    ['on a condition', { ...overlay, expected_config_hash: 'a1' }, { overlay, expectedConfigHash: 'a1' }],
    ['as the body', { ...overlay, author: 'me' }, { overlay, author: 'me', reason: undefined }],
    ['an empty one', { overlay: {}, author: null }, { overlay: {}, author: undefined, reason: undefined }],
  ])('takes an overlay %s', (_, body, value) => {
    expect(parseOverlayApply(body)).toEqual({ ok: true, value });
  });

  it.each([
    [{ overlay, guards: {} }, 'guards', 'must stand inside overlay'],
    [{ overlay: [] }, 'overlay', 'must be an object, not a list'],
    [{ overlay, author: 1 }, 'author', 'must be a text, not a number'],
    [[], 'body', 'must be an object, not a list'],
    [JSON.parse(`{"overlay":{"a":${'['.repeat(40)}${']'.repeat(40)}}}`), 'body', 'must not nest deeper than 32 levels'],
  ])('refuses %j', (body, field, message) => {
    expect(parseOverlayApply(body)).toEqual({ ok: false, errors: [{ field, message }] });
  });
});

describe('parameters', () => {
  it.each([
    [COOLOFF_SEC, '0', 0],
    [COOLOFF_SEC, '604800', 604_800],
    [COUNTER_MINUTES, undefined, 15],
    [COUNTER_MINUTES, '1', 1],
    [COUNTER_MINUTES, '1440', 1440],
    [LIST_LENGTH, undefined, 10],
    [LIST_LENGTH, '1000', 1000],
  ])('reads %o from %j', (parameter, text, value) => {
    expect(parseCount(text, parameter)).toEqual({ ok: true, value });
  });

  it.each(['604801', '-1', '1.5', '1e3', '', ' 1', 'x', '99999999999999999999', undefined, ['1'], 5])(
    'refuses %j as seconds',
    (text) => {
      expect(parseCount(text, COOLOFF_SEC)).toEqual({
        ok: false,
        errors: [{ field: 'sec', message: 'must be a whole number from 0 to 604800' }],
      });
    },
  );

  it.each(['0', '1441', ''])('refuses %j as minutes', (text) => {
    expect(parseCount(text, COUNTER_MINUTES).ok).toBe(false);
  });

  it('reads a trading state', () => {
    expect(parseTradingState('reducing')).toEqual({ ok: true, value: 'REDUCING' });
    for (const text of ['ACTIVE', '', 'toString', undefined])
      expect(parseTradingState(text)).toEqual({
        ok: false,
        errors: [{ field: 'state', message: 'must be one of active, reducing, halted' }],
      });
  });
});
