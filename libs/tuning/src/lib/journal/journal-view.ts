import type { Ms } from '@aurora/kernel';
import { OP, TRIAL_STATE, type CreateTrial, type Json, type Operation, type TrialStateCode } from './journal-record';

/** A trial as the records made it. */
export interface StoredTrial {
  /** Counted over the file. */
  readonly id: number;
  /** Counted over the study. */
  readonly number: number;
  state: TrialStateCode;
  /** Internal values by name. */
  readonly params: Record<string, number>;
  /** JSON texts of the distributions by name. */
  readonly distributions: Record<string, string>;
  /** First objective value; `null` without one. */
  value: number | null;
  readonly userAttrs: Record<string, Json>;
  readonly systemAttrs: Record<string, Json>;
  startMs: Ms | null;
  completeMs: Ms | null;
}

/** A study as the records made it. */
export interface StoredStudy {
  readonly id: number;
  readonly name: string;
  readonly directions: readonly number[];
  readonly userAttrs: Record<string, Json>;
  readonly systemAttrs: Record<string, Json>;
  readonly trials: StoredTrial[];
}

/**
 * What the records of a journal add up to, by the rules of Optuna's reader: a study whose name is taken, and whatever
 * is said of an unknown study or trial, or of one that has finished, changes nothing.
 */
export class JournalView {
  private readonly studies = new Map<number, StoredStudy>();
  private readonly trials: StoredTrial[] = [];
  private createdStudies = 0;

  study(name: string): StoredStudy | undefined {
    return [...this.studies.values()].find((study) => study.name === name);
  }

  get studyNames(): readonly string[] {
    return [...this.studies.values()].map(({ name }) => name);
  }

  /** What the next study of the file will be called by. */
  get nextStudyId(): number {
    return this.createdStudies;
  }

  apply(record: Operation): void {
    switch (record.op_code) {
      case OP.createStudy:
        return this.createStudy(record.study_name, record.directions);
      case OP.deleteStudy:
        return void this.studies.delete(record.study_id);
      case OP.setStudyUserAttr:
        return void Object.assign(this.studies.get(record.study_id)?.userAttrs ?? {}, record.user_attr);
      case OP.setStudySystemAttr:
        return void Object.assign(this.studies.get(record.study_id)?.systemAttrs ?? {}, record.system_attr);
      case OP.createTrial:
        return this.createTrial(record);
      default:
        return this.updateTrial(record);
    }
  }

  private createStudy(name: string, directions: readonly number[]): void {
    if (this.study(name) !== undefined) return;
    const id = this.createdStudies++;
    this.studies.set(id, { id, name, directions, userAttrs: {}, systemAttrs: {}, trials: [] });
  }

  private createTrial(record: CreateTrial): void {
    const study = this.studies.get(record.study_id);
    if (study === undefined) return;
    const trial: StoredTrial = {
      id: this.trials.length,
      number: study.trials.length,
      state: record.state ?? TRIAL_STATE.running,
      params: { ...record.params },
      distributions: { ...record.distributions },
      value: record.values?.[0] ?? record.value ?? null,
      userAttrs: { ...record.user_attrs },
      systemAttrs: { ...record.system_attrs },
      startMs: timeOf(record.datetime_start),
      completeMs: timeOf(record.datetime_complete),
    };
    this.trials.push(trial);
    study.trials.push(trial);
  }

  private updateTrial(record: TrialUpdate): void {
    const trial = this.trials[record.trial_id];
    if (trial === undefined || isFinished(trial.state)) return;
    switch (record.op_code) {
      case OP.setTrialParam:
        trial.params[record.param_name] = record.param_value_internal;
        trial.distributions[record.param_name] = record.distribution;
        return;
      case OP.setTrialStateValues:
        trial.state = record.state;
        if (record.state === TRIAL_STATE.running) trial.startMs = timeOf(record.datetime_start) ?? trial.startMs;
        if (isFinished(record.state)) trial.completeMs = timeOf(record.datetime_complete);
        trial.value = record.values?.[0] ?? trial.value;
        return;
      case OP.setTrialUserAttr:
        return void Object.assign(trial.userAttrs, record.user_attr);
      case OP.setTrialSystemAttr:
        return void Object.assign(trial.systemAttrs, record.system_attr);
      case OP.setTrialIntermediateValue:
        return; // a trial here has one value, at its end
    }
  }
}

type TrialUpdate = Extract<Operation, { readonly trial_id: number }>;

export const isFinished = (state: TrialStateCode): boolean =>
  state === TRIAL_STATE.complete || state === TRIAL_STATE.pruned || state === TRIAL_STATE.fail;

/** ISO 8601 without a zone, as Python reads and writes it; UTC. */
export const dateTime = (ms: Ms): string => new Date(ms).toISOString().replace('Z', '000');

function timeOf(text: string | null | undefined): Ms | null {
  if (text === null || text === undefined) return null;
  const ms = Date.parse(/Z|[+-]\d\d:\d\d$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(ms) ? null : ms;
}
