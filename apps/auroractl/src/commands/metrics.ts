import { InvalidArgumentError, Option, type Command } from 'commander';
import type { AnswerFlags } from '../cli/answer';
import { durationMs } from '../cli/arguments';
import { command } from '../cli/command-line';
import { findGate, withGate, type GateFlags } from '../gate/find-gate';

const FORMATS = ['table', 'json', 'markdown', 'csv'] as const;

interface MetricsFlags extends AnswerFlags, GateFlags {
  /** In minutes. */
  readonly window: number;
  readonly format: (typeof FORMATS)[number];
}

const MINUTE_MS = 60_000;
const DEFAULT_MINUTES = 15;
const DAY_MINUTES = 1440;

const EXAMPLES = ['metrics', 'metrics --window 1h', 'metrics --format markdown', 'metrics --format csv > gate.csv'];
const NOTES = `
The window counts decisions, whole minutes, as the gate keeps them (AURORA_API_TOKEN). Everything else of /metrics is a total since the gate
started, or what is measured now; percentiles since the start are estimated from the buckets of the histogram. For other windows of those
numbers ask a Prometheus: docs/metrics.md.`;

/** `auroractl metrics`: what the gate has done. */
export const metricsCommand = (): Command =>
  withGate(
    command(
      'metrics',
      'Decisions, denials by guard, latency, events, orders and model: what the gate has done.',
      EXAMPLES,
    ),
  )
    .addOption(
      new Option('--window <duration>', 'how far decisions are looked back on, whole minutes from 1m to 1d')
        .argParser(minutes)
        .default(DEFAULT_MINUTES, `${DEFAULT_MINUTES}m`),
    )
    .addOption(new Option('--format <format>', 'how it is written').choices(FORMATS).default('table').conflicts('json'))
    .addHelpText('after', NOTES)
    .action(showMetrics);

async function showMetrics({ window, format, json = false, ...flags }: MetricsFlags): Promise<void> {
  const gate = await findGate(flags);
  const [{ readSummary }, { SUMMARY_FORMATS }] = await Promise.all([
    import('../metrics/gate-summary.js'),
    import('../metrics/summary-formats.js'),
  ]);
  process.stdout.write(`${SUMMARY_FORMATS[json ? 'json' : format](await readSummary(gate, window))}\n`);
}

function minutes(text: string): number {
  const count = durationMs(text) / MINUTE_MS;
  if (!Number.isInteger(count) || count < 1 || count > DAY_MINUTES)
    throw new InvalidArgumentError('must be whole minutes from 1m to 1d.');
  return count;
}
