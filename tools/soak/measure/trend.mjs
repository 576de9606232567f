// Whether a series grew, in ways that single outliers cannot fool.
import { percentileOfSorted } from '../../harness/statistics.mjs';

/** Points of a long series that a slope is taken over: all pairs of them are looked at. */
const MAX_POINTS = 400;

export const median = (values) =>
  values.length === 0 ? NaN : percentileOfSorted(Float64Array.from(values).sort(), 0.5);

/** Median slope over all pairs of points (Theil 1950, Sen 1968); points are `[x, y]`. NaN below two points. */
export function theilSenSlope(points) {
  const taken = thinned(points, MAX_POINTS);
  const slopes = [];
  for (let i = 0; i < taken.length; i++) {
    for (let j = i + 1; j < taken.length; j++) {
      const [x, y] = [taken[j][0] - taken[i][0], taken[j][1] - taken[i][1]];
      if (x !== 0) slopes.push(y / x);
    }
  }
  return median(slopes);
}

/** Growth over the whole span by the median slope, as a share of the median value. */
export function growth(points) {
  if (points.length < 2) return NaN;
  return (theilSenSlope(points) * (points.at(-1)[0] - points[0][0])) / median(points.map(([, y]) => y));
}

/** Median of the last quarter of a series over that of its first. */
export function lastQuarterToFirst(values) {
  const quarter = Math.max(1, Math.floor(values.length / 4));
  return median(values.slice(-quarter)) / median(values.slice(0, quarter));
}

/** At most `count` points, each the median of its neighbours. */
function thinned(points, count) {
  const size = Math.ceil(points.length / count);
  if (size <= 1) return points;
  return Array.from({ length: Math.ceil(points.length / size) }, (_, n) => {
    const group = points.slice(n * size, (n + 1) * size);
    return [median(group.map(([x]) => x)), median(group.map(([, y]) => y))];
  });
}
