const NUMBER = /^\d+(?:\.\d+)?$/;
const ISO = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;
/** Largest numbers read as s, ms and µs since the epoch; beyond they are ns. All of them name years from 1973 to 5138. */
const UNITS = [
  [1e11, 1000],
  [1e14, 1],
  [1e17, 1e-3],
  [Infinity, 1e-6],
] as const;

/** A time in ms since the epoch: an ISO 8601 date or time, UTC where nothing else is said, or a number of s, ms, µs or ns since the epoch, told apart by its size. Null when it is none. */
export function momentMs(text: string): number | null {
  if (NUMBER.test(text)) {
    const value = Number(text);
    const [, factor] = UNITS.find(([most]) => value < most) ?? UNITS[3];
    return value * factor;
  }
  if (!ISO.test(text)) return null;
  const iso = text.replace(' ', 'T');
  const ms = Date.parse(iso.length === 10 || /(?:Z|[+-]\d{2}:?\d{2})$/.test(iso) ? iso : `${iso}Z`);
  return Number.isNaN(ms) ? null : ms;
}
