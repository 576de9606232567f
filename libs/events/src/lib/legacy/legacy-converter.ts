import { canonicalSymbol, msToNs, parseSide, type TsNs } from '@aurora/kernel';
import { normaliseEventCode } from '../codes/normalise-event-code';
import { type EventFields, type ReadEvent } from '../record/event-record';
import { topLevelNumber } from '../record/top-level-number';

/**
 * Reads lines of the legacy schema (`ts, level, category, code, ctx`) into records; new code never writes it.
 * `ts` is ISO 8601 (without a zone: UTC) or a number of seconds, milliseconds, microseconds or nanoseconds, told apart by its size.
 * The details are `ctx` with `legacy_level` and `legacy_category`; what `ctx` says of symbol, ids, side, type, price and quantity
 * is lifted into the record as well. Time stamps that do not increase are moved on by one nanosecond.
 * A converter serves one file.
 */
export class LegacyConverter {
  private lastTsNs: TsNs = 0n;

  constructor(private readonly runId: string) {}

  /** Throws a `SyntaxError` for a line that is not of the legacy schema and a `RangeError` for an unknown code. */
  convert(line: string): ReadEvent {
    const value: unknown = JSON.parse(line);
    if (!isObject(value)) throw new SyntaxError('a legacy line is a JSON object');
    const { ts, level, category, code, ctx } = value;
    if (typeof code !== 'string') throw new SyntaxError('code is not a text');
    if (ctx !== undefined && ctx !== null && !isObject(ctx)) throw new SyntaxError('ctx is not an object');
    const eventCode = normaliseEventCode(code);
    const tsNs = typeof ts === 'string' ? isoToNs(ts) : numberToNs(topLevelNumber(line, 'ts'));
    this.lastTsNs = tsNs > this.lastTsNs ? tsNs : this.lastTsNs + 1n;
    const context = ctx ?? {};
    return {
      tsNs: this.lastTsNs,
      runId: this.runId,
      eventCode,
      details: {
        ...context,
        ...(level !== undefined && { legacy_level: level }),
        ...(category !== undefined && { legacy_category: category }),
      },
      ...fieldsOf(context),
    };
  }
}

type Context = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function fieldsOf(ctx: Context): EventFields {
  const symbol = textOf(ctx['symbol']);
  const cid = textOf(ctx['cid'] ?? ctx['client_order_id']);
  const oid = textOf(ctx['oid'] ?? ctx['order_id']);
  const side = typeof ctx['side'] === 'string' ? parseSide(ctx['side']) : undefined;
  const orderType = textOf(ctx['order_type'] ?? ctx['type']);
  const { price, qty } = ctx;
  return {
    ...(symbol !== undefined && { symbol: canonicalSymbol(symbol) }),
    ...(cid !== undefined && { cid }),
    ...(oid !== undefined && { oid }),
    ...(side !== undefined && { side }),
    ...(orderType !== undefined && { orderType }),
    ...(typeof price === 'number' && { price }),
    ...(typeof qty === 'number' && { qty }),
  };
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;

const ISO = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:[.,](\d{1,9}))?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

function isoToNs(text: string): TsNs {
  const match = ISO.exec(text.trim());
  if (match === null) throw new SyntaxError(`ts is no ISO 8601 time: ${JSON.stringify(text)}`);
  const [, day, time, fraction = '', zone = 'Z'] = match;
  const offset = /^[+-]\d{4}$/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone.toUpperCase();
  const wholeSecondMs = Date.parse(`${day}T${time}${offset}`);
  if (Number.isNaN(wholeSecondMs)) throw new SyntaxError(`ts is no ISO 8601 time: ${JSON.stringify(text)}`);
  return inRange(msToNs(wholeSecondMs) + BigInt(fraction.padEnd(9, '0')), text);
}

/** Powers of ten from a unit to nanoseconds, by the size of a time of our days in that unit. */
const NS_DIGITS_BY_SIZE = [
  [1e11, 9],
  [1e14, 6],
  [1e17, 3],
  [Infinity, 0],
] as const;

function numberToNs(digits: string | undefined): TsNs {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(digits ?? '');
  if (match === null) throw new SyntaxError('ts is neither a number nor a text');
  const [, whole = '', fraction = ''] = match;
  const [, scale] = NS_DIGITS_BY_SIZE.find(([limit]) => Number(whole) < limit)!;
  return inRange(BigInt(whole + fraction.padEnd(scale, '0').slice(0, scale)), digits!);
}

function inRange(tsNs: TsNs, text: string): TsNs {
  if (tsNs < 10n ** 18n || tsNs >= 2n ** 63n) throw new SyntaxError(`ts is out of range: ${text}`);
  return tsNs;
}
