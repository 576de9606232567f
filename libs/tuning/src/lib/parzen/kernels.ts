import { type Random } from '@aurora/kernel';
import { type Axis, type ChoiceAxis, type NumericAxis } from '../space/axis';
import { bandwidths } from './bandwidth';
import { normalMass, truncatedNormalQuantile } from './normal-distribution';

/** The kernels of one dimension: one around each observed position, and the prior as the last. */
export interface Kernels {
  /** A position drawn from one kernel; on a grid always the middle of a cell. */
  sample(kernel: number, random: Random): number;
  /** Multiplies each factor by the density of its kernel at a position, for a choice or a grid by its probability. */
  multiplyDensities(factors: Float64Array, position: number): void;
}

/** Kernels around positions of an axis; on an axis of choices the weight of the prior smooths them. */
export function kernelsOn(axis: Axis, observed: Float64Array, priorWeight: number): Kernels {
  if (axis.kind === 'choice') return new ChoiceKernels(axis, observed, priorWeight);
  const centres = new Float64Array(observed.length + 1);
  centres.set(observed);
  centres[observed.length] = 0.5;
  return new NormalKernels(axis, centres, bandwidths(centres));
}

/**
 * Normal distributions cut off at both ends of the axis. On a grid a value has the probability of its cell, so that those of
 * all values sum to 1. Watanabe 2023 (arXiv:2304.11127).
 */
class NormalKernels implements Kernels {
  private readonly scale: Float64Array;
  private readonly isGrid: boolean;

  constructor(
    private readonly axis: NumericAxis,
    private readonly centres: Float64Array,
    private readonly widths: Float64Array,
  ) {
    this.isGrid = axis.kind === 'grid';
    this.scale = centres.map((centre, i) => {
      const width = widths[i]!;
      const mass = normalMass(-centre / width, (1 - centre) / width);
      return this.isGrid ? 1 / mass : PDF_AT_0 / (mass * width);
    });
  }

  sample(kernel: number, random: Random): number {
    const [centre, width] = [this.centres[kernel]!, this.widths[kernel]!];
    const z = truncatedNormalQuantile(random(), -centre / width, (1 - centre) / width);
    const position = Math.min(Math.max(centre + width * z, 0), 1);
    return this.isGrid ? this.axis.positionOf(this.axis.valueAt(position))! : position;
  }

  multiplyDensities(factors: Float64Array, position: number): void {
    const { centres, widths, scale, isGrid } = this;
    const [from, to] = this.axis.cellAt(position);
    for (let i = 0; i < factors.length; i++) {
      if (factors[i] === 0) continue;
      const width = widths[i]!;
      const [left, right] = [(from - centres[i]!) / width, (to - centres[i]!) / width];
      if (left > FAR || right < -FAR) factors[i] = 0;
      else factors[i]! *= scale[i]! * (isGrid ? normalMass(left, right) : Math.exp(-0.5 * left * left));
    }
  }
}

/** So many widths away a kernel weighs less than a double beside the prior's share can tell. */
const FAR = 9;

const PDF_AT_0 = 1 / Math.sqrt(2 * Math.PI);

/**
 * Each kernel gives its own choice the weight 1 and every choice the weight of the prior shared among all kernels; the last
 * one, the prior, is uniform.
 */
class ChoiceKernels implements Kernels {
  private readonly base: number;
  private readonly own: number;

  constructor(
    private readonly axis: ChoiceAxis,
    private readonly observed: Float64Array,
    priorWeight: number,
  ) {
    const smoothing = priorWeight / (observed.length + 1);
    const total = 1 + axis.count * smoothing;
    this.base = smoothing / total;
    this.own = 1 / total;
  }

  sample(kernel: number, random: Random): number {
    const isOwn = kernel < this.observed.length && random() < this.own;
    return isOwn ? this.observed[kernel]! : Math.min(Math.floor(random() * this.axis.count), this.axis.count - 1);
  }

  multiplyDensities(factors: Float64Array, position: number): void {
    const { observed, base, own } = this;
    for (let i = 0; i < observed.length; i++) factors[i]! *= observed[i] === position ? base + own : base;
    factors[observed.length]! *= 1 / this.axis.count;
  }
}
