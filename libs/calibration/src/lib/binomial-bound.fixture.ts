/**
 * Most successes that `trials` independent trials at `p` show in 999 of 1000 experiments: more say that the true
 * probability is above `p`. Exact, by summing the binomial distribution.
 */
export function mostOf(trials: number, p: number): number {
  let sum = 0;
  let logMass = trials * Math.log1p(-p);
  for (let k = 0; ; k++) {
    sum += Math.exp(logMass);
    if (sum >= 0.999 || k === trials) return k;
    logMass += Math.log(((trials - k) / (k + 1)) * (p / (1 - p)));
  }
}

/** Fewest successes, likewise: less say that the true probability is below `p`. */
export const fewestOf = (trials: number, p: number): number => trials - mostOf(trials, 1 - p);

/** How often something happens in so many trials. */
export function countOf(trials: number, happens: () => boolean): number {
  let count = 0;
  for (let trial = 0; trial < trials; trial++) if (happens()) count++;
  return count;
}
