import { writeFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { LogReplay, WhatIf, type ReplayCompanion, type ReplayedDecision } from '@aurora/engine';
import { GUARD_SET } from '@aurora/gates';
import { answer, remark } from '../cli/answer';
import { EXIT } from '../cli/exit-code';
import { Finding, UsageError } from '../cli/failures';
import { progressOf } from '../cli/progress';
import { filesOf, findSource } from '../events/session';
import { missingParts } from '../events/missing-parts';
import { changedConfig, type ChangedConfig } from './changed-config';
import { DifferenceTally } from './differences';
import { FlipTimes } from './flip-times';
import { FlipTally } from './flips';
import { NumberSamples } from './number-samples';
import { bytesOnDisk, LogReader, type LogReading } from './read-log';
import type { ReplayFlags } from './replay-flags';
import { isSound, linesOf, type Flips, type ReplayReport, type Sameness } from './replay-report';
import { replayText } from './replay-text';

/** What is needed for the plots beside the report. */
export interface PlotData {
  readonly times: FlipTimes;
  readonly samples: NumberSamples;
  readonly guards: FlipTally['guards'];
}

type Counts = (decision: Pick<ReplayedDecision, 'nowMs' | 'request'>) => boolean;

/** `auroractl replay`. */
export async function runReplay(log: string, flags: ReplayFlags): Promise<void> {
  const { report, plots } = await replayLog(log, flags);
  if (flags.out !== undefined) await writeReport(flags.out, report, plots);
  answer(flags, report, replayText);
  if (!report.ok) process.exitCode = EXIT.finding;
}

/** Judges a log as the flags ask for; `plots` is `null` without a change. Rejects with a `Failure` that says why it cannot be done. */
export async function replayLog(
  log: string,
  flags: ReplayFlags,
): Promise<{ readonly report: ReplayReport; readonly plots: PlotData | null }> {
  const change = changedConfig(flags);
  const source = await findSource(log);
  const files = await filesOf(source.logs[0]);
  for (const missing of missingParts(files)) remark(`part ${missing} of the log is missing`);
  return change === null ? judgeAgain(log, files, flags) : judgeBy(change, log, files, flags);
}

async function judgeAgain(log: string, files: readonly string[], flags: ReplayFlags) {
  const tally = new DifferenceTally(flags.max);
  const counts = countsOf(flags);
  const companion = { decided: (decision: ReplayedDecision) => void (counts(decision) && tally.add(decision)) };
  const read = await readAll(files, companion);
  const { decisions, differences: different } = tally;
  const report: Sameness = {
    changed: false,
    ok: different === 0 && isSound(read.lines),
    ...askedOf(log, files, flags),
    decisions,
    identical: decisions - different,
    different,
    differences: tally.first,
    ...read.lines,
  };
  return { report, plots: null };
}

async function judgeBy(change: ChangedConfig, log: string, files: readonly string[], flags: ReplayFlags) {
  const tally = new FlipTally(flags.max);
  const plots: PlotData = {
    times: new FlipTimes(),
    samples: new NumberSamples(),
    get guards() {
      return tally.guards;
    },
  };
  const counts = countsOf(flags);
  let notAsLogged = 0;
  const whatIf = new WhatIf(GUARD_SET, {
    configFor: change.configFor,
    ...(change.calibrator !== undefined && { calibrator: change.calibrator }),
    independent: flags.independent === true,
    onDecision: (compared) => {
      if (!counts(compared)) return;
      if (!compared.faithful) notAsLogged++;
      plots.times.add(compared.nowMs, tally.add(compared));
      plots.samples.add(compared.was, compared.would);
    },
  });
  const read = await readAll(files, whatIf);
  const report: Flips = {
    changed: true,
    ok: isSound(read.lines),
    ...askedOf(log, files, flags),
    change: change.said,
    state_follows: flags.independent ? 'new_decisions' : 'log',
    decisions: tally.decisions,
    allowed: { was: tally.allowedWas, would: tally.allowedWould },
    flips: tally.flips,
    flips_by_kind: tally.byKind,
    flip_rows: tally.flipRows,
    reasons: tally.reasonRows,
    by_symbol: tally.symbolRows,
    examples: tally.examples,
    not_as_logged: notAsLogged,
    ...read.lines,
  };
  return { report, plots };
}

async function readAll(files: readonly string[], companion: ReplayCompanion) {
  const replay = new LogReplay(GUARD_SET, 0, companion);
  const startedMs = performance.now();
  const progress = progressOf('judging again', Math.max(1, bytesOnDisk(files)));
  let reading: LogReading;
  try {
    reading = await new LogReader(replay).read(files, progress);
  } finally {
    progress.end();
  }
  if (replay.decisions === 0 && reading.orphans === 0) sayWhyNone(files, reading);
  return { lines: linesOf(reading, performance.now() - startedMs, replay.decisions) };
}

function sayWhyNone(files: readonly string[], { lines, problemCount, torn }: LogReading): void {
  const where = files.at(-1) ?? '';
  const all = torn === null ? lines : lines + 1;
  if (all > 0 && problemCount === lines)
    throw new Finding(
      `${where} is no log of the gate: none of its ${all} lines can be read; see \`auroractl events validate\``,
    );
  remark(`${where} holds no decision`);
}

function askedOf(log: string, files: readonly string[], { since, until, symbol }: ReplayFlags) {
  const time = (ms: number | undefined) => (ms === undefined ? null : new Date(ms).toISOString());
  return { log, files, since: time(since), until: time(until), symbols: symbol ?? null };
}

function countsOf({ since = -Infinity, until = Infinity, symbol }: ReplayFlags): Counts {
  const symbols = symbol === undefined ? null : new Set(symbol);
  return ({ nowMs, request }) =>
    nowMs >= since && nowMs < until && (symbols === null || symbols.has(request.order.symbol));
}

async function writeReport(path: string, report: ReplayReport, plots: PlotData | null): Promise<void> {
  const { replayPage } = await import('./html/replay-page.js');
  const page = await replayPage(report, plots);
  try {
    writeFileSync(path, page);
  } catch (error) {
    throw new UsageError(`the report cannot be written to ${path}: ${(error as Error).message}`);
  }
  remark(`report: ${path}`);
}
