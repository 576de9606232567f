import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import { mkdir, readFile } from 'node:fs/promises';
import {
  calibratorOf,
  parseCalibratorArtifact,
  SIGMOID_CALIBRATOR,
  type Calibrator,
  type CalibratorArtifact,
} from '@aurora/calibration';
import { applyOverlay, type ResolvedConfig } from '@aurora/config';
import { GateEngine, type IdempotencyTable, type StartupDetails } from '@aurora/engine';
import { createSessionFolder, SessionLog } from '@aurora/events/node';
import { ORDERED_GUARD_IDS, type GuardSet } from '@aurora/gates';
import { msToNs, type Clock } from '@aurora/kernel';
import { type Logger } from '@nestjs/common';
import { type Tokens } from '../http/tokens';
import { type Settings } from '../settings/settings';
import { FileStateStore } from '../state/file-state-store';
import { PERSISTED_VERSION, type AppliedOverlay, type PersistedState } from '../state/persisted-state';
import { recover } from '../state/recover';
import { StateKeeper } from '../state/state-keeper';

/** Overlays remembered for rollbacks. */
const MAX_OVERLAYS = 50;

export interface RuntimeParts {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly guards: GuardSet;
  readonly tokens: Tokens;
  readonly logger: Logger;
}

/** The running gate: engine, log, stored state, and the configuration with its overlay. Started in one path, or not at all. */
export class GateRuntime {
  /** What operators changed beyond the engine's own state. */
  private opsTokenHash: string | null;
  private overlays: readonly AppliedOverlay[];

  private constructor(
    readonly settings: Settings,
    readonly clock: Clock,
    readonly engine: GateEngine,
    readonly log: SessionLog,
    readonly sessionDir: string,
    readonly idempotency: IdempotencyTable,
    readonly keeper: StateKeeper,
    private resolved: ResolvedConfig,
    /** Artifact of the calibrator; `null` for the fixed sigmoid. */
    readonly artifact: CalibratorArtifact | null,
    restored: PersistedState | null,
  ) {
    this.opsTokenHash = restored?.ops_token_sha256 ?? null;
    this.overlays = restored?.overlays ?? [];
  }

  /** Opens everything the gate needs, brings back what an earlier run left, and says so in the log. Rejects when a part is missing. */
  static async start({ settings, clock, guards, tokens, logger }: RuntimeParts): Promise<GateRuntime> {
    const { loaded, pid } = settings;
    const base = loaded.resolved;
    const stateDir = resolve(base.config.state.dir);
    const store = await FileStateStore.open(stateDir, pid);
    try {
      const stored = await store.load();
      const inForce = stored?.overlays.at(-1);
      const resolved = inForce ? applyOverlay(base, { value: inForce.overlay, file: 'stored overlay' }) : base;
      const { artifact, calibrator } = await readCalibrator(resolved);
      const recovered = await recover(stored, guards, resolved.config.pretrade, clock.nowMs());
      for (const warning of recovered.warnings) logger.warn(warning);
      if (stored?.ops_token_sha256) tokens.restoreOps(stored.ops_token_sha256);
      const engine = new GateEngine(guards, resolved, calibrator, recovered.engine);
      const sessionDir = await openSessionFolder(resolved, loaded.root, clock);
      const log = await openLog(sessionDir, resolved, clock, logger);
      const keeper = new StateKeeper(
        store,
        resolved.config.state.flushMs,
        () => runtime.persisted(),
        (error) => {
          if (error === null) logger.log('state is stored again');
          else logger.error(`state cannot be stored: ${error.message}`);
        },
      );
      const runtime: GateRuntime = new GateRuntime(
        settings,
        clock,
        engine,
        log,
        sessionDir,
        recovered.idempotency,
        keeper,
        resolved,
        artifact,
        stored,
      );
      runtime.sayStarted();
      await keeper.save();
      return runtime;
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  get config(): ResolvedConfig {
    return this.resolved;
  }

  /** The overlay in force and, before it, those a rollback goes back to. */
  get appliedOverlays(): readonly AppliedOverlay[] {
    return this.overlays;
  }

  /** The configuration these overlays would give. Throws `ConfigError` with every problem when the last one is refused. */
  configWith(overlays: readonly AppliedOverlay[]): ResolvedConfig {
    const last = overlays.at(-1);
    return applyOverlay(this.settings.loaded.resolved, last ? { value: last.overlay, file: 'overlay' } : null);
  }

  /** Puts a configuration from `configWith` in force. */
  switchTo(resolved: ResolvedConfig, overlays: readonly AppliedOverlay[]): void {
    this.engine.switchConfig(resolved);
    this.resolved = resolved;
    this.overlays = overlays.slice(-MAX_OVERLAYS);
  }

  rotatedTo(opsTokenHash: string): void {
    this.opsTokenHash = opsTokenHash;
  }

  /** Writes what waits and stores the state; the folders are free for the next start afterwards. */
  async stop(): Promise<void> {
    const ended = await Promise.allSettled([this.log.close(), this.keeper.close()]);
    const failures = ended.flatMap((end) => (end.status === 'rejected' ? [end.reason as Error] : []));
    if (failures.length > 0) throw new AggregateError(failures, failures.map(({ message }) => message).join('; '));
  }

  private persisted(): PersistedState {
    return {
      format: 'aurora-state',
      version: PERSISTED_VERSION,
      engine: this.engine.snapshot(),
      config: this.resolved.raw,
      config_hash: this.resolved.hash,
      calibrator: this.artifact,
      ops_token_sha256: this.opsTokenHash,
      overlays: this.overlays,
      session_dir: this.sessionDir,
      ts_ns: String(this.log.lastEventTsNs ?? msToNs(this.clock.nowMs())),
    };
  }

  private sayStarted(): void {
    const { clock } = this;
    const { version, pid, loaded } = this.settings;
    const details: StartupDetails & Readonly<Record<string, unknown>> = {
      now_ms: clock.nowMs(),
      version,
      pid,
      config: this.resolved.raw,
      config_hash: this.resolved.hash,
      config_file: loaded.configFile,
      calibrator: this.artifact,
      state: this.engine.snapshot(),
    };
    this.log.emit('AURORA.STARTUP.OK', details);
    const order = this.engine.guardOrder;
    for (const guard of ORDERED_GUARD_IDS) {
      if (!order.includes(guard)) this.log.emit('CONFIG.GUARD_DISABLED', { guard });
    }
    for (const { path, alias, canonical } of loaded.resolved.aliasesUsed) {
      if (path === 'security.ops_token') this.log.emit('OPS.TOKEN.ALIAS_USED', { alias, canonical });
    }
  }
}

interface LoadedCalibrator {
  readonly artifact: CalibratorArtifact | null;
  readonly calibrator: Calibrator;
}

/** The artifact as it stands in its file, so that the log can carry it, and the calibrator it describes. */
async function readCalibrator({ config }: ResolvedConfig): Promise<LoadedCalibrator> {
  const file = config.calibrator.artifact;
  if (file === null) return { artifact: null, calibrator: SIGMOID_CALIBRATOR };
  try {
    const artifact = parseCalibratorArtifact(JSON.parse(await readFile(file, 'utf8')));
    return { artifact, calibrator: calibratorOf(artifact) };
  } catch (error) {
    throw new Error(`calibrator.artifact ${file} cannot be used: ${(error as Error).message}`, { cause: error });
  }
}

async function openSessionFolder({ config }: ResolvedConfig, root: string | null, clock: Clock): Promise<string> {
  const asked = config.logging.sessionDir;
  if (asked === null) return resolve(await createSessionFolder(join(root ?? '.', 'logs'), clock.nowMs()));
  await mkdir(asked, { recursive: true });
  return resolve(asked);
}

async function openLog(dir: string, { config }: ResolvedConfig, clock: Clock, logger: Logger): Promise<SessionLog> {
  const { log, recovery } = await SessionLog.open({
    dir,
    runId: randomUUID(),
    clock,
    logging: config.logging,
    onState: (state, error) => {
      if (state === 'ok') {
        logger.log('event log is written again');
        log.emit('HEALTH.RECOVERY', { part: 'event_log' });
      } else logger.error(`event log cannot be written: ${error?.message ?? 'unknown fault'}`);
    },
    onHousekeepingError: (error) => logger.warn(`event log housekeeping: ${error.message}`),
  });
  for (const { file, tornBytes } of recovery.torn) {
    logger.warn(`${file}: ${tornBytes} bytes of an unfinished last line were cut off`);
    log.emit('HEALTH.RECOVERY', { part: 'event_log', file, torn_bytes: tornBytes });
  }
  return log;
}
