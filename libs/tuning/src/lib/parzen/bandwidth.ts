/**
 * Widths of kernels at positions in [0, 1], the last of which is the prior's. Each is as wide as its farther neighbour is away,
 * at both ends the inner neighbour; the prior as wide as the interval. None is narrower than 1 / min(100, 1 + kernels), which
 * keeps a cluster from shutting out what is around it ("magic clip"). Bergstra et al. 2011 as Hyperopt has it. Watanabe 2023
 * (arXiv:2304.11127) finds it better than Scott's rule for product kernels over several dimensions too, and so did our
 * measurements: docs/tuning.md.
 */
export function bandwidths(positions: Float64Array): Float64Array {
  const { length } = positions;
  const order = Array.from(positions.keys()).sort((a, b) => positions[a]! - positions[b]!);
  const least = 1 / Math.min(100, 1 + length);
  const widths = new Float64Array(length);
  order.forEach((kernel, rank) => {
    const at = positions[kernel]!;
    const left = rank > 0 ? at - positions[order[rank - 1]!]! : 0;
    const right = rank < length - 1 ? positions[order[rank + 1]!]! - at : 0;
    widths[kernel] = Math.max(left, right, least);
  });
  widths[length - 1] = 1;
  return widths;
}
