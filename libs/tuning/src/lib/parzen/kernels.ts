import { type Random } from '@aurora/kernel';
import { type Axis, type ChoiceAxis, type NumericAxis } from '../space/axis';
import { bandwidths } from './bandwidth';
import { normalMass, truncatedNormalQuantile } from './normal-distribution';

// Looked up once, not for every kernel and candidate: in a VM context, such as Jest's, that costs more than the rest.
const { exp } = Math;

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
  return axis.kind === 'grid' ? new GridKernels(axis, observed) : new ContinuousKernels(observed);
}

/** Normal distributions cut off at both ends of the axis. Watanabe 2023 (arXiv:2304.11127). */
class ContinuousKernels implements Kernels {
  private readonly centres: Float64Array;
  private readonly widths: Float64Array;
  private readonly scale: Float64Array;

  constructor(observed: Float64Array) {
    this.centres = withPrior(observed);
    this.widths = bandwidths(this.centres, this.centres.length);
    this.scale = this.centres.map((centre, i) => PDF_AT_0 / (massOnAxis(centre, this.widths[i]!) * this.widths[i]!));
  }

  sample(kernel: number, random: Random): number {
    return drawFrom(this.centres[kernel]!, this.widths[kernel]!, random);
  }

  multiplyDensities(factors: Float64Array, position: number): void {
    const { centres, widths, scale } = this;
    for (let i = 0; i < factors.length; i++) {
      if (factors[i] === 0) continue;
      const z = (position - centres[i]!) / widths[i]!;
      factors[i]! *= Math.abs(z) > FAR ? 0 : scale[i]! * exp(-0.5 * z * z);
    }
  }
}

/**
 * The same on a grid, where a value has the probability of its cell, so that those of all values sum to 1. Trials with one
 * value share a kernel, whose neighbours are those of other values.
 */
class GridKernels implements Kernels {
  private readonly centres: Float64Array;
  private readonly widths: Float64Array;
  private readonly scale: Float64Array;
  /** Which of the shared kernels a kernel is. */
  private readonly shared: Int32Array;

  constructor(
    private readonly axis: NumericAxis,
    observed: Float64Array,
  ) {
    const distinct = new Map<number, number>();
    for (const position of observed) if (!distinct.has(position)) distinct.set(position, distinct.size);
    this.shared = Int32Array.from(
      { length: observed.length + 1 },
      (_, i) => distinct.get(observed[i]!) ?? distinct.size,
    );
    this.centres = withPrior(Float64Array.from(distinct.keys()));
    this.widths = bandwidths(this.centres, observed.length + 1);
    this.scale = this.centres.map((centre, i) => 1 / massOnAxis(centre, this.widths[i]!));
  }

  sample(kernel: number, random: Random): number {
    const own = this.shared[kernel]!;
    const position = drawFrom(this.centres[own]!, this.widths[own]!, random);
    return this.axis.positionOf(this.axis.valueAt(position))!;
  }

  multiplyDensities(factors: Float64Array, position: number): void {
    const { shared } = this;
    const cell = this.axis.cellAt(position);
    const masses = new Float64Array(this.centres.length).fill(-1);
    for (let i = 0; i < factors.length; i++) {
      if (factors[i] === 0) continue;
      const own = shared[i]!;
      if (masses[own]! < 0) masses[own] = this.massOf(own, cell);
      factors[i]! *= masses[own]!;
    }
  }

  private massOf(kernel: number, [from, to]: readonly [number, number]): number {
    const [centre, width] = [this.centres[kernel]!, this.widths[kernel]!];
    const [left, right] = [(from - centre) / width, (to - centre) / width];
    return left > FAR || right < -FAR ? 0 : this.scale[kernel]! * normalMass(left, right);
  }
}

/** So many widths away a kernel weighs less than a double beside the prior's share can tell. */
const FAR = 9;

/** The positions, and as the last the middle of the axis, where the prior stands. */
function withPrior(positions: Float64Array): Float64Array {
  const centres = new Float64Array(positions.length + 1).fill(0.5);
  centres.set(positions);
  return centres;
}

const massOnAxis = (centre: number, width: number): number => normalMass(-centre / width, (1 - centre) / width);

function drawFrom(centre: number, width: number, random: Random): number {
  const z = truncatedNormalQuantile(random(), -centre / width, (1 - centre) / width);
  return Math.min(Math.max(centre + width * z, 0), 1);
}

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
