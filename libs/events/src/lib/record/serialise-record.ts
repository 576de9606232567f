import { type TsNs } from '@aurora/kernel';
import { type EventCode } from '../codes/event-codes';
import { detailsToJson } from './details-to-json';
import { type EventFields, type EventRecord } from './event-record';
import { RawJson } from './raw-json';

const MIN_TS_NS = 10n ** 18n;
/** Beyond it (year 2262) other languages' 64-bit integers end. */
const END_TS_NS = 2n ** 63n;

/**
 * One line of the event log, without its newline. Throws a `RangeError` when `tsNs` has not 19 digits or more than 63 bits, and a `TypeError` naming the
 * path of a number that is not finite.
 */
export function serialiseRecord(record: EventRecord): string {
  const { tsNs, runId, eventCode, details } = record;
  const json = details instanceof RawJson ? details.text : detailsToJson(details);
  return assembleLine(tsNs, JSON.stringify(runId), eventCode, json, record);
}

/** `serialiseRecord` of parts of which some are JSON already. */
export function assembleLine(
  tsNs: TsNs,
  runIdJson: string,
  code: EventCode,
  detailsJson: string,
  fields: EventFields,
): string {
  if (tsNs < MIN_TS_NS || tsNs >= END_TS_NS) throw new RangeError(`ts_ns must have 19 digits and 63 bits: ${tsNs}`);
  // Assembled by hand: a bigint has no place in JSON.stringify, and the details may be text already.
  return `{"ts_ns":${tsNs},"run_id":${runIdJson},"event_code":"${code}"${fieldsToJson(fields)},"details":${detailsJson}}`;
}

function fieldsToJson(fields: EventFields): string {
  let text = '';
  if (fields.symbol !== undefined) text += `,"symbol":${JSON.stringify(fields.symbol)}`;
  if (fields.cid !== undefined) text += `,"cid":${JSON.stringify(fields.cid)}`;
  if (fields.oid !== undefined) text += `,"oid":${JSON.stringify(fields.oid)}`;
  if (fields.side !== undefined) text += `,"side":"${fields.side}"`;
  if (fields.orderType !== undefined) text += `,"order_type":${JSON.stringify(fields.orderType)}`;
  if (fields.price !== undefined) text += `,"price":${finite(fields.price, 'price')}`;
  if (fields.qty !== undefined) text += `,"qty":${finite(fields.qty, 'qty')}`;
  if (fields.positionId !== undefined) text += `,"position_id":${JSON.stringify(fields.positionId)}`;
  if (fields.decisionId !== undefined) text += `,"decision_id":${JSON.stringify(fields.decisionId)}`;
  if (fields.src !== undefined) text += `,"src":${JSON.stringify(fields.src)}`;
  return text;
}

function finite(value: number, name: string): number {
  if (!Number.isFinite(value)) throw new TypeError(`${name} is not a finite number: ${value}`);
  return value;
}
