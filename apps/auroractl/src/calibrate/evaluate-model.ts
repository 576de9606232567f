import { calibratorOf, type CalibratorArtifact, type OutcomeSample } from '@aurora/calibration';
import { Finding } from '../cli/failures';
import { LEAST_JUDGED } from './fit-model';
import { isOneClass, judge, type Curves, type Judgement } from './judgement';
import type { Samples } from './samples';

export interface EvaluateRequest {
  /** Only outcomes that opened then or later, ms since the epoch. */
  readonly fromMs: number | null;
  /** Somebody says that the outcomes are new to the model, where no time can show it. */
  readonly areUnseen: boolean;
  readonly bins: number;
}

export interface EvaluateReport {
  /** name@version. */
  readonly model: string;
  readonly kind: CalibratorArtifact['kind'];
  readonly fitted: CalibratorArtifact['fitted'];
  /** Outcomes that opened before the moment asked for. */
  readonly earlier: number;
  readonly judged: Judgement;
}

/**
 * Judges a model by outcomes it was not fitted on. Throws a `Finding` when they overlap the stretch of its fit, when no
 * time shows that they do not and nobody says so, and when they are too few or all the same.
 */
export function evaluateModel(
  artifact: CalibratorArtifact,
  { samples, isTimed }: Samples,
  { fromMs, areUnseen, bins }: EvaluateRequest,
): { readonly report: EvaluateReport; readonly curves: Curves } {
  const judged = fromMs === null ? samples : samples.filter(({ openedMs }) => openedMs >= fromMs);
  const model = `${artifact.name}@${artifact.version}`;
  const shows = isTimed && artifact.fitted.from_ms !== undefined && artifact.fitted.to_ms !== undefined;
  if (shows) refuseSeen(model, artifact.fitted.from_ms!, artifact.fitted.to_ms!, judged);
  else if (!areUnseen) {
    const why = isTimed ? `${model} does not say when its outcomes were` : 'the rows have no time';
    const how = isTimed ? '' : 'name their column with --time-column, or ';
    throw new Finding(`nothing shows that these outcomes are new to ${model}: ${why}. If they are, ${how}say --unseen`);
  }
  if (judged.length < LEAST_JUDGED)
    throw new Finding(
      `too few outcomes to judge by: ${LEAST_JUDGED} are needed, there are ${judged.length}. Add sources${fromMs === null ? '' : ', or an earlier --from'}`,
    );
  if (isOneClass(judged))
    throw new Finding(
      `all ${judged.length} outcomes are ${judged[0]!.label}: nothing can be said of a calibration. Add sources`,
    );
  const { judgement, curves } = judge(calibratorOf(artifact), judged, isTimed, bins);
  const { kind, fitted } = artifact;
  return { report: { model, kind, fitted, earlier: samples.length - judged.length, judged: judgement }, curves };
}

/** What opened up to the end of the fit, and closed from its beginning on, is no news to the model. */
function refuseSeen(model: string, fitFromMs: number, fitToMs: number, samples: readonly OutcomeSample[]): void {
  const seen = samples.filter(({ openedMs, closedMs }) => openedMs <= fitToMs && closedMs >= fitFromMs).length;
  if (seen === 0) return;
  const later = samples.filter(({ openedMs }) => openedMs > fitToMs).length;
  const from = new Date(Math.floor(fitToMs) + 1).toISOString();
  const stretch = `${new Date(fitFromMs).toISOString()} to ${new Date(fitToMs).toISOString()}`;
  const how =
    later === 0
      ? 'no later ones are here: name sources from after it'
      : `judge the ${later} later ones: --from ${from}`;
  throw new Finding(
    `${seen} of ${samples.length} outcomes lie in the stretch ${model} was fitted on (${stretch}), where any model looks good; ${how}`,
  );
}
