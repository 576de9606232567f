// Rows of what was measured, with the goals beside what they are held against.

const number = (value) => {
  if (value >= 1000) return Math.round(value).toLocaleString('en');
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
};

export const shown = ({ median, min, max }, unit = '') => `${number(median)}${unit} (${number(min)}–${number(max)})`;

const atMost = (goal, unit) => ({ text: `≤ ${goal}${unit}`, met: (value) => value <= goal });
const atLeast = (goal, unit) => ({ text: `≥ ${goal}${unit}`, met: (value) => value >= goal });

/** A median with the range of its rounds; with a goal, whether the median meets it. */
export const row = (what, result, unit, goal) => ({
  what,
  measured: shown(result, unit),
  goal: goal?.text ?? '',
  met: goal ? (goal.met(result.median) ? 'yes' : 'no') : '',
});

export const rowAtMost = (what, result, unit, goal) => row(what, result, unit, atMost(goal, unit));
export const rowAtLeast = (what, result, unit, goal) => row(what, result, unit, atLeast(goal, unit));

/** A row without rounds. */
export const plainRow = (what, measured, met = '') => ({ what, measured, goal: '', met });
