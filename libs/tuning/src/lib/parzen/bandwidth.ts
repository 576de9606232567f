/** Widths of the kernels at positions in [0, 1], the last of which is the prior's. */
export type Bandwidth = (positions: Float64Array, dimensions: number) => Float64Array;

/**
 * Each kernel as wide as its farther neighbour is away, the prior as wide as the interval; at both ends the inner neighbour
 * counts. Not narrower than 1 / min(100, 1 + kernels), which keeps a cluster from shutting out what is around it ("magic
 * clip"). Bergstra et al. 2011, section 4; Watanabe 2023 (arXiv:2304.11127).
 */
export const neighbourBandwidth: Bandwidth = (positions) => {
  const { length } = positions;
  const order = Array.from(positions.keys()).sort((a, b) => positions[a]! - positions[b]!);
  const widths = new Float64Array(length);
  order.forEach((kernel, rank) => {
    const at = positions[kernel]!;
    const left = rank > 0 ? at - positions[order[rank - 1]!]! : -Infinity;
    const right = rank < length - 1 ? positions[order[rank + 1]!]! - at : -Infinity;
    widths[kernel] = clipWidth(Math.max(left, right), length);
  });
  widths[length - 1] = 1;
  return widths;
};

/**
 * One width for all: Scott's rule 0.2 · n^(−1/(d+4)) for n trials in d dimensions, with the same least width; the prior as
 * wide as the interval. Scott 1992; the factor and the rule for several dimensions as BOHB (Falkner et al. 2018) and Optuna
 * use them.
 */
export const scottBandwidth: Bandwidth = (positions, dimensions) => {
  const { length } = positions;
  const trials = Math.max(length - 1, 1);
  const widths = new Float64Array(length).fill(clipWidth(0.2 * trials ** (-1 / (dimensions + 4)), length));
  widths[length - 1] = 1;
  return widths;
};

const clipWidth = (width: number, kernels: number): number =>
  Math.min(Math.max(width, 1 / Math.min(100, 1 + kernels)), 1);
