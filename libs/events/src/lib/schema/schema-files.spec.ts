import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { EVENT_CODES } from '../codes/event-codes';
import { SCHEMA_FILES } from './schema-files';
import { validateEventLine } from './validate-event-line';

const folder = join(__dirname, '../../../schema');

describe('schema files', () => {
  it('say the same as the code', () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
    expect(files.sort()).toEqual(Object.keys(SCHEMA_FILES).sort());
    for (const name of files) {
      expect(JSON.parse(readFileSync(join(folder, name), 'utf8'))).toEqual(
        JSON.parse(JSON.stringify(SCHEMA_FILES[name])),
      );
    }
  });
});

describe('validateEventLine', () => {
  const line = (code: string, tsNs = '1767225600123456789') =>
    `{"ts_ns":${tsNs},"run_id":"r","event_code":"${code}","details":{}}`;

  it.each(EVENT_CODES)('accepts %s', (code) => {
    expect(validateEventLine(line(code))).toEqual([]);
  });

  it.each([
    ['{', 'not JSON'],
    [line('ORDER_SUBMIT'), 'event_code must be equal to one of'],
    [line('ORDER.ACK', '1.5e18'), 'ts_ns must be 19 bare digits'],
    [line('ORDER.ACK', '176722560012345678'), 'ts_ns must be >= 1000000000000000000'],
    [line('ORDER.ACK', '17672256001234567890'), 'ts_ns must be <= 9223372036854776000'],
    ['{"event_code":1}', "must have required property 'ts_ns'"],
  ])('says what is wrong with %s', (text, problem) => {
    expect(validateEventLine(text).join('; ')).toContain(problem);
  });

  it('names every problem at once', () => {
    expect(validateEventLine('{"event_code":"X","side":1}').length).toBeGreaterThanOrEqual(5);
  });
});
