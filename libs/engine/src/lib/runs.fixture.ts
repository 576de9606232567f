/** Runs of every property instead of its own number, for the long form. */
const LONG = process.env['AURORA_PROPERTY_RUNS'];

/** How often a property is tried: `usual` times, or as often as `AURORA_PROPERTY_RUNS` says. */
export const tried = (usual: number): { readonly numRuns: number } => {
  const numRuns = LONG === undefined ? usual : Number(LONG);
  if (!Number.isSafeInteger(numRuns) || numRuns < 1) throw new RangeError(`AURORA_PROPERTY_RUNS is ${LONG}`);
  return { numRuns };
};
