/** Nanoseconds since the Unix epoch. Nineteen digits: beyond 2^53, hence a bigint in code and bare digits in files. */
export type TsNs = bigint;

const NS_PER_MS = 1_000_000n;

/** Milliseconds (fractions allowed, kept to the nanosecond as far as float64 carries them) to nanoseconds; a `RangeError` unless finite. */
export function msToNs(ms: number): TsNs {
  const whole = Math.floor(ms);
  return BigInt(whole) * NS_PER_MS + BigInt(Math.round((ms - whole) * 1e6));
}

/** Nanoseconds to milliseconds as float64; sub-microsecond digits are lost. */
export const nsToMs = (ns: TsNs): number => Number(ns / NS_PER_MS) + Number(ns % NS_PER_MS) / 1e6;

/** Reads bare decimal digits, a minus sign allowed. Throws a `SyntaxError` on anything else, the empty text included. */
export function parseTsNs(digits: string): TsNs {
  if (!/^-?\d+$/.test(digits)) throw new SyntaxError(`not an integer of nanoseconds: ${JSON.stringify(digits)}`);
  return BigInt(digits);
}
