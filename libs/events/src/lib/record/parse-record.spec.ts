import fc from 'fast-check';
import { parseRecord, tsNsOfLine } from './parse-record';
import { topLevelNumber } from './top-level-number';

const rest = '"run_id":"r","event_code":"ORDER.ACK","details":';

describe('parseRecord', () => {
  it.each([
    ['first', `{"ts_ns":1767225600123456789,${rest}{}}`],
    ['in the middle', `{"run_id":"r","ts_ns":1767225600123456789,"event_code":"ORDER.ACK","details":{}}`],
    ['last, spaced', `{ ${rest} {} , "ts_ns" : 1767225600123456789 }`],
    ['behind the same name inside details', `{${rest}{"ts_ns":1,"a":{"ts_ns":2}},"ts_ns":1767225600123456789}`],
    ['before the same name inside details', `{"ts_ns":1767225600123456789,${rest}{"ts_ns":1}}`],
    ['beside texts that look like it', `{"src":"\\"ts_ns\\":3,","ts_ns":1767225600123456789,${rest}{"x":"ts_ns\\\\"}}`],
    ['beside an array of texts', `{${rest}{"a":["ts_ns",{"ts_ns":4}]},"ts_ns":1767225600123456789}`],
    ['twice: the last counts', `{"ts_ns":1767225600000000000,${rest}{},"ts_ns":1767225600123456789}`],
    ['twice, once escaped', `{"ts_ns":1767225600000000000,${rest}{},"ts\\u005fns":1767225600123456789}`],
  ])('reads every digit of a time stamp that stands %s', (_where, line) => {
    expect(parseRecord(line).tsNs).toBe(1_767_225_600_123_456_789n);
  });

  it.each([
    '123456789012345678',
    '12345678901234567890',
    '1.5e18',
    '1767225600123456789.0',
    '"1767225600123456789"',
    'null',
  ])('refuses the time stamp %s', (text) => {
    expect(() => parseRecord(`{"ts_ns":${text},${rest}{}}`)).toThrow(SyntaxError);
  });

  it.each([
    ['', 'JSON'],
    ['null', 'must be object'],
    ['[]', 'must be object'],
    [`{${rest}{}}`, "required property 'ts_ns'"],
    [`{"ts_ns":1767225600123456789,"event_code":"ORDER.ACK","details":{}}`, "required property 'run_id'"],
    [`{"ts_ns":1767225600123456789,"run_id":"r","event_code":"ORDER.ACK"}`, "required property 'details'"],
    [`{"ts_ns":1767225600123456789,${rest}[]}`, 'details must be object'],
    [`{"ts_ns":1767225600123456789,"side":"long",${rest}{}}`, 'side must be equal to one of'],
    [`{"ts_ns":1767225600123456789,"symbool":"X",${rest}{}}`, 'additional properties: symbool'],
    [`{"ts_ns":1767225600123456789,"run_id":"r","event_code":7,"details":{}}`, 'event_code must be'],
  ])('says what is wrong: %s', (line, message) => {
    expect(() => parseRecord(line)).toThrow(message);
  });

  it('normalises codes of old emitters and refuses unknown ones', () => {
    const line = (code: string) => `{"ts_ns":1767225600123456789,"run_id":"r","event_code":"${code}","details":{}}`;
    expect(parseRecord(line('ORDER_CANCEL_REQUEST')).eventCode).toBe('ORDER.CANCEL.REQUEST');
    expect(() => parseRecord(line('ORDER.SUBMITTED'))).toThrow(RangeError);
  });
});

describe('topLevelNumber', () => {
  it('agrees with JSON.parse on any object, wherever the key stands', () => {
    const key = fc.oneof(fc.constant('k'), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(fc.dictionary(key, fc.jsonValue()), fc.constantFrom(undefined, 1, '\t'), (object, space) => {
        const digits = topLevelNumber(JSON.stringify(object, null, space), 'k');
        const value: unknown = Object.hasOwn(object, 'k') ? object['k'] : undefined;
        expect(digits).toBe(typeof value === 'number' ? JSON.stringify(value) : undefined);
      }),
      { numRuns: 500 },
    );
  });
});

describe('tsNsOfLine', () => {
  it.each(['', 'torn {"ts_ns":17672', '{"ts_ns":17672', '{"a":{"ts_ns":1767225600123456789}}'])(
    'refuses %p',
    (line) => {
      expect(() => tsNsOfLine(line)).toThrow(SyntaxError);
    },
  );
});
