import { EVENT_CODES, isEventCode, type EventCode } from './event-codes';

const fold = (text: string): string => text.replaceAll('.', '_');

const CODE_BY_FOLDED: ReadonlyMap<string, EventCode> = new Map(EVENT_CODES.map((code) => [fold(code), code]));

/**
 * Reads an event code as old emitters spell it: `ORDER_SUBMIT` is `ORDER.SUBMIT`. Dots and underscores count as the same,
 * case does not. Throws a `RangeError` for anything outside the closed list.
 */
export function normaliseEventCode(text: string): EventCode {
  if (isEventCode(text)) return text;
  const code = CODE_BY_FOLDED.get(fold(text));
  if (code === undefined) throw new RangeError(`unknown event code: ${JSON.stringify(text)}`);
  return code;
}
