import { SIGMOID_SLOPE } from '../calibrator/calibrator';
import { fitIsotonic } from '../isotonic/isotonic';
import { brier } from '../metrics/scoring';
import { ece } from '../metrics/reliability';
import { fitPlatt } from '../platt/platt';
import { checkBinary, checkFitColumns } from '../samples';
import { fitTemperature } from '../temperature/temperature';
import { type CalibratorArtifact } from './calibrator-artifact';
import { calibratorOf, parseCalibratorArtifact } from './load-calibrator';

/** What to fit, on which samples, under which name. */
export interface CalibratorFit {
  readonly kind: CalibratorArtifact['kind'];
  readonly name: string;
  readonly version: string;
  readonly symbol?: string;
  readonly scores: readonly number[];
  /** 0 or 1. */
  readonly labels: readonly number[];
  /** Not negative; null or absent: all 1. */
  readonly weights?: readonly number[] | null;
  readonly fromMs?: number;
  readonly toMs?: number;
}

/**
 * Fits a calibrator and describes it as an artifact, with its unweighted Brier score and calibration error on the very
 * samples it was fitted on. Isotonic fits see scores clipped to [−1, 1], temperature fits the logits 2·score.
 * Throws a `RangeError` on bad columns, a `CalibrationFitError` when there is no best fit, a `CalibratorArtifactError`
 * when the fit must not be used: a Platt slope below 0, for instance.
 */
export function fitCalibrator(fit: CalibratorFit): CalibratorArtifact {
  const { scores, labels, weights = null } = fit;
  checkFitColumns(scores, labels, weights);
  checkBinary('labels', labels);
  const params = paramsOf(fit.kind, scores, labels, weights);
  const head = {
    schema: 'aurora-calibrator',
    schema_version: 1,
    name: fit.name,
    version: fit.version,
    ...(fit.symbol === undefined ? {} : { symbol: fit.symbol }),
  } as const;
  const fitted = {
    n: scores.length,
    ...(fit.fromMs === undefined ? {} : { from_ms: fit.fromMs }),
    ...(fit.toMs === undefined ? {} : { to_ms: fit.toMs }),
  };
  const bare = parseCalibratorArtifact({ ...head, ...params, fitted });
  const calibrator = calibratorOf(bare);
  const p = scores.map((score) => calibrator.predict(score));
  return { ...bare, fitted: { ...fitted, brier: brier(p, labels), ece: ece(p, labels) } };
}

function paramsOf(
  kind: CalibratorArtifact['kind'],
  scores: readonly number[],
  labels: readonly number[],
  weights: readonly number[] | null,
) {
  switch (kind) {
    case 'isotonic': {
      const clipped = scores.map((score) => Math.min(1, Math.max(-1, score)));
      return fitIsotonic(clipped, labels, weights);
    }
    case 'platt':
      return fitPlatt(scores, labels, weights);
    case 'temperature': {
      const logits = scores.map((score) => SIGMOID_SLOPE * score);
      return fitTemperature(logits, labels, weights);
    }
  }
}
