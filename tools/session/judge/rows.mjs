// A promise as a row: what it is, what was measured, its limit, and whether it was kept; `null` where nothing can be said.

export const count = (value) => value.toLocaleString('en');

export const equal = (what, measured, wanted) => ({
  what,
  measured: count(measured),
  limit: count(wanted),
  kept: measured === wanted,
});

/** @param problems texts; the first few are shown. */
export const none = (what, problems, of = '') => ({
  what,
  measured: problems.length === 0 ? `none${of}` : `${count(problems.length)}: ${problems.slice(0, 3).join('; ')}`,
  limit: 'none',
  kept: problems.length === 0,
});

export const atMost = (what, value, limit, shown = count, judged = true) => ({
  what,
  measured: Number.isNaN(value) ? 'not measured' : shown(value),
  limit: `≤ ${shown(limit)}`,
  kept: judged ? value <= limit : null,
});

export const atLeast = (what, value, limit, shown = count) => ({
  what,
  measured: shown(value),
  limit: `≥ ${shown(limit)}`,
  kept: value >= limit,
});
