import {
  brier,
  CalibrationFitError,
  CalibratorArtifactError,
  calibratorOf,
  fitCalibrator,
  fitPlatt,
  learningConfig,
  nextModelVersion,
  splitByTime,
  type CalibratorArtifact,
  type OutcomeSample,
  type TimeSplit,
} from '@aurora/calibration';
import { Finding } from '../cli/failures';
import { momentText } from '../cli/time-text';
import { baseRate, isOneClass, judge, spanOf, type Curves, type Judgement } from './judgement';
import type { Samples } from './samples';

export type Kind = CalibratorArtifact['kind'];

/** What to fit. */
export interface FitRequest {
  readonly kind: Kind | 'auto';
  readonly name: string;
  readonly nowMs: number;
  /** Last moment of the fit, ms since the epoch; null: so that `holdout` of the outcomes open after it. */
  readonly untilMs: number | null;
  readonly holdout: number;
  readonly bins: number;
}

/** How a kind did within the fit, on its latest part; null: it cannot be fitted, and why. */
export interface Candidate {
  readonly kind: Kind;
  readonly brier: number | null;
  readonly refused: string | null;
}

/** What came out. */
export interface FittedModel {
  readonly artifact: CalibratorArtifact;
  readonly report: FitReport;
  readonly curves: Curves;
}

export interface FitReport {
  /** name@version. */
  readonly model: string;
  readonly kind: Kind;
  /** Kinds that were compared within the fit; empty when the kind was given. */
  readonly candidates: readonly Candidate[];
  readonly fitted: {
    readonly n: number;
    readonly base_rate: number;
    readonly from_ms: number | null;
    readonly to_ms: number | null;
  };
  /** In neither, because the cut fell between opening and outcome. */
  readonly purged: number;
  /** Last moment of the fit; null where rows are held out by their order. */
  readonly cut_ms: number | null;
  readonly held_out: Judgement;
}

/** Fewer outcomes than this judge nothing: the error of a rate out of 30 is still near 0.09. */
export const LEAST_JUDGED = 30;
const { min_platt: LEAST, min_isotonic: LEAST_ISOTONIC } = learningConfig.learning;
const leastFor = (kind: Kind): number => (kind === 'isotonic' ? LEAST_ISOTONIC : LEAST).default;
/** Latest share of the fit by which kinds are compared, so that the held-out part has no say in it. */
const COMPARED_SHARE = 0.3;

/**
 * Fits a calibrator to the outcomes known by a moment and judges it by those that opened after it; what lived across the
 * moment does neither. With `auto` the kind is the one with the lowest Brier score on the latest part of the fit, and is then
 * fitted to all of the fit. Throws a `Finding` when there are too few outcomes, all are the same, or none can be fitted.
 */
export function fitModel({ samples, isTimed }: Samples, request: FitRequest): FittedModel {
  const split = splitFor(samples, request);
  checkEnough(split, request, isTimed);
  const { training, heldOut, purged, cutMs } = split;
  const candidates = request.kind === 'auto' ? compared(training) : [];
  const kind = request.kind === 'auto' ? best(candidates) : request.kind;
  const identity = { name: request.name, version: nextModelVersion(request.nowMs, '') };
  const fitted = fittedKind(kind, training, identity, isTimed);
  if (typeof fitted === 'string') throw new Finding(`${kind} cannot be fitted: ${fitted}`);
  const { judgement, curves } = judge(calibratorOf(fitted), heldOut, isTimed, request.bins);
  return {
    artifact: withHeldOut(fitted, judgement),
    curves,
    report: {
      model: `${identity.name}@${identity.version}`,
      kind,
      candidates,
      fitted: { n: training.length, base_rate: baseRate(training), ...spanOf(training, isTimed) },
      purged,
      cut_ms: isTimed ? cutMs : null,
      held_out: judgement,
    },
  };
}

const splitFor = (samples: readonly OutcomeSample[], { untilMs, holdout }: FitRequest): TimeSplit =>
  splitByTime(samples, {
    nowMs: Infinity,
    // A share of all of them puts the cut at the first one, and so at the moment that was given.
    share: untilMs === null ? holdout : 1,
    notBeforeMs: untilMs ?? -Infinity,
  });

function checkEnough({ training, heldOut, purged, cutMs }: TimeSplit, { kind }: FitRequest, isTimed: boolean): void {
  const needed = leastFor(kind === 'auto' ? 'platt' : kind);
  const what = kind === 'auto' ? 'a fit' : `a fit of kind ${kind}`;
  const cut = isTimed && cutMs !== null ? ` at ${momentText(cutMs)}` : '';
  const found = `the cut${cut} leaves ${training.length} for the fit and ${heldOut.length} held out, ${purged} lie across it`;
  if (training.length < needed)
    throw new Finding(
      `too few outcomes: ${what} needs ${needed}; ${found}. Add sources, or move the cut with --until or --holdout`,
    );
  if (heldOut.length < LEAST_JUDGED)
    throw new Finding(
      `too few outcomes to judge by: ${LEAST_JUDGED} are needed; ${found}. Add sources, or move the cut with --until or --holdout`,
    );
  for (const [part, name] of [
    [training, 'of the fit'],
    [heldOut, 'held out'],
  ] as const)
    if (isOneClass(part))
      throw new Finding(
        `all ${part.length} outcomes ${name} are ${part[0]!.label}: a calibrator needs both 0 and 1. Add sources, or move the cut`,
      );
}

/** Each kind that has enough outcomes, fitted to the earlier part of the fit and judged by the later. */
function compared(training: readonly OutcomeSample[]): Candidate[] {
  const inner = splitByTime(training, { nowMs: Infinity, share: COMPARED_SHARE, notBeforeMs: -Infinity });
  const kinds = (['platt', 'temperature', 'isotonic'] as const).filter((kind) => training.length >= leastFor(kind));
  return kinds.map((kind) => {
    const model =
      inner.heldOut.length === 0
        ? 'the fit is too short in time'
        : fittedKind(kind, inner.training, { name: 'candidate', version: '1' }, true);
    if (typeof model === 'string') return { kind, brier: null, refused: model };
    const calibrator = calibratorOf(model);
    const p = inner.heldOut.map(({ score }) => calibrator.predict(score));
    return {
      kind,
      brier: brier(
        p,
        inner.heldOut.map(({ label }) => label),
      ),
      refused: null,
    };
  });
}

function best(candidates: readonly Candidate[]): Kind {
  const [first] = candidates.filter(({ brier: score }) => score !== null).sort((a, b) => a.brier! - b.brier!);
  if (first) return first.kind;
  throw new Finding(
    `nothing can be fitted: ${candidates.map(({ kind, refused }) => `${kind}: ${refused}`).join('; ')}`,
  );
}

/** The artifact, or why there can be none. */
function fittedKind(
  kind: Kind,
  training: readonly OutcomeSample[],
  identity: { readonly name: string; readonly version: string },
  isTimed: boolean,
): CalibratorArtifact | string {
  const scores = training.map(({ score }) => score);
  const labels = training.map(({ label }) => label);
  const { from_ms: fromMs, to_ms: toMs } = spanOf(training, isTimed);
  try {
    if (kind === 'platt') {
      const { a } = fitPlatt(scores, labels);
      if (a < 0) return `outcomes fall as the score rises (slope ${a.toFixed(3)}); has the score the right sign?`;
    }
    return fitCalibrator({
      kind,
      ...identity,
      scores,
      labels,
      ...(fromMs === null || toMs === null ? {} : { fromMs, toMs }),
    });
  } catch (error) {
    if (error instanceof CalibrationFitError || error instanceof CalibratorArtifactError) return error.message;
    throw error;
  }
}

function withHeldOut(artifact: CalibratorArtifact, { n, from_ms, to_ms, after }: Judgement): CalibratorArtifact {
  return from_ms === null || to_ms === null ? artifact : { ...artifact, held_out: { n, from_ms, to_ms, ...after } };
}
