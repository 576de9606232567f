import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { lockFolder } from '@aurora/events/node';
import {
  harvestDetails,
  importance,
  scoreOf,
  Study,
  StudyConflict,
  TpeSampler,
  type Harvest,
  type Json,
  type Trial,
} from '@aurora/tuning';
import { JournalError, StudyJournal } from '@aurora/tuning/node';
import { stringify } from 'yaml';
import { svgOf } from '../charts/svg';
import { answer, remark } from '../cli/answer';
import { EXIT } from '../cli/exit-code';
import { Finding, UsageError } from '../cli/failures';
import { progressOf } from '../cli/progress';
import { replaceFile } from '../files/replace-file';
import { trialOverlay } from '../orchestrator/trial-overlay';
import { ensureBuilt } from '../processes/programs';
import { stopOnSignals } from '../processes/stop-on-signals';
import { measure, type Stretch } from './measure';
import { Interrupted } from './run-runner';
import { search, toldOf } from './search';
import { historyChart, importanceChart, sliceChart } from './search-charts';
import { planFacts, searchPlan, type SearchPlan } from './search-plan';
import { reportText, verdictLines } from './search-report';
import type { SearchResult } from './search-result';
import type { TuneFlags } from './tune-flags';
import { verdictOf, type Measured } from './verdict';

const JOURNAL = 'study.journal';
const MODE = 0o644;

/** Searches offline, in a folder that is its own; what is done stays there whatever ends it. */
export async function runTune(flags: TuneFlags): Promise<void> {
  ensureBuilt(['wisescalp-runner']);
  const plan = await searchPlan(flags);
  mkdirSync(plan.outDir, { recursive: true });
  const unlock = await locked(plan.outDir);
  const stopping = stopOnSignals();
  try {
    const { study, close } = openStudy(plan, flags.resume === true);
    try {
      await tune(study, plan, flags, stopping.signal);
    } finally {
      close();
    }
  } catch (error) {
    if (error instanceof JournalError) throw new Finding(error.message);
    throw error;
  } finally {
    stopping.release();
    await unlock();
  }
}

async function locked(folder: string): Promise<() => Promise<void>> {
  try {
    return await lockFolder(folder, 'tune.lock');
  } catch (error) {
    throw new Finding((error as Error).message);
  }
}

function openStudy(plan: SearchPlan, resume: boolean): { readonly study: Study; readonly close: () => void } {
  const path = join(plan.outDir, JOURNAL);
  if (!resume && existsSync(path))
    throw new UsageError(`there is a study in ${plan.outDir} already: go on with --resume, or take another --out`);
  if (resume && !existsSync(path))
    throw new UsageError(`there is no study in ${plan.outDir} to go on with; leave --resume out`);
  const { journal, records, tornBytes } = StudyJournal.open(path);
  if (tornBytes > 0) remark(`cut ${tornBytes} bytes off the end of ${path}: a line that a crash had left unfinished`);
  const { seed, startupTrials, multivariate, space } = plan;
  try {
    const study = Study.open(
      records,
      {
        name: plan.study,
        space,
        sampler: new TpeSampler(space, { seed, startupTrials, multivariate }),
        heartbeatIntervalMs: plan.heartbeatMs,
        facts: planFacts(plan),
        workerId: `auroractl-${process.pid}-${Date.now()}`,
      },
      (added) => journal.append(added),
    );
    // The folder is locked, so whoever ran these is gone.
    study.release(() => true, Date.now());
    return { study, close: () => journal.close() };
  } catch (error) {
    journal.close();
    if (error instanceof StudyConflict)
      throw new UsageError(`${error.message}. Go on with what it was begun with, or take another --out`);
    throw error;
  }
}

async function tune(study: Study, plan: SearchPlan, flags: TuneFlags, signal: AbortSignal): Promise<void> {
  const startedMs = Date.now();
  const progress = progressOf('tuning', plan.trials);
  try {
    const base = await measured(study, plan, null, signal);
    progress.at(toldOf(study));
    const onTold = () => progress.at(toldOf(study), standing(study));
    await search(study, plan, { nowMs: Date.now, signal, onTold });
    const trial = study.best();
    const best = trial && { trial, measured: await measured(study, plan, trial, signal) };
    if (signal.aborted) throw new Interrupted();
    progress.end();
    const tookMs = Date.now() - startedMs;
    const result = await written(plan, { study, base, best, tookMs });
    answer(flags, summary(plan, result), () => [...verdictLines(result), `Report: ${reportPath(plan)}`].join('\n'));
    if (result.verdict.winner === null) process.exitCode = EXIT.finding;
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    const done = `${toldOf(study)} of ${plan.trials} trials`;
    throw new Finding(`stopped after ${done}; they are kept. Go on with the same command and --resume`);
  } finally {
    progress.end();
    rmSync(join(plan.outDir, 'runs'), { recursive: true, force: true });
  }
}

const standing = (study: Study): string => {
  const best = study.best();
  const rejected = study.trials.filter(({ status }) => status === 'rejected').length;
  return `${best === null ? 'none kept the gates yet' : `best ${best.score!.toFixed(3)} (trial ${best.number})`}, ${rejected} rejected`;
};

/** Both stretches of the base or of a trial, measured once in the life of a study. */
async function measured(study: Study, plan: SearchPlan, trial: Trial | null, signal: AbortSignal): Promise<Measured> {
  const name = trial === null ? 'base' : `trial-${trial.number}`;
  const of = async (stretch: Stretch): Promise<Harvest> => {
    const key = `${name}_${stretch}`;
    const noted = study.noted(key);
    if (noted !== undefined) return noted as unknown as Harvest;
    const harvest = await measure(plan, trial?.params ?? null, { name, stretch }, signal);
    study.note(key, harvest as unknown as Json);
    return harvest;
  };
  return { train: await of('train'), holdout: await of('holdout') };
}

interface Found {
  readonly study: Study;
  readonly base: Measured;
  readonly best: SearchResult['best'];
  readonly tookMs: number;
}

/** Writes report, pictures and overlay. */
async function written(plan: SearchPlan, { study, base, best, tookMs }: Found): Promise<SearchResult> {
  const { trials } = study;
  const verdict = verdictOf(base, best, plan.limits, plan.holdout);
  const shares = sharesOf(plan, trials);
  const slices = plan.space.map(({ name }) => ({ name, file: `slice-${name.replace(/[^\w-]/g, '-')}.svg` }));
  const overlayFile = best && join(plan.outDir, verdict.winner === null ? 'best.overlay.yaml' : 'winner.overlay.yaml');
  for (const stale of ['best', 'winner']) rmSync(join(plan.outDir, `${stale}.overlay.yaml`), { force: true });
  if (best !== null && overlayFile !== null)
    replaceFile(overlayFile, overlayText(plan, best.trial, verdict.winner !== null), MODE);
  const result: SearchResult = {
    trials,
    base,
    best,
    verdict,
    isComplete: toldOf(study) >= plan.trials,
    shares,
    tookMs,
    overlayFile: overlayFile && shortPath(overlayFile),
    pictures: { history: 'history.svg', importance: 'importance.svg', slices },
  };
  const baseScore = scoreOf(base.train);
  const charts = [
    ['history.svg', historyChart(trials, baseScore)] as const,
    ...(shares === null ? [] : [['importance.svg', importanceChart(shares)] as const]),
    ...plan.space.map((dimension, i) => [slices[i]!.file, sliceChart(dimension, trials, baseScore)] as const),
  ];
  for (const [file, chart] of charts) replaceFile(join(plan.outDir, file), await svgOf(chart), MODE);
  replaceFile(join(plan.outDir, 'report.md'), reportText(plan, result), MODE);
  return result;
}

/** The best tenth of fewer is a single one. */
const ENOUGH = 20;

function sharesOf({ space }: SearchPlan, trials: readonly Trial[]): SearchResult['shares'] {
  const passed = trials.filter(({ status }) => status === 'passed');
  if (passed.length < ENOUGH) return null;
  return importance(
    space,
    passed.map(({ params, score }) => ({ params, value: score })),
  );
}

function overlayText(plan: SearchPlan, trial: Trial, isWinner: boolean): string {
  const what = isWinner
    ? `Trial ${trial.number} of the search "${plan.study}", above the base on training and held-out stretch.`
    : `Trial ${trial.number} of the search "${plan.study}". It has NOT won against the base: see the report.`;
  return `# ${what}\n${stringify(trialOverlay(plan.base, trial.params, plan.base))}`;
}

const shortPath = (path: string): string => relative(process.cwd(), path) || path;
const reportPath = (plan: SearchPlan): string => shortPath(join(plan.outDir, 'report.md'));

function summary(plan: SearchPlan, { trials, base, best, verdict, isComplete, overlayFile, shares }: SearchResult) {
  const both = ({ train, holdout }: Measured) => ({
    train: { score: scoreOf(train), ...harvestDetails(train) },
    holdout: { score: scoreOf(holdout), ...harvestDetails(holdout) },
  });
  const count = (status: Trial['status']) => trials.filter((trial) => trial.status === status).length;
  return {
    study: plan.study,
    winner: verdict.winner?.number ?? null,
    why: verdict.why,
    caveats: verdict.caveats,
    complete: isComplete,
    trials: { passed: count('passed'), rejected: count('rejected'), failed: count('failed'), stale: count('stale') },
    base: both(base),
    best: best && { trial: best.trial.number, params: best.trial.params, ...both(best.measured) },
    importance: shares,
    overlay: overlayFile,
    report: reportPath(plan),
  };
}
