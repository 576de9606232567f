import type { Clock, Ms } from '@aurora/kernel';
import { CLOCK } from '@aurora/nest';
import { judge, scoreOf, type BrokenGate, type Harvest, type Trial, type TrialOutcome } from '@aurora/tuning';
import { Inject, Injectable } from '@nestjs/common';
import { Finding } from '../cli/failures';
import { GateApi, GateRefusal } from '../gate/gate-api';
import { Measurement, scoreSoFar } from './measurement';
import { Overlays } from './overlays';
import { Report, type ParameterUpdate } from './report';
import { TUNER_OPTIONS, type TunerOptions } from './tuner-options';
import { TunerState } from './tuner-state';
import { TunerStudy } from './tuner-study';

/** Parameters under trial, or the best in use. */
interface Turn {
  readonly mode: 'explore' | 'exploit';
  readonly trial: Trial;
  /** Whether other parameters were in force before. */
  readonly isSwitch: boolean;
  untilMs: Ms;
  isExtended: boolean;
  /** `null` until they are in force. */
  measurement: Measurement | null;
}

/** One turn after the other: parameters are put in force over the base, watched, judged and taken off again. */
@Injectable()
export class Turns {
  private turn: Turn | null = null;
  /** Nothing new before this: somebody else's overlay is left alone for a while. */
  private restUntilMs: Ms = -Infinity;

  constructor(
    @Inject(TUNER_OPTIONS) private readonly options: TunerOptions,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly gate: GateApi,
    private readonly study: TunerStudy,
    private readonly overlays: Overlays,
    private readonly state: TunerState,
    private readonly report: Report,
  ) {}

  /** `null` between two turns. */
  get mode(): 'explore' | 'exploit' | null {
    return this.turn?.mode ?? null;
  }

  /** Does what is due. Whatever it rejects with, it goes on where it was when it is called again. */
  async advance(): Promise<void> {
    if (this.turn === null) {
      await this.restore('between two turns');
      if (this.clock.nowMs() >= this.restUntilMs) await this.next();
    } else if (await this.isInForce(this.turn)) await this.watch(this.turn);
  }

  /** Puts the base in force where it is not. */
  async restore(reason: string): Promise<void> {
    const { overlays, state, report } = this;
    overlays.want(null);
    await overlays.settle();
    state.base = overlays.base;
    const { standing, mode } = state;
    state.standing = null;
    if (standing === null) return;
    const { trial, params } = standing;
    report.update({ action: 'restore', mode, trial, params, score: null, gate: null, reason });
  }

  /** Leaves the turn, if there is one, before its end; its trial is asked again. */
  giveUp(reason: string): void {
    const { turn } = this;
    if (turn === null) return;
    const { study, clock } = this;
    if (turn.mode === 'explore') study.study.release(({ number }) => number === turn.trial.number, clock.nowMs());
    this.tell(turn, { action: 'abort', score: null, gate: null, reason });
    this.leave();
  }

  private async next(): Promise<void> {
    const { study, options, clock, overlays, state } = this;
    const nowMs = clock.nowMs();
    const { mode, trial } = study.turns.begin(nowMs, false);
    if (trial === null || mode === 'frozen') return;
    const best = study.study.best();
    const isSwitch = state.standing?.trial !== trial.number;
    this.turn = { mode, trial, isSwitch, untilMs: Infinity, isExtended: false, measurement: null };
    state.mode = mode;
    state.standing = { trial: trial.number, params: trial.params, sinceMs: nowMs, ttlMs: options.ttlMs, score: null };
    const soFar = best === null ? 'no score so far' : `best score so far ${best.score} of trial ${best.number}`;
    overlays.want({ params: trial.params, reason: `trial ${trial.number} ${mode}: ${soFar}` });
    // On disk before the gate hears of it: whatever becomes of this process, the next one knows what to restore.
    await state.write(true);
    if (await this.isInForce(this.turn)) await this.watch(this.turn);
  }

  /** Sees to it that the parameters of a turn are in force. @returns false when the turn is over instead. */
  private async isInForce(turn: Turn): Promise<boolean> {
    const { overlays, state } = this;
    try {
      if ((await overlays.settle()) === 'foreign') {
        this.stepBack(turn);
        return false;
      }
      state.base = overlays.base;
      return true;
    } catch (error) {
      if (!isInvalid(error)) throw error;
      await this.fail(turn, `the gate refused the overlay: ${error.message}`);
      return false;
    }
  }

  private async watch(turn: Turn): Promise<void> {
    const { options, gate, clock, state } = this;
    if (turn.measurement === null) {
      turn.measurement = await Measurement.begin(options, gate, clock);
      const { sinceMs } = turn.measurement;
      turn.untilMs = sinceMs + options.ttlMs;
      state.standing = { ...state.standing!, sinceMs };
      if (turn.isSwitch) this.tell(turn, { action: 'apply', score: null, gate: 'pending', reason: 'in force' });
      return state.write();
    }
    const harvest = await this.harvested(turn, turn.measurement);
    if (harvest === null) return;
    state.standing = { ...state.standing!, score: scoreSoFar(harvest) };
    const broken = turn.measurement.brokenSoFar(harvest);
    if (broken.length > 0) await this.takeOff(turn, harvest, broken);
    else if (clock.nowMs() >= turn.untilMs) await this.timeIsUp(turn, harvest, turn.measurement);
  }

  /** @returns null when the runner's log cannot be read, which ends the turn. */
  private async harvested(turn: Turn, measurement: Measurement): Promise<Harvest | null> {
    try {
      return await measurement.harvest();
    } catch (error) {
      if (!(error instanceof Finding) || error instanceof GateRefusal) throw error;
      await this.fail(turn, error.message);
      return null;
    }
  }

  private async timeIsUp(turn: Turn, harvest: Harvest, measurement: Measurement): Promise<void> {
    const { options, clock } = this;
    if (turn.mode === 'exploit') {
      const score = scoreSoFar(harvest);
      this.tell(turn, { action: 'complete', score, gate: 'passed', harvest, reason: 'its time is up' });
      this.turn = null; // but stays in force when the next turn is the same
      return this.next();
    }
    if (!measurement.isConclusive(harvest) && !turn.isExtended) {
      turn.isExtended = true;
      turn.untilMs = clock.nowMs() + options.ttlMs;
      const reason = 'not enough to judge by; it has its time once more';
      this.tell(turn, { action: 'extend', score: scoreSoFar(harvest), gate: 'pending', harvest, reason });
      return;
    }
    const { decisions } = harvest;
    if (decisions < options.minDecisions)
      return this.fail(turn, `inconclusive: ${decisions} decisions, ${options.minDecisions} are needed`, harvest);
    this.close(turn, judge(harvest, options.limits), harvest);
    await this.restore('its time is up');
    await this.next();
  }

  /** A limit is broken: off with it at once. The best that breaks one is the best no more. */
  private async takeOff(turn: Turn, harvest: Harvest, broken: readonly BrokenGate[]): Promise<void> {
    const { study, state } = this;
    state.rollbacks++;
    if (turn.mode === 'exploit') study.study.withdraw(turn.trial.number);
    this.close(turn, rejectedFor(broken, harvest), harvest);
    await this.restore('a hard gate is broken');
  }

  /** Somebody else's overlay is the base from now on, and is left alone for as long as a turn lasts. */
  private stepBack(turn: Turn): void {
    const { overlays, state, options } = this;
    state.conflicts++;
    state.base = overlays.base;
    state.standing = null;
    const reason = `aborted: an overlay of ${overlays.base.author ?? 'nobody'} is in force instead`;
    if (turn.mode === 'explore') this.tellStudy(turn, { kind: 'failed', reason });
    this.tell(turn, { action: 'abort', score: null, gate: null, reason });
    this.leave();
    this.restFor(options.ttlMs);
  }

  /** Without a verdict, and not to be tried again; what is wrong may be wrong for the next one too, so that waits. */
  private async fail(turn: Turn, reason: string, harvest?: Harvest): Promise<void> {
    this.close(turn, { kind: 'failed', reason: reason.slice(0, 500) }, harvest);
    this.restFor(this.options.heartbeatMs);
    await this.restore('without a verdict');
  }

  private close(turn: Turn, outcome: TrialOutcome, harvest?: Harvest): void {
    if (turn.mode === 'explore') this.tellStudy(turn, outcome);
    this.tell(turn, { ...verdictOf(outcome), ...(harvest && { harvest }) });
    this.leave();
  }

  private leave(): void {
    this.turn = null;
    this.overlays.want(null);
  }

  private tellStudy({ trial }: Turn, outcome: TrialOutcome): void {
    this.study.study.tell(trial.number, outcome, this.clock.nowMs());
  }

  private tell({ mode, trial }: Turn, update: Omit<ParameterUpdate, 'mode' | 'trial' | 'params'>): void {
    this.report.update({ mode, trial: trial.number, params: trial.params, ...update });
  }

  private restFor(ms: Ms): void {
    this.restUntilMs = this.clock.nowMs() + ms;
  }
}

/** An overlay that the gate will never have. */
const isInvalid = (error: unknown): error is GateRefusal =>
  error instanceof GateRefusal && [400, 413, 422].includes(error.status);

function rejectedFor(broken: readonly BrokenGate[], harvest: Harvest): TrialOutcome {
  const score = scoreOf(harvest);
  // Without a score it cannot be told as rejected, and failed is as bad.
  return Number.isFinite(score) ? { kind: 'rejected', score, broken } : { kind: 'failed', reason: namesOf(broken) };
}

function verdictOf(outcome: TrialOutcome): Pick<ParameterUpdate, 'action' | 'score' | 'gate' | 'broken' | 'reason'> {
  if (outcome.kind === 'failed') return { action: 'fail', score: null, gate: null, reason: outcome.reason };
  const { score } = outcome;
  if (outcome.kind === 'passed') return { action: 'complete', score, gate: 'passed', reason: 'every hard gate kept' };
  const { broken } = outcome;
  return { action: 'reject', score, gate: 'broken', broken, reason: namesOf(broken) };
}

const namesOf = (broken: readonly BrokenGate[]): string =>
  broken.map(({ gate, value, limit }) => `${gate} ${value ?? 'not measured'}, limit ${limit}`).join('; ');
