import { ece } from '../metrics/reliability';
import { brier, logLoss } from '../metrics/scoring';

/** How well probabilities met outcomes. Lower is better in each. */
export interface CalibrationScores {
  /** Outcomes. */
  readonly n: number;
  /** 0 to 1. */
  readonly brier: number;
  /** Expected calibration error over 10 equal bins, 0 to 1. */
  readonly ece: number;
  /** Nats, with probabilities clipped to [1e-12, 1−1e-12]. */
  readonly logLoss: number;
}

/** Scores of probabilities against outcomes 0 and 1. Throws a `RangeError` on bad columns, naming it. */
export const calibrationScores = (p: ArrayLike<number>, labels: ArrayLike<number>): CalibrationScores => ({
  n: p.length,
  brier: brier(p, labels),
  ece: ece(p, labels),
  logLoss: logLoss(p, labels),
});
