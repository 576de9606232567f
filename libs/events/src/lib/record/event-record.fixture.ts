import fc from 'fast-check';
import { EVENT_CODES } from '../codes/event-codes';
import { type EventRecord } from './event-record';

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const anyText = fc.string({ unit: 'binary' });

/** Records as the library writes them: any text, any finite number, any JSON in the details. */
export const anyRecord: fc.Arbitrary<EventRecord> = fc
  .record({
    tsNs: fc.bigInt({ min: 10n ** 18n, max: 2n ** 63n - 1n }),
    runId: fc.string({ minLength: 1 }),
    eventCode: fc.constantFrom(...EVENT_CODES),
    details: fc.dictionary(fc.oneof(anyText, fc.constantFrom('ts_ns', '"ts_ns":', 'details')), fc.jsonValue()),
    symbol: optional(anyText),
    cid: optional(anyText),
    oid: optional(anyText),
    side: optional(fc.constantFrom('buy' as const, 'sell' as const)),
    orderType: optional(anyText),
    price: optional(finite),
    qty: optional(finite),
    positionId: optional(anyText),
    decisionId: optional(anyText),
    src: optional(anyText),
  })
  .map((record) => Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as never);
