import { setTimeout as sleep } from 'node:timers/promises';
import type { OpsStateAnswer } from '@aurora/contracts';
import type { Clock, Ms } from '@aurora/kernel';
import { CLOCK } from '@aurora/nest';
import { Inject, Injectable } from '@nestjs/common';
import { Finding, Unreachable } from '../cli/failures';
import { GateApi, GateRefusal } from '../gate/gate-api';
import { BackOff } from './back-off';
import { Heartbeat } from './heartbeat';
import { Overlays } from './overlays';
import { readFreeze } from './tuner-folder';
import { TUNER_OPTIONS, type TunerOptions } from './tuner-options';
import { TunerState } from './tuner-state';
import { Turns } from './turns';

/** How long an end may wait for a gate that is away; `auroractl stop` has more patience than this. */
const END_MS = 5000;

/**
 * Turn after turn, unless it is frozen. It looks once in every heartbeat interval; whatever fails on the way to the gate is taken up
 * where it was by a later look, and the heartbeat goes on meanwhile.
 */
@Injectable()
export class Orchestrator {
  private readonly backOff = new BackOff();
  private readonly stopping = new AbortController();
  private failure: unknown;

  constructor(
    @Inject(TUNER_OPTIONS) private readonly options: TunerOptions,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly gate: GateApi,
    private readonly overlays: Overlays,
    private readonly state: TunerState,
    private readonly turns: Turns,
    private readonly heartbeat: Heartbeat,
  ) {}

  /** Runs until `stop`. @returns whether the base is in force again. Rejects with what ended it, once the base is. */
  async run(): Promise<boolean> {
    await this.heartbeat.start((error) => this.fail(error));
    try {
      while (!this.stopping.signal.aborted) await this.pause(await this.look());
    } catch (error) {
      this.fail(error);
    }
    const isRestored = await this.end();
    if (this.failure !== undefined) throw this.failure;
    return isRestored;
  }

  stop(): void {
    this.stopping.abort();
  }

  /** Does what is due. @returns when to look again, ms from now. Rejects only with what cannot mend itself. */
  async look(): Promise<Ms> {
    const { options, state, turns } = this;
    state.freeze = await readFreeze(options.dir);
    if (state.freeze !== null) state.mode = 'frozen';
    try {
      await this.advance();
      state.gateError = null;
      this.backOff.reset();
      return options.heartbeatMs;
    } catch (error) {
      if (!this.mendsItself(error)) throw error;
      state.gateError = (error as Error).message;
      return Math.min(options.heartbeatMs, this.backOff.nextMs());
    } finally {
      state.mode = state.freeze !== null ? 'frozen' : (turns.mode ?? 'idle');
    }
  }

  /** Restores the base within bounded time and gives a trial back. @returns whether the base is in force. */
  async end(): Promise<boolean> {
    const { turns, heartbeat, state } = this;
    const isRestored = await this.restoredInTime();
    turns.giveUp('the tuner stops');
    state.mode = 'idle';
    heartbeat.stop();
    await heartbeat.beat();
    return isRestored;
  }

  private async restoredInTime(): Promise<boolean> {
    const { overlays, state, turns, clock } = this;
    if (!overlays.isBegun && state.standing === null) return true;
    for (const deadlineMs = clock.nowMs() + END_MS; ;) {
      try {
        if (!overlays.isBegun) await this.begin();
        await turns.restore('the tuner stops');
        return true;
      } catch (error) {
        state.gateError = error instanceof Error ? error.message : String(error);
        const waitMs = this.backOff.nextMs();
        if (!this.mendsItself(error) || clock.nowMs() + waitMs > deadlineMs) return false;
        await sleep(waitMs);
      }
    }
  }

  private async advance(): Promise<void> {
    const { overlays, turns, state } = this;
    if (!overlays.isBegun) await this.begin();
    if (state.freeze === null) return turns.advance();
    turns.giveUp(['frozen', state.freeze.reason].filter(Boolean).join(': '));
    await turns.restore('frozen');
  }

  /** The first answer of the gate: what stands there, and whether a tuner may touch it. */
  private async begin(): Promise<void> {
    const { gate, overlays, state } = this;
    if (gate.has('ops')) {
      const { mode } = await gate.get<OpsStateAnswer>('/ops/state', 'ops');
      if (mode === 'live')
        throw new Finding('the gate trades live; the tuner tries parameters in shadow, paper and testnet');
    }
    const { base, standing } = state;
    await overlays.begin(base && { base, params: standing?.params ?? null });
    state.base = overlays.base;
    state.gateError = null;
  }

  /** A gate that is away or busy, or lets nobody in for a while; but who is refused at the very beginning must be told. */
  private mendsItself(error: unknown): boolean {
    if (error instanceof Unreachable) return true;
    if (!(error instanceof GateRefusal)) return false;
    const { status } = error;
    return status >= 500 || status === 429 || (this.overlays.isBegun && (status === 401 || status === 403));
  }

  private async pause(ms: Ms): Promise<void> {
    const { signal } = this.stopping;
    await sleep(ms, undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }

  private fail(error: unknown): void {
    this.failure ??= error;
    this.stop();
  }
}
