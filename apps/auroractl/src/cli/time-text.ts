const SECOND_MS = 1000;
const UNITS = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
  ['s', 1],
] as const;

/** A span in its two largest units, as `2h05m`, `1m20s`, `3s`; rounded to a second, at least one while it is above 0. */
export function spanText(ms: number): string {
  const seconds = ms > 0 ? Math.max(1, Math.round(ms / SECOND_MS)) : 0;
  const at = UNITS.findIndex(([, size]) => seconds >= size);
  if (at < 0 || at === UNITS.length - 1) return `${seconds}s`;
  const [unit, size] = UNITS[at]!;
  const [smaller, smallerSize] = UNITS[at + 1]!;
  const rest = Math.floor((seconds % size) / smallerSize);
  return `${Math.floor(seconds / size)}${unit}${String(rest).padStart(2, '0')}${smaller}`;
}

/** A moment in UTC to the second, as `2026-11-22 12:00:00Z`. */
export const momentText = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')}Z`;

/** A share 0..1 in percent with one decimal, as `12.5 %`. */
export const percentText = (share: number): string => `${(100 * share).toFixed(1)} %`;
