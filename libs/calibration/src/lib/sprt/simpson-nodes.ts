const DENSITY = 32;

/**
 * Nodes and weights of Simpson's rule for integrals of a normal-like density up to `bound`: dense within three standard
 * deviations, sparse in the tails. Source: Jennison & Turnbull, Group Sequential Methods (2000), section 19.3.
 */
export function simpsonNodes(bound: number): { z: Float64Array; weight: Float64Array } {
  const ends = knots().filter((z) => z < bound);
  if (ends.length === 0) ends.push(bound - 1);
  if (bound < knots().at(-1)!) ends.push(bound);
  const count = 2 * ends.length - 1;
  const z = new Float64Array(count);
  const weight = new Float64Array(count);
  for (let i = 0; i + 1 < ends.length; i++) {
    const width = ends[i + 1]! - ends[i]!;
    z[2 * i] = ends[i]!;
    z[2 * i + 1] = ends[i]! + width / 2;
    z[2 * i + 2] = ends[i + 1]!;
    weight[2 * i]! += width / 6;
    weight[2 * i + 1]! += (4 * width) / 6;
    weight[2 * i + 2]! += width / 6;
  }
  return { z, weight };
}

function knots(): number[] {
  const last = 6 * DENSITY - 1;
  return Array.from({ length: last }, (_, index) => {
    const i = index + 1;
    if (i < DENSITY) return -3 - 4 * Math.log(DENSITY / i);
    if (i <= 5 * DENSITY) return -3 + (3 * (i - DENSITY)) / (2 * DENSITY);
    return 3 + 4 * Math.log(DENSITY / (last + 1 - i));
  });
}
