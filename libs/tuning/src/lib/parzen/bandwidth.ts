/** Least width of a kernel, in widths of the axis: what Watanabe 2023 recommends, and what measured best (docs/tuning.md). */
const LEAST = 0.03;

/**
 * Widths of kernels at positions in [0, 1], the last of which is the prior's. Each is as wide as its farther neighbour is away,
 * at both ends the inner neighbour; the prior as wide as the axis. None is narrower than 1 / (1 + kernels), which keeps a
 * cluster from shutting out what is around it ("magic clip"), nor than 0.03. Bergstra et al. 2011 as Hyperopt has it; for
 * kernels over several dimensions as well, where Watanabe 2023 (arXiv:2304.11127) finds it better than Scott's rule.
 */
export function bandwidths(positions: Float64Array, kernels: number): Float64Array {
  const { length } = positions;
  const order = Int32Array.from(positions.keys()).sort((a, b) => positions[a]! - positions[b]!);
  const least = Math.max(1 / (1 + kernels), LEAST);
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
