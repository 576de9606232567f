import { paint } from '../cli/answer';
import { plainTable } from '../cli/plain-table';
import { momentText, percentText } from '../cli/time-text';
import type { EvaluateReport } from './evaluate-model';
import type { FitReport } from './fit-model';
import type { Judgement } from './judgement';

/** What the command adds to what was fitted or judged. */
export interface Sourced {
  /** What gave the probabilities before. */
  readonly before: string;
  readonly left_out_rows: number;
  /** The drawn diagram; null: none asked for. */
  readonly svg: string | null;
  readonly remarks: readonly string[];
}

export type FitAnswer = FitReport & Sourced & { readonly file: string };
export type EvaluateAnswer = EvaluateReport & Sourced;

type Part = Pick<Judgement, 'n' | 'base_rate' | 'from_ms' | 'to_ms'>;

export function fitText(fit: FitAnswer): string {
  const { model, kind, candidates, fitted, purged, held_out: heldOut, file } = fit;
  const others = candidates.map(
    ({ kind: one, brier, refused }) => `${one} ${brier === null ? `not possible (${refused})` : brier.toFixed(4)}`,
  );
  return [
    `${paint.bold(model)}, ${kind}, written to ${file}`,
    ...(others.length > 0 ? [`chosen by the Brier score on the latest part of the fit: ${others.join(', ')}`] : []),
    '',
    plainTable([
      partRow('fitted', fitted),
      partRow('held out', heldOut),
      ...(purged > 0 ? [['in neither', `${purged} outcomes`, 'open across the cut']] : []),
    ]),
    ...(fitted.from_ms === null ? ['The rows have no time: the last ones of the file are held out.'] : []),
    '',
    `on what was held out, against ${fit.before}:`,
    scoresTable(heldOut),
    '',
    heldOut.better ? paint.green('Better than before.') : paint.red('Not better than before: do not put it in force.'),
    ...ending(fit),
  ].join('\n');
}

export function evaluateText(evaluation: EvaluateAnswer): string {
  const { model, kind, fitted, earlier, judged, before } = evaluation;
  return [
    `${paint.bold(model)}, ${kind}, fitted on ${fitted.n} outcomes${spanText(fitted.from_ms ?? null, fitted.to_ms ?? null)}`,
    '',
    plainTable([
      partRow('judged by', judged),
      ...(earlier > 0 ? [['left out', `${earlier} outcomes`, 'opened before --from']] : []),
    ]),
    '',
    `against ${before}:`,
    scoresTable(judged),
    ...ending(evaluation),
  ].join('\n');
}

const partRow = (name: string, { n, base_rate: rate, from_ms: from, to_ms: to }: Part): string[] => [
  name,
  `${n} outcomes`,
  `${percentText(rate)} reach the target${spanText(from, to)}`,
];

const spanText = (from: number | null, to: number | null): string =>
  from === null || to === null ? '' : `, ${momentText(from)} to ${momentText(to)}`;

function scoresTable({ before, after }: Judgement): string {
  const row = (name: string, one: number, other: number): string[] => {
    const change = `${other > one ? '+' : '−'}${Math.abs(other - one).toFixed(4)}`;
    return [name, one.toFixed(4), '→', other.toFixed(4), other > one ? paint.red(change) : paint.green(change)];
  };
  return plainTable([
    row('  calibration error (ECE)', before.ece, after.ece),
    row('  Brier score', before.brier, after.brier),
    row('  log loss, nats', before.log_loss, after.log_loss),
  ]);
}

const ending = ({ left_out_rows: rows, svg, remarks }: Sourced): string[] => [
  ...(rows > 0 ? [`${rows} rows could not be read and were left out.`] : []),
  ...(svg === null ? [] : [`Reliability diagram: ${svg}`]),
  ...remarks.map((remark) => paint.yellow(`note: ${remark}`)),
];
