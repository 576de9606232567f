// Medians, percentiles and ranges of small samples.

/** Linear between order statistics; `p` in 0..1, the sample is sorted. */
export function percentileOfSorted(sorted, p) {
  const rank = (sorted.length - 1) * p;
  const below = Math.floor(rank);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (rank - below);
}

/** Median with the range of the rounds it comes from. */
export function overRounds(values) {
  const sorted = Float64Array.from(values).sort();
  return { median: percentileOfSorted(sorted, 0.5), min: sorted[0], max: sorted.at(-1), rounds: sorted.length };
}

/** The ratio of two contestants round by round: what slows the machine down for a round slows both. */
export const ratioOverRounds = (ours, theirs) => overRounds(ours.map((value, round) => value / theirs[round]));
