import { reliabilityChart, RELIABILITY_SIZE } from '../charts/reliability-chart';
import { svgOf } from '../charts/svg';
import { replaceFile } from '../files/replace-file';
import { momentText } from '../cli/time-text';
import type { Curves, Judgement } from './judgement';

const READABLE = 0o644;

/** Draws the reliability of a model against what was there before into an SVG file. */
export async function drawDiagram(
  file: string,
  { model, before }: { readonly model: string; readonly before: string },
  { n, base_rate: rate, from_ms: from, to_ms: to, ...scores }: Judgement,
  curves: Curves,
): Promise<void> {
  const span = from === null || to === null ? '' : `, ${momentText(from)} to ${momentText(to)}`;
  const option = reliabilityChart({
    title: `Reliability of ${model}`,
    subtitle: `${n} outcomes it was not fitted on, base rate ${rate.toFixed(3)}${span}\nbefore: ${before}; after: this model; with 95 % Wilson intervals`,
    before: { bins: curves.before, ece: scores.before.ece },
    after: { bins: curves.after, ece: scores.after.ece },
  });
  replaceFile(file, await svgOf(option, RELIABILITY_SIZE.width, RELIABILITY_SIZE.height), READABLE);
}
