import { scoreOf, type Harvest, type Trial } from '@aurora/tuning';
import { momentText, percentText, spanText } from '../cli/time-text';
import type { SearchPlan } from './search-plan';
import type { SearchResult } from './search-result';
import { brokenText } from './verdict';

const TOP = 10;

/** The report of a search as markdown; its pictures stand beside it. */
export function reportText(plan: SearchPlan, result: SearchResult): string {
  const { trials, pictures } = result;
  return [
    `# Search "${plan.study}"`,
    verdictLines(result).join('\n'),
    '## Base and best trial',
    comparison(result),
    parameterTable(plan, result),
    '## How it was searched',
    setUp(plan, result),
    '## Trials',
    counts(trials),
    trialTable(plan, trials),
    `![Score by trial](${pictures.history})`,
    '## What decides',
    ...importanceParts(result),
    ...pictures.slices.map(({ name, file }) => `![Score by ${name}](${file})`),
  ]
    .join('\n\n')
    .concat('\n');
}

function importanceParts({ shares, pictures }: SearchResult): string[] {
  if (shares === null) return ['Too few trials kept the gates to say.'];
  const rows = Object.entries(shares).sort(([, a], [, b]) => b - a);
  return [
    'Shares by PED-ANOVA: how far the density of the best tenth of the trials that kept the gates is from that of all of them.',
    table(
      ['parameter', 'share'],
      rows.map(([name, share]) => [`\`${name}\``, share.toFixed(3)]),
    ),
    `![How much each parameter decides](${pictures.importance})`,
  ];
}

/** The verdict in a few lines, for the report and for the screen. */
export function verdictLines({ verdict, best, isComplete, overlayFile }: SearchResult): string[] {
  const { winner, why, caveats } = verdict;
  const lines =
    winner === null
      ? [`No winner: ${why.join('; ')}.`]
      : [
          `Trial ${winner.number} wins: its score is above that of the base on the training stretch and on the held-out one.`,
        ];
  if (winner === null && best !== null)
    lines.push(`The best that kept the gates on the training stretch is trial ${best.trial.number}.`);
  if (overlayFile !== null) lines.push(`Its overlay: ${overlayFile}`);
  if (!isComplete) lines.push('The search was cut short; more trials may find more.');
  return [...lines, ...caveats.map((caveat) => `Beware: ${caveat}.`)];
}

const FIGURES: readonly (readonly [string, (harvest: Harvest) => string])[] = [
  ['score', (harvest) => scoreOf(harvest).toFixed(4)],
  ['trades', ({ trades }) => String(trades)],
  ['net, USDT', ({ netUsdt }) => netUsdt.toFixed(2)],
  ['return of equity, %', (harvest) => (100 * harvest.return).toFixed(4)],
  ['Sharpe of the trades', ({ sharpe }) => sharpe.toFixed(3)],
  ['Kelly', ({ kellyEff }) => kellyEff.toFixed(3)],
  ['cost, bps of notional', ({ costBps }) => costBps.toFixed(2)],
  ['CVaR95 of equity, %', ({ cvar95 }) => (cvar95 === null ? '–' : (100 * cvar95).toFixed(4))],
  ['decisions', ({ decisions }) => String(decisions)],
  ['denied', ({ denyRate }) => (denyRate === null ? '–' : percentText(denyRate))],
  ['outcomes', ({ outcomes }) => String(outcomes)],
  ['ECE', ({ ece }) => (ece === null ? '–' : ece.toFixed(3))],
];

function comparison({ base, best }: SearchResult): string {
  const columns: (readonly [string, Harvest])[] = [
    ['base, training', base.train],
    ...(best === null ? [] : [[`trial ${best.trial.number}, training`, best.measured.train] as const]),
    ['base, held out', base.holdout],
    ...(best === null ? [] : [[`trial ${best.trial.number}, held out`, best.measured.holdout] as const]),
  ];
  return table(
    ['', ...columns.map(([name]) => name)],
    FIGURES.map(([name, text]) => [name, ...columns.map(([, harvest]) => text(harvest))]),
  );
}

function parameterTable({ space, baseParams }: SearchPlan, { best }: SearchResult): string {
  const own = best === null ? [] : [`trial ${best.trial.number}`];
  return table(
    ['parameter', 'base', ...own, 'searched'],
    space.map((dimension) => [
      `\`${dimension.name}\``,
      shown(baseParams[dimension.name]),
      ...(best === null ? [] : [shown(best.trial.params[dimension.name])]),
      dimension.type === 'categorical'
        ? dimension.choices.join(', ')
        : `${dimension.low} to ${dimension.high}${dimension.log === true ? ', by ratio' : ''}`,
    ]),
  );
}

function setUp(plan: SearchPlan, { tookMs }: SearchResult): string {
  const limits = plan.limits;
  const sampler = plan.multivariate ? 'multivariate TPE' : 'TPE';
  return [
    ...plan.recordings.map(
      ({ folder, firstMs, cutMs, lastMs, frames }) =>
        `- \`${folder}\`: ${frames} frames, trained on ${momentText(firstMs)} to ${momentText(cutMs)} (${spanText(cutMs - firstMs)}), held out from there to ${momentText(lastMs)} (${spanText(lastMs - cutMs)}). On the held-out stretch books and scales have seen the training stretch; nothing was traded before it.`,
    ),
    `- ${sampler}, seed ${plan.seed}, ${plan.startupTrials} random trials first, ${plan.workers} processes, ${spanText(tookMs)} this time.`,
    `- Hard gates: decisions ≥ ${limits.decisionsMin ?? 0}, deny rate ≤ ${limits.denyRateMax}, ECE ≤ ${limits.eceMax}, CVaR95 ≥ ${limits.cvar95Min}. Latency is not measured in a recording, so its limit of ${limits.latencyP99MsMax} ms was not checked.`,
    `- Score: 0.5·sharpe + 0.2·return + 0.2·max(0, kelly) − 0.2·cost. Configuration ${plan.configHash}.`,
  ].join('\n');
}

function counts(trials: readonly Trial[]): string {
  const of = (status: Trial['status']) => trials.filter((trial) => trial.status === status);
  const gates = new Map<string, number>();
  for (const { attributes } of of('rejected'))
    for (const gate of brokenGates(attributes)) gates.set(gate, (gates.get(gate) ?? 0) + 1);
  const why = [...gates].map(([gate, count]) => `${gate} ${count}`).join(', ');
  const [stale, failed] = [of('stale').length, of('failed').length];
  return [
    `${trials.length} trials: ${of('passed').length} kept the gates, ${of('rejected').length} were rejected${why === '' ? '' : ` (${why}; a trial may break several)`}`,
    failed > 0 ? `, ${failed} could not be run` : '',
    stale > 0 ? `, ${stale} were cut short and asked again` : '',
    '.',
  ].join('');
}

const brokenGates = ({ broken }: Trial['attributes']): string[] =>
  Array.isArray(broken) ? broken.map((entry: { gate?: unknown }) => String(entry.gate)) : [];

/** The best that kept the gates, then the best that did not. */
function trialTable({ space }: SearchPlan, trials: readonly Trial[]): string {
  const byScore = (status: Trial['status']) =>
    trials.filter((trial) => trial.status === status).sort((a, b) => b.score! - a.score!);
  const rows = [...byScore('passed'), ...byScore('rejected')].slice(0, TOP);
  return table(
    ['trial', 'score', 'gates', ...space.map(({ name }) => `\`${name}\``)],
    rows.map(({ number, score, attributes, params }) => [
      String(number),
      score!.toFixed(4),
      gatesText(attributes),
      ...space.map(({ name }) => shown(params[name])),
    ]),
  );
}

const gatesText = ({ broken }: Trial['attributes']): string =>
  Array.isArray(broken) ? broken.map((entry) => brokenText(entry as never)).join('; ') : 'kept';

const shown = (value: unknown): string =>
  typeof value === 'number' ? String(Number(value.toPrecision(5))) : String(value);

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
