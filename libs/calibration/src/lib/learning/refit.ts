import type { Ms } from '@aurora/kernel';
import { type CalibratorArtifact } from '../artifact/calibrator-artifact';
import { fitCalibrator } from '../artifact/fit-calibrator';
import { calibratorOf } from '../artifact/load-calibrator';
import { type Calibrator } from '../calibrator/calibrator';
import { fitPlatt } from '../platt/platt';
import { calibrationScores, type CalibrationScores } from './calibration-scores';
import { type LearningConfig } from './learning-config';
import { nextModelVersion } from './model-version';
import { type RefitReason, type RefitVerdict } from './refit-verdict';
import { splitByTime, type TimeSplit } from './time-split';
import { type OutcomeSample } from './trade-outcome';

/** What a refit looks at. */
export interface RefitInput {
  /** In any order; those that closed after `nowMs` are not looked at. */
  readonly samples: readonly OutcomeSample[];
  readonly nowMs: Ms;
  readonly current: Calibrator;
  /** Last moment of the data behind the model in force, ms; null when there are none, or it is not known. */
  readonly currentToMs: Ms | null;
  /** Name of the model that may come out; its version follows the one in force. */
  readonly name: string;
  readonly config: Pick<LearningConfig, 'minPlatt' | 'minIsotonic' | 'holdoutFraction' | 'history'>;
}

/** Fewer outcomes than this judge nothing: the error of a rate out of 30 is still near 0.09. */
const LEAST_HELD_OUT = 30;

interface Candidate {
  readonly artifact: CalibratorArtifact;
  readonly scores: CalibrationScores;
}

/**
 * Fits the next calibrator and says whether it may take over.
 *
 * The latest `history` outcomes are split at a moment in time: what closed up to the cut is fitted, what opened after it
 * judges, what lived across it does neither. Platt is fitted from `min_platt` outcomes of the fit on, isotonic beside it
 * from `min_isotonic` on; where outcomes fall with the score Platt is level, the best curve that does not fall: then scores
 * tell nothing, and the rate of targets is all there is to say. A candidate takes over when on the held-out stretch, against the model in force there, its Brier
 * score and its log loss are lower and its calibration error is not higher; of two the one with the lower Brier score. What
 * takes over is the very candidate that was judged: it is not fitted again with the held-out outcomes, so that they, and all
 * later ones, are new to it whenever it is judged, and its published scores are those of outcomes it never saw. The cut
 * never lies before the data of the model in force, so that the stretch is new to that one too.
 *
 * Deterministic: the same input gives the same verdict, to the byte of the artifact. Throws a `RangeError` on a score or
 * label that cannot be, a `CalibrationFitError` when a fit does not settle.
 */
export function refit({ samples, nowMs, current, currentToMs, name, config }: RefitInput): RefitVerdict {
  const split = splitByTime(latest(samples, nowMs, config.history), {
    nowMs,
    share: config.holdoutFraction,
    notBeforeMs: currentToMs ?? -Infinity,
  });
  const { training, heldOut } = split;
  const from = `${current.name}@${current.version}`;
  if (training.length < config.minPlatt) return kept(from, split, 'too_few_samples', config.minPlatt);
  if (heldOut.length < LEAST_HELD_OUT) return kept(from, split, 'too_few_held_out', LEAST_HELD_OUT);
  if (isOneClass(training) || isOneClass(heldOut)) return kept(from, split, 'one_class');

  const before = scoresOf(current, heldOut);
  const kinds = training.length < config.minIsotonic ? (['platt'] as const) : (['platt', 'isotonic'] as const);
  const version = nextModelVersion(nowMs, current.version);
  const candidates = kinds
    .map((kind) => candidateOf(kind, { name, version }, split))
    .sort((a, b) => a.scores.brier - b.scores.brier);
  const better = candidates.find(({ scores }) => isBetter(scores, before));
  if (better !== undefined) {
    const to = `${name}@${version}`;
    const { artifact, scores: after } = better;
    return { ...counts(split), kept: false, reason: 'better', from, to, needed: null, before, after, artifact };
  }
  return { ...kept(from, split, 'not_better'), before, after: candidates[0]!.scores };
}

function latest(samples: readonly OutcomeSample[], nowMs: Ms, history: number): readonly OutcomeSample[] {
  return samples
    .filter(({ closedMs }) => closedMs <= nowMs)
    .sort((a, b) => a.closedMs - b.closedMs)
    .slice(-history);
}

const isBetter = (a: CalibrationScores, b: CalibrationScores): boolean =>
  a.brier < b.brier && a.logLoss < b.logLoss && a.ece <= b.ece;

const isOneClass = (samples: readonly OutcomeSample[]): boolean =>
  samples.every(({ label }) => label === samples[0]!.label);

const scoresOf = (calibrator: Calibrator, samples: readonly OutcomeSample[]): CalibrationScores =>
  calibrationScores(
    samples.map(({ score }) => calibrator.predict(score)),
    samples.map(({ label }) => label),
  );

function candidateOf(
  kind: 'platt' | 'isotonic',
  identity: { readonly name: string; readonly version: string },
  { training, heldOut }: TimeSplit,
): Candidate {
  const labels = training.map(({ label }) => label);
  const scores = training.map(({ score }) => score);
  const fitted = fitCalibrator({
    ...identity,
    kind,
    scores: kind === 'platt' && fitPlatt(scores, labels).a < 0 ? scores.map(() => 0) : scores,
    labels,
    fromMs: training[0]!.openedMs,
    toMs: lastClosedMs(training),
  });
  const judged = scoresOf(calibratorOf(fitted), heldOut);
  const { n, brier, ece, logLoss } = judged;
  const span = { from_ms: heldOut[0]!.openedMs, to_ms: lastClosedMs(heldOut) };
  return { artifact: { ...fitted, held_out: { n, ...span, brier, ece, log_loss: logLoss } }, scores: judged };
}

const lastClosedMs = (samples: readonly OutcomeSample[]): Ms =>
  samples.reduce((last, { closedMs }) => Math.max(last, closedMs), -Infinity);

const counts = ({ training, heldOut, purged, cutMs }: TimeSplit) => ({
  n: training.length,
  heldOut: heldOut.length,
  purged,
  cutMs,
});

const kept = (from: string, split: TimeSplit, reason: RefitReason, needed: number | null = null): RefitVerdict => ({
  ...counts(split),
  kept: true,
  reason,
  from,
  to: from,
  needed,
  before: null,
  after: null,
  artifact: null,
});
