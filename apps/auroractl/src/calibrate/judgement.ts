import {
  brier,
  ece,
  logLoss,
  reliabilityCurve,
  type Calibrator,
  type OutcomeSample,
  type ReliabilityBin,
} from '@aurora/calibration';

/** How well probabilities met outcomes; lower is better in each. */
export interface Scores {
  readonly ece: number;
  readonly brier: number;
  /** Nats. */
  readonly log_loss: number;
}

/** A model against what was there before it, on the same outcomes. */
export interface Judgement {
  /** Outcomes. */
  readonly n: number;
  /** Share of outcomes that reached the target. */
  readonly base_rate: number;
  /** First opening and last outcome, ms since the epoch; null where no times are known. */
  readonly from_ms: number | null;
  readonly to_ms: number | null;
  readonly before: Scores;
  readonly after: Scores;
  /** Brier score and log loss are lower, and the calibration error is not higher. */
  readonly better: boolean;
}

/** Reliability curves for the diagram. */
export interface Curves {
  readonly before: readonly ReliabilityBin[];
  readonly after: readonly ReliabilityBin[];
}

/** Judges a model by outcomes it was not fitted on. @param samples at least one. @param bins of the calibration error and the curves. */
export function judge(
  model: Calibrator,
  samples: readonly OutcomeSample[],
  isTimed: boolean,
  bins: number,
): { readonly judgement: Judgement; readonly curves: Curves } {
  const labels = samples.map(({ label }) => label);
  const given = samples.map(({ p }) => p);
  const p = samples.map(({ score }) => model.predict(score));
  const [before, after] = [scoresOf(given, labels, bins), scoresOf(p, labels, bins)];
  return {
    judgement: {
      n: samples.length,
      base_rate: baseRate(samples),
      ...spanOf(samples, isTimed),
      before,
      after,
      better: after.brier < before.brier && after.log_loss < before.log_loss && after.ece <= before.ece,
    },
    curves: { before: reliabilityCurve(given, labels, bins), after: reliabilityCurve(p, labels, bins) },
  };
}

const scoresOf = (p: readonly number[], labels: readonly number[], bins: number): Scores => ({
  ece: ece(p, labels, bins),
  brier: brier(p, labels),
  log_loss: logLoss(p, labels),
});

/** Share of labels that are 1. */
export const baseRate = (samples: readonly OutcomeSample[]): number =>
  samples.reduce((sum, { label }) => sum + label, 0) / samples.length;

/** First opening and last outcome; null without times. */
export function spanOf(
  samples: readonly OutcomeSample[],
  isTimed: boolean,
): { readonly from_ms: number | null; readonly to_ms: number | null } {
  if (!isTimed) return { from_ms: null, to_ms: null };
  return {
    from_ms: samples.reduce((first, { openedMs }) => Math.min(first, openedMs), Infinity),
    to_ms: samples.reduce((last, { closedMs }) => Math.max(last, closedMs), -Infinity),
  };
}

export const isOneClass = (samples: readonly OutcomeSample[]): boolean =>
  samples.every(({ label }) => label === samples[0]!.label);
