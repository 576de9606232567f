// Taken once: inside a test sandbox every look at a global is slow.
const { cos, imul, log, PI, sqrt } = Math;

/** Uniform numbers in [0, 1) from a seed (mulberry32). */
export function seededUniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = imul(state ^ (state >>> 15), state | 1);
    t = (t + imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Standard normal numbers from a seed (Box–Muller). */
export function seededNormal(seed: number): () => number {
  const uniform = seededUniform(seed);
  return () => sqrt(-2 * log(1 - uniform())) * cos(2 * PI * uniform());
}
