import 'reflect-metadata';
import { resolve } from 'node:path';
import type { AuroraConfig } from '@aurora/config';
import { MetricsServer, NestLogger, REAL_WORLD } from '@aurora/nest';
import { searchSpaceOf, StudyConflict } from '@aurora/tuning';
import { JournalError } from '@aurora/tuning/node';
import { NestFactory } from '@nestjs/core';
import { pino } from 'pino';
import { answerLine } from '../cli/answer';
import { Failure, Finding, UsageError } from '../cli/failures';
import { findGate, localConfig, type GateFlags } from '../gate/find-gate';
import type { GateApi } from '../gate/gate-api';
import { runningProcess } from '../processes/process-record';
import { Orchestrator } from './orchestrator';
import { isOfModel } from './trial-overlay';
import { tunerDirOf } from './tuner-folder';
import type { TunerOptions } from './tuner-options';
import { TunerModule } from './tuner.module';
import { TunerState } from './tuner-state';

/** Flags of `auroractl tune --online`; what is not given comes from section `tuner` of the configuration. */
export interface OnlineFlags extends GateFlags {
  /** Session folder of the runner. */
  readonly session?: string;
  readonly exploreRatio?: number;
  /** Ms. */
  readonly ttl?: number;
  /** Ms. */
  readonly heartbeat?: number;
  readonly metricsPort?: number;
  readonly study?: string;
}

const DEFAULT_STUDY = 'online';

/** `auroractl tune --online`: tunes until SIGTERM or SIGINT, and leaves the base in force behind. */
export async function runOnline(flags: OnlineFlags): Promise<void> {
  const config = await localConfig();
  if (config.mode === 'live')
    throw new UsageError('the tuner tries parameters in shadow, paper and testnet; the configuration here is for live');
  const gate = await findGate(flags);
  if (!gate.has('api'))
    throw new UsageError('the tuner applies overlays: set AURORA_API_TOKEN in the environment or in .env');
  const app = await started(optionsOf(flags, config), gate);
  try {
    const orchestrator = app.get(Orchestrator);
    const stop = (): void => orchestrator.stop();
    process.on('SIGTERM', stop).on('SIGINT', stop);
    // Whoever reads the lines has gone: that ends it like a signal.
    process.stdout.on('error', stop);
    const metricsUrl = app.get<MetricsServer | null>(MetricsServer)?.url ?? null;
    answerLine({ type: 'started', pid: process.pid, dir: tunerDirOf(config), metrics_url: metricsUrl });
    const isRestored = await orchestrator.run();
    answerLine({ type: 'stopped', base_restored: isRestored });
    if (!isRestored) throw new Finding(leftBehind(app.get(TunerState), gate));
  } catch (error) {
    throw explained(error);
  } finally {
    await app.close();
  }
}

/** Flags over configuration. */
export function optionsOf(flags: OnlineFlags, config: AuroraConfig): TunerOptions {
  const { tuner, logging, runner, session } = config;
  const space = searchSpaceOf(tuner.searchSpace);
  const ofModel = space.find(({ name }) => isOfModel(name));
  if (ofModel !== undefined)
    throw new UsageError(
      `tuner.search_space: ${ofModel.name} is not the tuner's to choose, the runner's learning does`,
    );
  const sessionDir =
    flags.session ??
    logging.sessionDir ??
    runningProcess(resolve(session.runDir), 'wisescalp-runner')?.session_dir ??
    null;
  return {
    dir: tunerDirOf(config),
    sessionDir: sessionDir === null ? null : resolve(sessionDir),
    equityUsdt: runner.equityUsdt,
    studyName: flags.study ?? DEFAULT_STUDY,
    space,
    limits: {
      denyRateMax: tuner.maxDenyRate,
      latencyP99MsMax: tuner.maxLatencyP99Ms,
      eceMax: tuner.maxEce,
      cvar95Min: tuner.minCvar95,
    },
    exploreRatio: flags.exploreRatio ?? tuner.exploreRatio,
    ttlMs: flags.ttl ?? tuner.ttlSec * 1000,
    heartbeatMs: flags.heartbeat ?? tuner.heartbeatSec * 1000,
    minDecisions: tuner.minDecisions,
    seed: tuner.seed,
    startupTrials: tuner.startupTrials,
    multivariate: tuner.multivariate,
    metricsPort: flags.metricsPort ?? null,
    logging,
  };
}

async function started(options: TunerOptions, gate: GateApi) {
  const logger = new NestLogger(pino({ name: 'tuner' }, pino.destination({ dest: 2, sync: true })));
  const module = TunerModule.given({ ...REAL_WORLD, options, gate, write: answerLine });
  try {
    return await NestFactory.createApplicationContext(module, { logger, abortOnError: false });
  } catch (error) {
    throw explained(error);
  }
}

function explained(error: unknown): unknown {
  if (error instanceof Failure || !(error instanceof Error)) return error;
  if (error instanceof StudyConflict)
    return new Finding(`${error.message}. Take another name with --study, or another folder with AURORA_TUNER_DIR`);
  if (error instanceof JournalError || /is in use by process/.test(error.message)) return new Finding(error.message);
  const { code } = error as NodeJS.ErrnoException;
  return code === undefined ? error : new Finding(`the tuner ended: ${error.message}`);
}

const leftBehind = ({ standing, gateError }: TunerState, { url }: GateApi): string =>
  `the base could not be restored (${gateError ?? 'unknown'}): parameters of trial ${standing?.trial ?? '?'} may be in force at ${url}. ` +
  'Look with `auroractl overlay show`, take them off with `auroractl overlay rollback`; the next start of the tuner does so by itself';
