import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { applyOverlay, ConfigError, type AuroraConfig, type DocumentSource, type ResolvedConfig } from '@aurora/config';
import { loadConfig } from '@aurora/config/node';
import { secToMs, type Ms, type Quote } from '@aurora/kernel';
import {
  searchSpaceOf,
  SpaceError,
  type Dimension,
  type HardLimits,
  type Params,
  type SearchEntry,
  type Space,
} from '@aurora/tuning';
import { parse } from 'yaml';
import { UsageError } from '../cli/failures';
import { problemLines } from '../config/problem-lines';
import { trialOverlay, type Overlay } from '../orchestrator/trial-overlay';
import { cutRecording, type CutRecording } from './recording-span';
import type { TuneFlags } from './tune-flags';

/** At most so many processes when nobody says: each reads a recording of its own. */
const MOST_WORKERS = 4;

/** Everything an offline search goes by. */
export interface SearchPlan {
  readonly study: string;
  readonly outDir: string;
  readonly trials: number;
  readonly workers: number;
  readonly timeLimitMs: Ms;
  readonly heartbeatMs: Ms;
  readonly seed: number;
  readonly startupTrials: number;
  readonly multivariate: boolean;
  readonly holdout: number;
  readonly recordings: readonly CutRecording[];
  readonly symbols: readonly string[] | undefined;
  readonly space: Space;
  readonly base: Overlay | null;
  /** What each parameter is without a trial. */
  readonly baseParams: Readonly<Record<string, unknown>>;
  readonly limits: HardLimits;
  readonly equityUsdt: Quote;
  /** Of everything in the configuration that decides how the runner trades. */
  readonly configHash: string;
}

/** Settles flags, configuration, space and recordings. Throws a `UsageError` that says what cannot be meant. */
export async function searchPlan(flags: TuneFlags): Promise<SearchPlan> {
  const base = flags.overlay === undefined ? null : overlayOf(flags.overlay);
  const resolved = settled(base);
  const { tuner, runner } = resolved.config;
  const space = flags.space === undefined ? searchSpaceOf(tuner.searchSpace) : spaceOf(flags.space);
  checkSpace(space, base, resolved);
  const recordings: CutRecording[] = [];
  for (const folder of flags.recording) recordings.push(await cutRecording(folder, flags.holdout, flags.symbols));
  return {
    study: flags.study,
    outDir: resolve(flags.out ?? join('artifacts', `tune-${flags.study}`)),
    trials: flags.trials,
    workers: flags.workers ?? Math.min(availableParallelism(), MOST_WORKERS),
    timeLimitMs: flags.timeLimit ?? Infinity,
    heartbeatMs: secToMs(tuner.heartbeatSec),
    seed: flags.seed ?? tuner.seed,
    startupTrials: tuner.startupTrials,
    multivariate: tuner.multivariate,
    holdout: flags.holdout,
    recordings,
    symbols: flags.symbols,
    space,
    base,
    baseParams: Object.fromEntries(space.map(({ name }) => [name, valueAt(resolved.raw, name)])),
    limits: limitsOf(tuner, flags.minDecisions),
    equityUsdt: runner.equityUsdt,
    configHash: tradingHash(resolved.raw),
  };
}

/** What must be the same for a study to go on, by the names its journal has. */
export const planFacts = (plan: SearchPlan) => ({
  seed: plan.seed,
  startup_trials: plan.startupTrials,
  multivariate: plan.multivariate,
  holdout: plan.holdout,
  recordings: plan.recordings.flatMap(({ files }) => files),
  symbols: plan.symbols ?? null,
  limits: { ...plan.limits },
  configuration: plan.configHash,
});

const limitsOf = (tuner: AuroraConfig['tuner'], minDecisions = tuner.minDecisions): HardLimits => ({
  denyRateMax: tuner.maxDenyRate,
  latencyP99MsMax: tuner.maxLatencyP99Ms,
  eceMax: tuner.maxEce,
  cvar95Min: tuner.minCvar95,
  decisionsMin: minDecisions,
});

function overlayOf(file: string): Overlay {
  const value = documentOf(file);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UsageError(`${file} is no overlay: it holds no sections`);
  return value as Overlay;
}

function documentOf(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}`);
  }
}

function settled(base: Overlay | null): ResolvedConfig {
  const overlay: DocumentSource | null = base && { value: base, file: '--overlay' };
  try {
    return loadConfig({ overlay }).resolved;
  } catch (error) {
    throw asUsageError(error, 'the configuration');
  }
}

function spaceOf(file: string): Space {
  const entries = documentOf(file);
  if (!Array.isArray(entries)) throw new UsageError(`${file} is no search space: it holds no list of {key, type, …}`);
  try {
    return searchSpaceOf(entries as SearchEntry[]);
  } catch (error) {
    if (error instanceof SpaceError) throw new UsageError(`${file}: ${error.message}`);
    throw error;
  }
}

/** A search over what cannot be set would try the same configuration again and again, or none. */
function checkSpace(space: Space, base: Overlay | null, resolved: ResolvedConfig): void {
  for (const { name } of space) {
    const from = resolved.provenance.get(name);
    if (from?.source === 'env')
      throw new UsageError(
        `${name} is set by ${from.where}, which no overlay changes; unset it, or leave it out of the space`,
      );
  }
  for (const corner of [lowest, inner, highest]) {
    const params: Params = Object.fromEntries(space.map((dimension) => [dimension.name, corner(dimension)]));
    try {
      applyOverlay(resolved, { value: trialOverlay(base, params, base), file: 'the search space' });
    } catch (error) {
      throw asUsageError(error, 'the search space');
    }
  }
}

const lowest = (dimension: Dimension) => (dimension.type === 'categorical' ? dimension.choices[0]! : dimension.low);
const highest = (dimension: Dimension) =>
  dimension.type === 'categorical' ? dimension.choices.at(-1)! : dimension.high;
/** Away from the ends, where a number that must be whole would pass unnoticed. */
function inner(dimension: Dimension) {
  if (dimension.type !== 'float' || dimension.step !== undefined) return lowest(dimension);
  return dimension.low + (dimension.high - dimension.low) * 0.382;
}

function asUsageError(error: unknown, what: string): unknown {
  if (!(error instanceof ConfigError)) return error;
  return new UsageError(`${what} cannot be used:\n${problemLines(error.problems)}`);
}

/** Sections that change nothing of how a recording is traded. */
const ELSEWHERE = ['tuner', 'logging', 'api', 'security', 'state', 'session', 'observability'];

function tradingHash(raw: ResolvedConfig['raw']): string {
  const sections = Object.entries(raw).filter(([name]) => !ELSEWHERE.includes(name));
  return createHash('sha256').update(JSON.stringify(sections)).digest('hex').slice(0, 16);
}

const valueAt = (raw: object, key: string): unknown =>
  key.split('.').reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], raw);
