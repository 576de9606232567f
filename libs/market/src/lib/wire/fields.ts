import type { Levels } from './market-event';
import { parseDecimal, parseTicks } from './ticks';
import { WireError } from './wire-error';

/** A JSON object whose fields are still to be judged. */
export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A non-negative whole number within 2^53: update ids and milliseconds. */
export function readInt(fields: Fields, name: string): number {
  const value = fields[name];
  if (value === undefined) throw new WireError('missing_field', name);
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw new WireError('bad_number', name);
  return value;
}

export function readText(fields: Fields, name: string): string {
  const value = fields[name];
  if (value === undefined) throw new WireError('missing_field', name);
  if (typeof value !== 'string' || value === '') throw new WireError('bad_number', name);
  return value;
}

export function readFlag(fields: Fields, name: string): boolean {
  const value = fields[name];
  if (typeof value !== 'boolean') throw new WireError('missing_field', name);
  return value;
}

/** A price of more than zero, in ticks of 1e-8. */
export function readPriceTicks(fields: Fields, name: string): number {
  const ticks = parseTicks(readText(fields, name));
  if (!(ticks > 0)) throw new WireError('bad_number', name);
  return ticks;
}

export function readQty(fields: Fields, name: string): number {
  const qty = parseDecimal(readText(fields, name));
  if (Number.isNaN(qty)) throw new WireError('bad_number', name);
  return qty;
}

/** A signed decimal string that may be absent (`undefined`) or empty (`undefined`: the venue's way to say none). */
export function readOptionalSigned(fields: Fields, name: string): number | undefined {
  const value = fields[name];
  if (value === undefined || value === '') return undefined;
  if (typeof value !== 'string') throw new WireError('bad_number', name);
  const negative = value.startsWith('-');
  const size = parseDecimal(negative ? value.slice(1) : value);
  if (Number.isNaN(size)) throw new WireError('bad_number', name);
  return negative ? -size : size;
}

export function readLevels(fields: Fields, name: string): Levels {
  const rows = fields[name];
  if (rows === undefined) throw new WireError('missing_field', name);
  if (!Array.isArray(rows)) throw new WireError('bad_levels', name);
  const ticks = new Array<number>(rows.length);
  const qtys = new Array<number>(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const row: unknown = rows[i];
    if (!Array.isArray(row) || typeof row[0] !== 'string' || typeof row[1] !== 'string')
      throw new WireError('bad_levels', name);
    const price = parseTicks(row[0]);
    const qty = parseDecimal(row[1]);
    if (!(price > 0) || Number.isNaN(qty)) throw new WireError('bad_levels', name);
    ticks[i] = price;
    qtys[i] = qty;
  }
  return { ticks, qtys };
}
