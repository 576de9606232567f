import type { Ms } from '@aurora/kernel';
import { storedParams } from '../journal/distribution';
import {
  OP,
  TRIAL_STATE,
  DIRECTION,
  type JournalRecord,
  type Json,
  type Operation,
  type TrialStateCode,
} from '../journal/journal-record';
import { dateTime, isFinished, JournalView, type StoredStudy, type StoredTrial } from '../journal/journal-view';
import type { ObservedTrial, Sampler } from '../sampler/sampler';
import type { Params, Space } from '../space/space';
import { StudyConflict, StudyError } from './study-error';
import { ATTR, historyOf, isSameEnd, toldRecord, trialOf } from './told-attributes';
import type { Trial, TrialOutcome } from './trial';

export interface StudySettings {
  readonly name: string;
  readonly space: Space;
  readonly sampler: Sampler;
  /** A running trial that was not heard of for two of these is stale. */
  readonly heartbeatIntervalMs: Ms;
  /** What else must stay as it is for as long as the study lives, by snake_case names: a study goes on only with the same. */
  readonly facts?: Readonly<Record<string, Json>>;
  /** Names who writes; a new one for each process. */
  readonly workerId: string;
}

/** Makes records durable, in order; once it returns they survive a crash. Throws when they do not, and then nothing has changed. */
export type Append = (records: readonly JournalRecord[]) => void;

/** Name of the note that holds the trials that were withdrawn: a finished trial takes no attribute any more. */
const WITHDRAWN = 'withdrawn';

/** How often parameters are tried again whose trial went stale: some take their process with them every time. */
const MOST_REPEATS = 3;

/**
 * A search for parameters with the largest score: `ask` for a set of them, try them, `tell` what came of it. Everything is a
 * record of a journal before it is true, so a study read back from its journal goes on where it was. One writer at a time.
 */
export class Study {
  /** Of trials that have ended, by number: they change no more. */
  private readonly ended: Trial[] = [];

  private constructor(
    private readonly stored: StoredStudy,
    private readonly settings: StudySettings,
    private readonly write: (operations: readonly Operation[]) => void,
  ) {}

  /**
   * The study of this name among the records, or a new one.
   * @throws StudyConflict when there is one with another space or other facts.
   */
  static open(records: Iterable<JournalRecord>, settings: StudySettings, append: Append): Study {
    const view = new JournalView();
    for (const record of records) view.apply(record);
    const { name, workerId } = settings;
    const write = (operations: readonly Operation[]): void => {
      append(operations.map((operation) => ({ ...operation, worker_id: workerId })));
      for (const operation of operations) view.apply(operation);
    };
    const existing = view.study(name);
    const differences = existing === undefined ? [] : differencesOf(existing, identityOf(settings));
    if (differences.length > 0) throw new StudyConflict(name, differences);
    const studyId = existing?.id ?? view.nextStudyId;
    const begin = Object.entries(identityOf(settings))
      .filter(([key]) => existing?.userAttrs[key] === undefined)
      .map(
        ([key, value]) => ({ op_code: OP.setStudyUserAttr, study_id: studyId, user_attr: { [key]: value } }) as const,
      );
    if (existing === undefined)
      write([{ op_code: OP.createStudy, study_name: name, directions: [DIRECTION.maximise] }, ...begin]);
    else if (begin.length > 0) write(begin);
    return new Study(view.study(name)!, settings, write);
  }

  /** All trials in the order in which they began. */
  get trials(): readonly Trial[] {
    return this.stored.trials.map((stored) => this.viewOf(stored));
  }

  /** @throws StudyError when there is no such trial. */
  trial(number: number): Trial {
    return this.viewOf(this.storedTrial(number));
  }

  /** The trial with the largest score among those that kept every hard gate, of equals the first; `null` without one. */
  best(): Trial | null {
    const passed = this.trials.filter(({ status }) => status === 'passed');
    return passed.reduce<Trial | null>(
      (best, trial) => (best !== null && best.score! >= trial.score! ? best : trial),
      null,
    );
  }

  /** A trial to run: the parameters of one that went stale, else new ones. */
  ask(nowMs: Ms): Trial {
    this.expire(nowMs);
    const stale = this.toRepeat();
    const { space } = this.settings;
    const params = stale === undefined ? this.suggest() : stale.params;
    const history = stale === undefined ? [] : [...historyOf(this.storedTrial(stale.number)), stale.number];
    const number = this.stored.trials.length;
    this.write([
      {
        op_code: OP.createTrial,
        study_id: this.stored.id,
        datetime_start: dateTime(nowMs),
        state: TRIAL_STATE.running,
        ...storedParams(space, params),
        system_attrs: {
          [ATTR.heartbeat]: nowMs,
          ...(history.length > 0 && { [ATTR.failedTrial]: history[0]!, [ATTR.retryHistory]: history }),
        },
      },
    ]);
    return this.trial(number);
  }

  /** The trial is still being run. @throws StudyError when it has ended, be it because it was not heard of for too long. */
  heartbeat(number: number, nowMs: Ms): void {
    const { id, state } = this.storedTrial(number);
    if (isFinished(state))
      throw new StudyError(`trial ${number} is ${this.trial(number).status}, nobody should run it`);
    this.write([{ op_code: OP.setTrialSystemAttr, trial_id: id, system_attr: { [ATTR.heartbeat]: nowMs } }]);
  }

  /**
   * Ends a trial. The same once more changes nothing.
   * @throws StudyError when it has ended otherwise, stale included. RangeError when a score is not finite.
   */
  tell(number: number, outcome: TrialOutcome, nowMs: Ms): void {
    const stored = this.storedTrial(number);
    const told = toldRecord(outcome);
    if (isFinished(stored.state)) {
      if (isSameEnd(stored, told)) return;
      throw new StudyError(
        `trial ${number} has ended as ${this.viewOf(stored).status} and cannot be told again otherwise`,
      );
    }
    const attributes = Object.entries(told.attributes).map(
      ([key, value]) => ({ op_code: OP.setTrialUserAttr, trial_id: stored.id, user_attr: { [key]: value } }) as const,
    );
    // The state comes last: a finished trial takes no further attribute.
    this.write([...attributes, endOf(stored, told.state, told.value, nowMs)]);
  }

  /**
   * A trial that passed has broken a hard gate since: it counts as rejected from now on, and is never the best again.
   * Changes nothing when it has not passed. @throws StudyError when there is no such trial.
   */
  withdraw(number: number): void {
    if (this.trial(number).status !== 'passed') return;
    this.note(WITHDRAWN, [...this.withdrawn(), number]);
    delete this.ended[number];
  }

  /** Ends every running trial that was not heard of for two heartbeat intervals, exactly at them included. @returns these. */
  expire(nowMs: Ms): readonly Trial[] {
    const patienceMs = 2 * this.settings.heartbeatIntervalMs;
    return this.release(({ heartbeatMs }) => heartbeatMs === null || nowMs - heartbeatMs >= patienceMs, nowMs);
  }

  /** Gives up running trials, so that their parameters are asked again: all of them when who ran them is gone. @returns these. */
  release(which: (trial: Trial) => boolean, nowMs: Ms): readonly Trial[] {
    const given = this.stored.trials.filter(
      (stored) => stored.state === TRIAL_STATE.running && which(this.viewOf(stored)),
    );
    for (const stored of given)
      this.write([
        { op_code: OP.setTrialSystemAttr, trial_id: stored.id, system_attr: { [ATTR.stale]: true } },
        endOf(stored, TRIAL_STATE.fail, null, nowMs),
      ]);
    return given.map((stored) => this.viewOf(stored));
  }

  /** Keeps something beside the trials with the study. */
  note(key: string, value: Json): void {
    this.write([{ op_code: OP.setStudyUserAttr, study_id: this.stored.id, user_attr: { [key]: value } }]);
  }

  /** What was noted last, or settled at the beginning; `undefined` for nothing. */
  noted(key: string): Json | undefined {
    return this.stored.userAttrs[key];
  }

  private suggest(): Params {
    const { space, sampler } = this.settings;
    const names = space.map(({ name }) => name);
    const seen = this.trials.filter(
      ({ status, params }) => status !== 'stale' && names.every((name) => name in params),
    );
    return sampler.suggest(seen.map(observed), this.stored.trials.length);
  }

  private toRepeat(): Trial | undefined {
    const names = this.settings.space.map(({ name }) => name);
    const repeated = new Set(this.stored.trials.map((trial) => historyOf(trial).at(-1)));
    const waiting = this.stored.trials.find(
      (stored) =>
        stored.systemAttrs[ATTR.stale] === true &&
        !repeated.has(stored.number) &&
        historyOf(stored).length < MOST_REPEATS &&
        names.every((name) => name in stored.params),
    );
    return waiting && this.viewOf(waiting);
  }

  private viewOf(stored: StoredTrial): Trial {
    if (!isFinished(stored.state)) return trialOf(stored);
    return (this.ended[stored.number] ??= this.withdrawn().includes(stored.number)
      ? { ...trialOf(stored), status: 'rejected' }
      : trialOf(stored));
  }

  private withdrawn(): readonly number[] {
    const numbers = this.noted(WITHDRAWN);
    return Array.isArray(numbers) ? numbers.filter((number) => typeof number === 'number') : [];
  }

  private storedTrial(number: number): StoredTrial {
    const stored = this.stored.trials[number];
    if (stored === undefined) throw new StudyError(`the study "${this.stored.name}" has no trial ${number}`);
    return stored;
  }
}

const endOf = ({ id }: StoredTrial, state: TrialStateCode, value: number | null, nowMs: Ms): Operation => ({
  op_code: OP.setTrialStateValues,
  trial_id: id,
  state,
  values: value === null ? null : [value],
  datetime_complete: dateTime(nowMs),
});

/** A trial that broke a hard gate, or could not be run, is as bad as can be. */
const observed = ({ params, status, score }: Trial): ObservedTrial => ({
  params,
  value: status === 'running' ? null : status === 'rejected' || status === 'failed' ? -Infinity : (score ?? -Infinity),
});

const identityOf = ({ space, facts = {} }: StudySettings): Readonly<Record<string, Json>> => ({
  ...facts,
  space: space.map((dimension) => ({ ...dimension })),
});

/** What a study with trials was not told of, it was made without; one without trials may be one that was being made. */
function differencesOf(
  { userAttrs, directions, trials }: StoredStudy,
  identity: Readonly<Record<string, Json>>,
): string[] {
  const differences = Object.entries(identity)
    .filter(([key, value]) => JSON.stringify(userAttrs[key]) !== JSON.stringify(value))
    .filter(([key]) => userAttrs[key] !== undefined || trials.length > 0)
    .map(([key, value]) => `${key} was ${JSON.stringify(userAttrs[key]) ?? 'not said'}, is ${JSON.stringify(value)}`);
  const maximises = directions.length === 1 && directions[0] === DIRECTION.maximise;
  return maximises ? differences : [...differences, 'it does not maximise one value'];
}
