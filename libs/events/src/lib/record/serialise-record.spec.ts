import fc from 'fast-check';
import { type EventRecord } from './event-record';
import { anyRecord } from './event-record.fixture';
import { parseRecord } from './parse-record';
import { RawJson } from './raw-json';
import { serialiseRecord } from './serialise-record';
import { validateEventLine } from '../schema/validate-event-line';

const record: EventRecord = {
  tsNs: 1_767_225_600_123_456_789n,
  runId: 'run-1',
  eventCode: 'ORDER.SUBMIT',
  details: { note: 'a "quoted" text' },
};

describe('serialiseRecord', () => {
  it('writes the time stamp as bare digits and names in snake_case', () => {
    const full: EventRecord = {
      ...record,
      symbol: 'BTCUSDT',
      cid: 'c-1',
      oid: '17',
      side: 'buy',
      orderType: 'limit',
      price: 65000.5,
      qty: 0,
      positionId: 'p-1',
      decisionId: 'd-1',
      src: 'pretrade',
    };
    expect(serialiseRecord(full)).toBe(
      '{"ts_ns":1767225600123456789,"run_id":"run-1","event_code":"ORDER.SUBMIT","symbol":"BTCUSDT","cid":"c-1","oid":"17","side":"buy",' +
        '"order_type":"limit","price":65000.5,"qty":0,"position_id":"p-1","decision_id":"d-1","src":"pretrade",' +
        '"details":{"note":"a \\"quoted\\" text"}}',
    );
  });

  it('takes details that are text already', () => {
    expect(serialiseRecord({ ...record, details: RawJson.of({ a: 1 }) })).toBe(
      serialiseRecord({ ...record, details: { a: 1 } }),
    );
  });

  it.each([10n ** 18n, 2n ** 63n - 1n])('accepts 19 digits: %p', (tsNs) => {
    expect(parseRecord(serialiseRecord({ ...record, tsNs })).tsNs).toBe(tsNs);
  });

  it.each([0n, -1n, 10n ** 18n - 1n, 2n ** 63n])('refuses a time stamp that has not 19 digits: %p', (tsNs) => {
    expect(() => serialiseRecord({ ...record, tsNs })).toThrow(RangeError);
  });

  it.each([
    [{ a: NaN }, '$.a is not a finite number: NaN'],
    [{ a: { b: [1, Infinity] } }, '$.a.b[1] is not a finite number: Infinity'],
    [{ a: { toJSON: () => ({ b: -Infinity }) } }, '$.a.b is not a finite number: -Infinity'],
    [{ nothing: null, text: 'null', deep: [[{ x: NaN }]] }, '$.deep[0][0].x is not a finite number: NaN'],
    [{ a: { big: 1n } }, '$.a.big is a bigint'],
  ])('names the path of what JSON cannot say: %#', (details, message) => {
    expect(() => serialiseRecord({ ...record, details })).toThrow(message);
  });

  it.each([
    { a: null, b: [null], c: 'null', d: undefined },
    { a: -0, b: Number.MAX_VALUE, c: 5e-324 },
    { at: new Date(0), gone: null },
  ])('accepts nulls, extremes and dates: %#', (details) => {
    expect(validateEventLine(serialiseRecord({ ...record, details }))).toEqual([]);
  });

  it.each([[[1]], [new Date(0)]])('refuses details that are no plain object: %p', (details) => {
    expect(() => serialiseRecord({ ...record, details })).toThrow('details must be a plain object');
  });

  it('refuses a cycle', () => {
    const details: Record<string, unknown> = {};
    details['self'] = details;
    expect(() => serialiseRecord({ ...record, details })).toThrow(TypeError);
  });

  it.each(['price', 'qty'] as const)('refuses a %s that is not finite', (field) => {
    expect(() => serialiseRecord({ ...record, [field]: NaN })).toThrow(`${field} is not a finite number`);
  });

  it.each(['', '1', '[1]', '{"a":1', '{"a":\n1}', '{"a":\r1}'])(
    'refuses raw details that would break the line: %p',
    (text) => {
      expect(() => RawJson.from(text)).toThrow(SyntaxError);
    },
  );

  it('takes raw details without the white space around them', () => {
    expect(RawJson.from(' \r\n{ "a": 1 }\t\n').text).toBe('{ "a": 1 }');
  });

  it('puts an object together of numbers and raw members', () => {
    expect(RawJson.ofMembers({}).text).toBe('{}');
    const inner = RawJson.from('{ "x": [1] }');
    expect(RawJson.ofMembers({ at: 1.5, inner, end: -0 }).text).toBe('{"at":1.5,"inner":{ "x": [1] },"end":0}');
    expect(() => RawJson.ofMembers({ at: 1, end: NaN })).toThrow('end is not a finite number');
  });

  it('survives write, read, write to the byte, on one line, valid against the schema', () => {
    fc.assert(
      fc.property(anyRecord, (any) => {
        const line = serialiseRecord(any);
        expect(line).not.toContain('\n');
        expect(validateEventLine(line)).toEqual([]);
        const read = parseRecord(line);
        expect(read.tsNs).toBe(any.tsNs);
        expect(serialiseRecord(read)).toBe(line);
        expect(serialiseRecord({ ...read, details: RawJson.of(read.details) })).toBe(line);
      }),
      { numRuns: 500 },
    );
  });
});
