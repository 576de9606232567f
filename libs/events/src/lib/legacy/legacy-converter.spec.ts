import { serialiseRecord } from '../record/serialise-record';
import { validateEventLine } from '../schema/validate-event-line';
import { LegacyConverter } from './legacy-converter';

const line = (ts: string) =>
  `{"ts":${ts},"level":"INFO","category":"order","code":"ORDER_SUBMIT","ctx":{"symbol":"btc/usdt"}}`;

describe('LegacyConverter', () => {
  it.each([
    ['"2026-01-01T00:00:00.123456+00:00"', 1_767_225_600_123_456_000n],
    ['"2026-01-01T00:00:00.123456789Z"', 1_767_225_600_123_456_789n],
    ['"2026-01-01 00:00:00"', 1_767_225_600_000_000_000n],
    ['"2026-01-01T02:00:00,5+0200"', 1_767_225_600_500_000_000n],
    ['1767225600', 1_767_225_600_000_000_000n],
    ['1767225600.123456', 1_767_225_600_123_456_000n],
    ['1767225600123', 1_767_225_600_123_000_000n],
    ['1767225600123456', 1_767_225_600_123_456_000n],
    ['1767225600123456789', 1_767_225_600_123_456_789n],
  ])('reads the time %s', (ts, tsNs) => {
    expect(new LegacyConverter('old').convert(line(ts)).tsNs).toBe(tsNs);
  });

  it('lifts what the record has fields for and keeps the context whole', () => {
    const record = new LegacyConverter('old').convert(
      '{"ts":1767225600,"level":"WARN","category":"order","code":"ORDER_REJECT","ctx":{"symbol":"BTC/USDT","side":"BUY","client_order_id":7,"price":1.5,"qty":0,"type":"limit","why":"x"}}',
    );
    expect(record).toEqual({
      tsNs: 1_767_225_600_000_000_000n,
      runId: 'old',
      eventCode: 'ORDER.REJECT',
      symbol: 'BTCUSDT',
      cid: '7',
      side: 'buy',
      orderType: 'limit',
      price: 1.5,
      qty: 0,
      details: {
        symbol: 'BTC/USDT',
        side: 'BUY',
        client_order_id: 7,
        price: 1.5,
        qty: 0,
        type: 'limit',
        why: 'x',
        legacy_level: 'WARN',
        legacy_category: 'order',
      },
    });
    expect(validateEventLine(serialiseRecord(record))).toEqual([]);
  });

  it('takes a line without context', () => {
    expect(new LegacyConverter('old').convert('{"ts":1767225600,"code":"HEALTH.ERROR"}').details).toEqual({});
  });

  it('moves time stamps that do not increase on by a nanosecond', () => {
    const converter = new LegacyConverter('old');
    const stamps = ['1767225600', '1767225600', '1767225599', '1767225601'].map(
      (ts) => converter.convert(line(ts)).tsNs,
    );
    expect(stamps.map((tsNs) => tsNs - 1_767_225_600_000_000_000n)).toEqual([0n, 1n, 2n, 1_000_000_000n]);
  });

  it.each([
    ['[]', 'a legacy line is a JSON object'],
    ['{"ts":1767225600,"ctx":{}}', 'code is not a text'],
    ['{"ts":1767225600,"code":"ORDER_SUBMIT","ctx":3}', 'ctx is not an object'],
    ['{"code":"ORDER_SUBMIT","ctx":{"ts":1767225600}}', 'ts is neither'],
    [line('true'), 'ts is neither'],
    [line('-5'), 'ts is neither'],
    [line('"yesterday"'), 'ts is no ISO 8601 time'],
    [line('"2026-13-01T00:00:00Z"'), 'ts is no ISO 8601 time'],
    [line('5'), 'ts is out of range'],
    ['{"ts":1767225600,"code":"NEW_THING"}', 'unknown event code'],
  ])('says what is wrong with %s', (text, message) => {
    expect(() => new LegacyConverter('old').convert(text)).toThrow(message);
  });
});
