import { normalQuantile } from '../normal-distribution';
import { checkForecasts } from './scoring';

/** One non-empty bin of a reliability diagram. */
export interface ReliabilityBin {
  /** Edges of the bin: `from` belongs to it, `to` to the next one (1 to the last). */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Mean forecast. */
  readonly meanP: number;
  /** Share of outcomes that are 1. */
  readonly rate: number;
  /** Wilson score interval of the rate. */
  readonly low: number;
  readonly high: number;
}

const MAX_BINS = 10_000;

/**
 * Reliability diagram on equal-width bins [i/bins, (i+1)/bins); empty bins are left out.
 * @param bins an integer from 1 to 10 000.
 * @param confidence of the Wilson interval, in (0, 1).
 * Throws a `RangeError` on bad input, naming it.
 */
export function reliabilityCurve(
  p: ArrayLike<number>,
  y: ArrayLike<number>,
  bins = 10,
  confidence = 0.95,
): ReliabilityBin[] {
  checkForecasts(p, y);
  if (!Number.isInteger(bins) || bins < 1 || bins > MAX_BINS)
    throw new RangeError(`bins must be an integer from 1 to ${MAX_BINS}, got ${bins}`);
  const counts = new Float64Array(bins);
  const forecasts = new Float64Array(bins);
  const hits = new Float64Array(bins);
  for (let i = 0; i < p.length; i++) {
    const bin = binOf(p[i]!, bins);
    counts[bin]! += 1;
    forecasts[bin]! += p[i]!;
    hits[bin]! += y[i]!;
  }
  const curve: ReliabilityBin[] = [];
  counts.forEach((count, bin) => {
    if (count === 0) return;
    curve.push({
      from: bin / bins,
      to: (bin + 1) / bins,
      count,
      meanP: forecasts[bin]! / count,
      rate: hits[bin]! / count,
      ...wilsonInterval(hits[bin]!, count, confidence),
    });
  });
  return curve;
}

/**
 * Expected calibration error: mean distance of forecast and rate over the bins of `reliabilityCurve`, weighted by count;
 * 0 (best) to 1. Source: Naeini, Cooper & Hauskrecht (2015).
 * Throws a `RangeError` on bad input, naming it.
 */
export function ece(p: ArrayLike<number>, y: ArrayLike<number>, bins = 10): number {
  let sum = 0;
  for (const { count, meanP, rate } of reliabilityCurve(p, y, bins)) sum += count * Math.abs(meanP - rate);
  return sum / p.length;
}

/**
 * Wilson score interval of a rate, within [0, 1]. Source: Wilson (1927).
 * Throws a `RangeError` unless 0 ≤ hits ≤ count, count > 0 and confidence is in (0, 1).
 */
export function wilsonInterval(hits: number, count: number, confidence = 0.95): { low: number; high: number } {
  if (!(hits >= 0 && hits <= count && count > 0 && count < Infinity))
    throw new RangeError(`hits must be within a positive count, got ${hits} of ${count}`);
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`confidence must be in (0, 1), got ${confidence}`);
  const z = normalQuantile(0.5 + confidence / 2);
  const rate = hits / count;
  const shrink = 1 + (z * z) / count;
  const centre = (rate + (z * z) / (2 * count)) / shrink;
  const half = (z / shrink) * Math.sqrt((rate * (1 - rate)) / count + (z * z) / (4 * count * count));
  return { low: hits === 0 ? 0 : centre - half, high: hits === count ? 1 : centre + half };
}

/** Bin by its edges i/bins: the product alone may round across an edge. */
export function binOf(p: number, bins: number): number {
  const bin = Math.min(bins - 1, Math.floor(p * bins));
  if (p < bin / bins) return bin - 1;
  return bin < bins - 1 && p >= (bin + 1) / bins ? bin + 1 : bin;
}
