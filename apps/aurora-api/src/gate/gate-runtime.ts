import { resolve } from 'node:path';
import { type CalibratorArtifact } from '@aurora/calibration';
import { applyOverlay, type ResolvedConfig } from '@aurora/config';
import { GateEngine, type IdempotencyTable, type PendingEvent, type StartupDetails } from '@aurora/engine';
import { type SessionLog } from '@aurora/events/node';
import { ORDERED_GUARD_IDS, type GuardSet } from '@aurora/gates';
import { msToNs, parseTsNs, type Clock, type Ms } from '@aurora/kernel';
import { type Logger } from '@nestjs/common';
import { type Tokens } from '../http/tokens';
import { type Settings } from '../settings/settings';
import { StartError } from '../start-error';
import { FileStateStore } from '../state/file-state-store';
import { goOnFrom } from '../state/go-on-from';
import { PERSISTED_VERSION, type AppliedOverlay, type PersistedState } from '../state/persisted-state';
import { recover } from '../state/recover';
import { StateKeeper } from '../state/state-keeper';
import { closeGate } from './close-gate';
import { openSession, type Session } from './open-session';
import { readCalibrator, type LoadedCalibrator } from './read-calibrator';

/** Overlays remembered for rollbacks. */
const MAX_OVERLAYS = 50;

export interface RuntimeParts {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly guards: GuardSet;
  readonly tokens: Tokens;
  readonly logger: Logger;
}

/** A configuration with its overlays, ready to be put in force. */
export interface Setup {
  readonly resolved: ResolvedConfig;
  readonly overlays: readonly AppliedOverlay[];
  /** `null` when it stays the one in force. */
  readonly calibrator: LoadedCalibrator | null;
}

/** The running gate: engine, log, stored state, and the configuration with its overlay. Started in one path, or not at all. */
export class GateRuntime {
  /** What operators changed beyond the engine's own state. */
  private opsTokenHash: string | null;
  private overlays: readonly AppliedOverlay[];
  readonly startedAtMs: Ms;

  private constructor(
    readonly settings: Settings,
    readonly clock: Clock,
    readonly engine: GateEngine,
    private readonly session: Session,
    readonly idempotency: IdempotencyTable,
    readonly keeper: StateKeeper,
    private resolved: ResolvedConfig,
    private calibratorArtifact: CalibratorArtifact | null,
    restored: PersistedState | null,
  ) {
    this.startedAtMs = clock.nowMs();
    this.opsTokenHash = restored?.ops_token_sha256 ?? null;
    this.overlays = restored?.overlays ?? [];
  }

  /** Opens everything the gate needs, brings back what an earlier run left, and says so in the log. Rejects when a part is missing. */
  static async start({ settings, clock, guards, tokens, logger }: RuntimeParts): Promise<GateRuntime> {
    const { loaded } = settings;
    const base = loaded.resolved;
    const store = await FileStateStore.open(resolve(base.config.state.dir));
    try {
      const stored = await store.load();
      const inForce = stored?.overlays.at(-1);
      const resolved = inForce ? applyOverlay(base, { value: inForce.overlay, file: 'stored overlay' }) : base;
      const { artifact, calibrator } = await readCalibrator(resolved);
      if (stored) goOnFrom(clock, parseTsNs(stored.ts_ns));
      const recovered = await recover(stored, guards, resolved.config.pretrade, clock.nowMs());
      goOnFrom(clock, recovered.lastTsNs);
      for (const warning of recovered.warnings) logger.warn(warning);
      if (stored?.ops_token_sha256) tokens.restoreOps(stored.ops_token_sha256);
      const engine = new GateEngine(guards, resolved, calibrator, recovered.engine);
      const session = await openSession(resolved, loaded.root, clock, logger);
      goOnFrom(clock, session.log.lastEventTsNs);
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
        session,
        recovered.idempotency,
        keeper,
        resolved,
        artifact,
        stored,
      );
      runtime.sayStarted(logger);
      try {
        await keeper.save();
      } catch (error) {
        await Promise.allSettled([runtime.stop()]);
        throw new StartError(`the state cannot be stored: ${(error as Error).message}`, { cause: error });
      }
      return runtime;
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  get log(): SessionLog {
    return this.session.log;
  }

  get config(): ResolvedConfig {
    return this.resolved;
  }

  /** The overlay in force and, before it, those a rollback goes back to. */
  get appliedOverlays(): readonly AppliedOverlay[] {
    return this.overlays;
  }

  /** Artifact of the calibrator; `null` for the fixed sigmoid. */
  get artifact(): CalibratorArtifact | null {
    return this.calibratorArtifact;
  }

  /** What these overlays would put in force. Rejects with a `ConfigError` naming every problem when the last one is refused. */
  async prepare(overlays: readonly AppliedOverlay[]): Promise<Setup> {
    const last = overlays.at(-1);
    const resolved = applyOverlay(
      this.settings.loaded.resolved,
      last ? { value: last.overlay, file: 'overlay' } : null,
    );
    const staysCalibrator = resolved.config.calibrator.artifact === this.resolved.config.calibrator.artifact;
    return { resolved, overlays, calibrator: staysCalibrator ? null : await readCalibrator(resolved) };
  }

  /** Puts a prepared setup in force. @returns what to put on record besides the change itself. */
  switchTo({ resolved, overlays, calibrator }: Setup): readonly PendingEvent[] {
    this.engine.switchConfig(resolved);
    this.resolved = resolved;
    this.overlays = overlays.slice(-MAX_OVERLAYS);
    if (calibrator === null) return [];
    this.engine.switchCalibrator(calibrator.calibrator);
    this.calibratorArtifact = calibrator.artifact;
    const details = { now_ms: this.clock.nowMs(), artifact: calibrator.artifact };
    return [{ code: 'CALIBRATION.UPDATE', details, fields: {} }];
  }

  rotatedTo(opsTokenHash: string): void {
    this.opsTokenHash = opsTokenHash;
  }

  /** Writes what waits and stores the state; the folders are free for the next start afterwards. Rejects with a `StopError`. */
  stop(): Promise<void> {
    const { config } = this.resolved;
    return closeGate({ log: this.log, keeper: this.keeper, stateFolder: resolve(config.state.dir), config });
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
      session_dir: this.session.dir,
      ts_ns: String(this.log.lastEventTsNs ?? msToNs(this.clock.nowMs())),
    };
  }

  private sayStarted(logger: Logger): void {
    const { clock } = this;
    const { version, pid, loaded } = this.settings;
    const details: StartupDetails & Readonly<Record<string, unknown>> = {
      now_ms: clock.nowMs(),
      version,
      pid,
      config: this.resolved.raw,
      config_hash: this.resolved.hash,
      config_file: loaded.configFile,
      config_diagnostics: this.resolved.diagnostics,
      calibrator: this.artifact,
      state: this.engine.snapshot(),
    };
    this.log.emit('AURORA.STARTUP.OK', details);
    const order = this.engine.guardOrder;
    logger.log(
      `${this.resolved.config.mode} gate, session ${this.session.dir}, configuration ${loaded.configFile ?? 'defaults'}, guards ${order.join(' ')}`,
    );
    for (const guard of ORDERED_GUARD_IDS) {
      if (order.includes(guard)) continue;
      this.log.emit('CONFIG.GUARD_DISABLED', { guard });
      logger.warn(`guard ${guard} is off: pretrade.order leaves it out`);
    }
    // A slip in the name of a limit sets nothing, and must be seen.
    for (const { message } of this.resolved.diagnostics) logger.warn(message);
    for (const { path, alias, canonical } of loaded.resolved.aliasesUsed) {
      if (path === 'security.ops_token') this.log.emit('OPS.TOKEN.ALIAS_USED', { alias, canonical });
    }
  }
}
