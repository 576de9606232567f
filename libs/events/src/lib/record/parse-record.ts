import { normaliseEventCode } from '../codes/normalise-event-code';
import { eventProblems } from '../schema/validate-event-line';
import { type EventFields, type ReadEvent } from './event-record';
import { topLevelNumber } from './top-level-number';

interface Wire {
  run_id: string;
  event_code: string;
  details: Record<string, unknown>;
  symbol?: string;
  cid?: string;
  oid?: string;
  side?: 'buy' | 'sell';
  order_type?: string;
  price?: number;
  qty?: number;
  position_id?: string;
  decision_id?: string;
  src?: string;
}

const OWN_START = /^\{"ts_ns":([0-9]{19}),/;
const OWN_KEY_LENGTH = '{"ts_ns":'.length;
const DIGITS = /^[1-9][0-9]{18}$/;

/** The time stamp of a line, exact to the nanosecond. Throws a `SyntaxError` when the line has no `ts_ns` of 19 digits. */
export function tsNsOfLine(line: string): bigint {
  const own = OWN_START.exec(line)?.[1];
  const digits = own !== undefined && !mayRepeatKey(line) ? own : topLevelNumber(line, 'ts_ns');
  if (digits === undefined || !DIGITS.test(digits)) throw new SyntaxError('ts_ns is not an integer of 19 digits');
  return BigInt(digits);
}

/** Whether the key may stand a second time after the first, plain or escaped; the last one counts. */
const mayRepeatKey = (line: string): boolean =>
  line.includes('ts_ns"', OWN_KEY_LENGTH) || line.includes('\\u', OWN_KEY_LENGTH);

/**
 * Reads one line of the event log; `ts_ns` keeps every digit wherever it stands, and codes of old emitters are normalised.
 * Throws a `SyntaxError` for a line that is no JSON or breaks the schema, and a `RangeError` for an unknown code.
 */
export function parseRecord(line: string): ReadEvent {
  const value: unknown = JSON.parse(line);
  const wire = value as Wire;
  if (typeof value === 'object' && value !== null && typeof wire.event_code === 'string')
    wire.event_code = normaliseEventCode(wire.event_code);
  const problems = eventProblems(value);
  if (problems.length > 0) throw new SyntaxError(problems.join('; '));
  const tsNs = tsNsOfLine(line);
  return {
    tsNs,
    runId: wire.run_id,
    eventCode: normaliseEventCode(wire.event_code),
    details: wire.details,
    ...fieldsOf(wire),
  };
}

function fieldsOf(wire: Wire): EventFields {
  return {
    ...(wire.symbol !== undefined && { symbol: wire.symbol }),
    ...(wire.cid !== undefined && { cid: wire.cid }),
    ...(wire.oid !== undefined && { oid: wire.oid }),
    ...(wire.side !== undefined && { side: wire.side }),
    ...(wire.order_type !== undefined && { orderType: wire.order_type }),
    ...(wire.price !== undefined && { price: wire.price }),
    ...(wire.qty !== undefined && { qty: wire.qty }),
    ...(wire.position_id !== undefined && { positionId: wire.position_id }),
    ...(wire.decision_id !== undefined && { decisionId: wire.decision_id }),
    ...(wire.src !== undefined && { src: wire.src }),
  };
}
