import { interpolateKnots } from '../isotonic/interpolate-knots';
import { type IsotonicModel } from '../isotonic/isotonic';
import { logistic } from '../logistic';
import { type PlattModel } from '../platt/platt';
import { type TemperatureModel } from '../temperature/temperature';

export type CalibratorKind = 'isotonic' | 'platt' | 'temperature' | 'sigmoid';

/** Turns a score into the probability that the target is reached before the stop; never decreasing in the score. */
export interface Calibrator {
  readonly name: string;
  readonly version: string;
  readonly kind: CalibratorKind;
  /**
   * Probability in [0, 1]. Allocates nothing.
   * Throws a `RangeError` on a score that is not finite.
   */
  predict(score: number): number;
}

/** Name and version of a model; `name@version` stands in every decision. */
export interface CalibratorIdentity {
  readonly name: string;
  readonly version: string;
}

/** Slope of the fixed sigmoid, and so the logit of a score before any fit: 2·score. */
export const SIGMOID_SLOPE = 2;

const clip = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

function checkScore(score: number): void {
  if (!Number.isFinite(score)) throw new RangeError(`score must be finite, got ${score}`);
}

class IsotonicCalibrator implements Calibrator {
  readonly kind = 'isotonic';
  readonly name: string;
  readonly version: string;
  private readonly x: Float64Array;
  private readonly y: Float64Array;

  constructor({ name, version }: CalibratorIdentity, model: Pick<IsotonicModel, 'x' | 'y'>) {
    this.name = name;
    this.version = version;
    this.x = Float64Array.from(model.x);
    this.y = Float64Array.from(model.y);
  }

  predict(score: number): number {
    checkScore(score);
    return clip(interpolateKnots(this.x, this.y, clip(score, -1, 1)), 0, 1);
  }
}

/**
 * Calibrator of an isotonic model, with scores clipped to [−1, 1] and probabilities to [0, 1]; a binary search per
 * prediction. The knots are taken as they are: `loadCalibrator` checks them.
 */
export const isotonicCalibrator = (identity: CalibratorIdentity, model: Pick<IsotonicModel, 'x' | 'y'>): Calibrator =>
  new IsotonicCalibrator(identity, model);

/** A logistic curve of the score: Platt's, a temperature's, or the fixed one. */
class LogisticCalibrator implements Calibrator {
  readonly name: string;
  readonly version: string;

  constructor(
    { name, version }: CalibratorIdentity,
    readonly kind: CalibratorKind,
    private readonly slope: number,
    private readonly intercept: number,
  ) {
    if (!(slope >= 0 && slope < Infinity))
      throw new RangeError(`the slope of ${name} must be finite and not negative, got ${slope}`);
    if (!Number.isFinite(intercept)) throw new RangeError(`the intercept of ${name} must be finite, got ${intercept}`);
    this.name = name;
    this.version = version;
  }

  predict(score: number): number {
    checkScore(score);
    return logistic(this.slope * score + this.intercept);
  }
}

/** Calibrator of a Platt fit; throws a `RangeError` when the fit falls in the score (a < 0). */
export const plattCalibrator = (identity: CalibratorIdentity, { a, b }: Pick<PlattModel, 'a' | 'b'>): Calibrator =>
  new LogisticCalibrator(identity, 'platt', a, b);

/** Calibrator of a temperature fitted on the logits 2·score: p = 1/(1+e^(−2·score/temperature)). */
export const temperatureCalibrator = (
  identity: CalibratorIdentity,
  { temperature }: Pick<TemperatureModel, 'temperature'>,
): Calibrator => new LogisticCalibrator(identity, 'temperature', SIGMOID_SLOPE / temperature, 0);

/** The fixed sigmoid 1/(1+e^(−2·score)), in force while nothing was fitted. */
export const SIGMOID_CALIBRATOR: Calibrator = new LogisticCalibrator(
  { name: 'sigmoid', version: '1' },
  'sigmoid',
  SIGMOID_SLOPE,
  0,
);

const PREFERENCE: readonly CalibratorKind[] = ['isotonic', 'platt', 'temperature'];

/** The calibrator in force among the fitted ones: isotonic, else Platt, else temperature, else the fixed sigmoid. */
export function preferredCalibrator(fitted: readonly Calibrator[]): Calibrator {
  for (const kind of PREFERENCE) {
    const found = fitted.find((calibrator) => calibrator.kind === kind);
    if (found !== undefined) return found;
  }
  return SIGMOID_CALIBRATOR;
}
