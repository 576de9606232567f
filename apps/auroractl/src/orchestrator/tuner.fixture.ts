import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OverlayAnswer } from '@aurora/contracts';
import { loggingConfig, type EventCode, type ReadEvent } from '@aurora/events';
import { readEvents, SessionLog } from '@aurora/events/node';
import { defaultsOf, ManualClock, type Ms } from '@aurora/kernel';
import type { Space } from '@aurora/tuning';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import 'reflect-metadata';
import { API_TOKEN, freshFolder, OPS_TOKEN, startGate, type TestGate } from '../cli/run-auroractl.fixture';
import { GateApi } from '../gate/gate-api';
import { Heartbeat } from './heartbeat';
import { Orchestrator } from './orchestrator';
import { TunerModule } from './tuner.module';
import type { TunerOptions } from './tuner-options';
import { TunerState } from './tuner-state';
import { TunerStudy } from './tuner-study';

export const START_MS = Date.UTC(2026, 0, 31, 12);
export const BEAT_MS = 10_000;
export const TTL_MS = 60_000;
export const KEY = 'reward.expected_net_reward_threshold_bps';
export const SPACE: Space = [{ name: KEY, type: 'float', low: -2, high: 8 }];
export const TOKENS = { ops: OPS_TOKEN, api: API_TOKEN };

const { logging } = defaultsOf(loggingConfig);

/** A configuration file of a gate that takes as many requests as come. */
export function quietConfig(more: object = {}): string {
  const file = join(freshFolder(), 'gate.yaml');
  writeFileSync(file, JSON.stringify({ security: { rps_general: 0, rps_mutating: 0 }, ...more }));
  return file;
}

/** A gate in a process of its own. */
export const startQuietGate = (env: Readonly<Record<string, string>> = {}): Promise<TestGate> =>
  startGate({ AURORA_CONFIG: quietConfig(), ...env });

/** An order that every guard lets pass, or the spread guard does not. */
const orderOf = (isAllowed: boolean) => ({
  order: { symbol: 'BTCUSDT', side: 'buy', qty: 1, price: 100 },
  market: { latency_ms: 5, spread_bps: isAllowed ? 2 : 9000, slip_bps_est: 0.5, a_bps: 10, b_bps: 40, score: 0.9 },
});

/** A gate as its clients see it. */
export class Client extends GateApi {
  constructor(url: string) {
    super(url, TOKENS);
  }

  async decide(allowed: number, denied = 0): Promise<void> {
    for (let n = 0; n < allowed + denied; n++) await this.post('/pretrade/check', 'none', orderOf(n < allowed));
  }

  active(): Promise<OverlayAnswer> {
    return this.get<OverlayAnswer>('/overlay/active', 'api');
  }

  apply(overlay: object, author: string, reason = 'by hand'): Promise<OverlayAnswer> {
    return this.post<OverlayAnswer>('/overlay/apply', 'api', { overlay, author, reason });
  }
}

/** The log of a runner, written as the runner writes it, in the time of the test. */
export class RunnerLog {
  private constructor(private readonly log: SessionLog) {}

  static async open(sessionDir: string, clock: ManualClock): Promise<RunnerLog> {
    const dir = join(sessionDir, 'runner');
    mkdirSync(dir, { recursive: true });
    return new RunnerLog((await SessionLog.open({ dir, runId: 'runner-1', clock, logging })).log);
  }

  trade(netUsdt: number): void {
    this.log.emit('TCA.ANALYSIS', {
      notional_usdt: 1000,
      fees_bps: -8,
      slippage_in_bps: -1,
      slippage_out_bps: -1,
      latency_bps: 0,
      adverse_bps: 0,
      impact_bps: 0,
      rebate_bps: 0,
      net_pnl_usdt: netUsdt,
    });
  }

  /** Outcomes of as many probabilities, which were right as often as they said. */
  outcomes(count: number, p = 0.5): void {
    for (let n = 0; n < count; n++)
      this.log.emit('CALIBRATION.OUTCOME', {
        score: 0.5,
        p,
        label: n % 2,
        outcome: n % 2 === 1 ? 'target' : 'stop',
        model: 'm@1',
        opened_ms: 1,
        closed_ms: 2,
      });
  }

  flush(): Promise<void> {
    return this.log.flush();
  }

  close(): Promise<void> {
    return this.log.close();
  }
}

export interface World {
  readonly clock: ManualClock;
  readonly dir: string;
  readonly sessionDir: string;
  readonly runner: RunnerLog;
}

export async function newWorld(): Promise<World> {
  const [clock, sessionDir] = [new ManualClock(START_MS), freshFolder()];
  return { clock, dir: join(freshFolder(), 'tuner'), sessionDir, runner: await RunnerLog.open(sessionDir, clock) };
}

let ids = 0;

/** A tuner in this process: the time is that of its world, and it looks when it is told to. */
export class TestTuner {
  readonly lines: Record<string, unknown>[] = [];
  private app!: INestApplicationContext;

  private constructor(
    private readonly world: World,
    readonly options: TunerOptions,
  ) {}

  static async start(world: World, gate: GateApi, more: Partial<TunerOptions> = {}): Promise<TestTuner> {
    const { dir, sessionDir, clock } = world;
    const tuner = new TestTuner(world, {
      dir,
      sessionDir,
      equityUsdt: 10_000,
      studyName: 'online',
      space: SPACE,
      limits: { denyRateMax: 0.35, latencyP99MsMax: 60_000, eceMax: 0.05, cvar95Min: -0.02 },
      exploreRatio: 0.05,
      ttlMs: TTL_MS,
      heartbeatMs: BEAT_MS,
      minDecisions: 4,
      seed: 7,
      startupTrials: 3,
      multivariate: false,
      metricsPort: null,
      logging,
      ...more,
    });
    const newId = () => `id-${String(++ids).padStart(12, '0')}`;
    const write = (line: object) => void tuner.lines.push({ ...line });
    tuner.app = await NestFactory.createApplicationContext(
      TunerModule.given({ options: tuner.options, gate, clock, newId, write }),
      { logger: false, abortOnError: false },
    );
    return tuner;
  }

  get orchestrator(): Orchestrator {
    return this.app.get(Orchestrator);
  }

  get state(): TunerState {
    return this.app.get(TunerState);
  }

  get study(): TunerStudy['study'] {
    return this.app.get(TunerStudy).study;
  }

  /** Time passes, then it beats and looks, as it does in each interval. */
  async after(ms: Ms): Promise<Ms> {
    this.world.clock.advance(ms);
    await this.world.runner.flush();
    await this.app.get(Heartbeat).beat();
    return this.orchestrator.look();
  }

  /** Actions told of since the last time. */
  told(): unknown[] {
    return this.lines.splice(0).map(({ action }) => action);
  }

  /** Ends as a process does that is killed, but for what this one needs itself. */
  async vanish(): Promise<void> {
    await this.app.close();
  }

  async events(...codes: EventCode[]): Promise<ReadEvent[]> {
    const found: ReadEvent[] = [];
    const onBadLine = () => {
      throw new Error('a bad line');
    };
    for await (const { record } of readEvents(this.options.dir, { onBadLine }))
      if (codes.includes(record.eventCode)) found.push(record);
    return found;
  }
}
