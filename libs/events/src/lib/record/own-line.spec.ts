import fc from 'fast-check';
import { anyRecord } from './event-record.fixture';
import { ownLine } from './own-line';
import { parseRecord } from './parse-record';
import { serialiseRecord } from './serialise-record';

const LINE =
  '{"ts_ns":1767225600123456789,"run_id":"run-1","event_code":"ORDER.SUBMIT","symbol":"BTCUSDT","cid":"c-1","oid":"17","side":"buy",' +
  '"order_type":"limit","price":65000.5,"qty":1e-7,"position_id":"p-1","decision_id":"d-1","src":"pretrade","details":{"n":1}}';

/** What `ownLine` and the text behind it say, in the form of `parseRecord`. */
function readOwn(line: string) {
  const own = ownLine(line);
  if (own === null) return null;
  const { eventCode, tsNs, decisionId, detailsAt } = own;
  return { eventCode, tsNs: BigInt(tsNs), decisionId, details: JSON.parse(line.slice(detailsAt, -1)) as object };
}

it('reads the outside of a line', () => {
  expect(readOwn(LINE)).toEqual({
    eventCode: 'ORDER.SUBMIT',
    tsNs: 1_767_225_600_123_456_789n,
    decisionId: 'd-1',
    details: { n: 1 },
  });
});

it.each([
  ['another order', '"price":65000.5,"qty":1e-7', '"qty":1e-7,"price":65000.5'],
  ['white space', '"run_id":"run-1"', '"run_id": "run-1"'],
  ['a code of old emitters', 'ORDER.SUBMIT', 'ORDER_SUBMIT'],
  ['an unknown code', 'ORDER.SUBMIT', 'ORDER.SUBMITTED'],
  ['an escape', '"c-1"', '"c\\u002d1"'],
  ['a control character', '"c-1"', '"c\t1"'],
  ['an unknown name', '"src"', '"source"'],
  ['too few digits', '1767225600123456789', '176722560012345678'],
  ['a time beyond 63 bits', '1767225600123456789', '9767225600123456789'],
  ['no run', '"run-1"', '""'],
  ['a number that JSON does not know', '65000.5', '065000.5'],
  ['a number that may be infinite', '65000.5', '1e999'],
  ['an unknown side', '"buy"', '"long"'],
  ['details that are no object', '{"n":1}', '[{"n":1}]'],
  ['something behind the details', '"details":{"n":1}', '"details":{"n":1},"src":"x"'],
  ['a torn end', '{"n":1}}', '{"n":1}'],
])('leaves %s to others', (_what, from, to) => {
  expect(LINE).toContain(from);
  expect(ownLine(LINE.replace(from, to))).toBeNull();
});

it('agrees with parseRecord on whatever it takes, cut and changed lines included', () => {
  const change = fc.record({ at: fc.nat(400), cut: fc.nat(3), insert: fc.string({ maxLength: 3, unit: 'binary' }) });
  let taken = 0;
  fc.assert(
    fc.property(anyRecord, fc.option(change, { freq: 2 }), (record, changed) => {
      const whole = serialiseRecord(record);
      const line =
        changed === null ? whole : whole.slice(0, changed.at) + changed.insert + whole.slice(changed.at + changed.cut);
      let own: ReturnType<typeof readOwn>;
      try {
        own = readOwn(line);
      } catch {
        expect(() => parseRecord(line)).toThrow();
        return;
      }
      if (own === null) return;
      taken++;
      const { eventCode, tsNs, decisionId, details } = parseRecord(line);
      expect(own).toEqual({ eventCode, tsNs, decisionId, details });
    }),
    { numRuns: 1000 },
  );
  expect(taken).toBeGreaterThan(100);
});
