/** Anything a JSON file can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What a record of Optuna's journal file does. */
export const OP = {
  createStudy: 0,
  deleteStudy: 1,
  setStudyUserAttr: 2,
  setStudySystemAttr: 3,
  createTrial: 4,
  setTrialParam: 5,
  setTrialStateValues: 6,
  setTrialIntermediateValue: 7,
  setTrialUserAttr: 8,
  setTrialSystemAttr: 9,
} as const;

/** States of a trial in Optuna's journal file. */
export const TRIAL_STATE = { running: 0, complete: 1, pruned: 2, fail: 3, waiting: 4 } as const;
export type TrialStateCode = (typeof TRIAL_STATE)[keyof typeof TRIAL_STATE];

/** Directions of an objective in Optuna's journal file. */
export const DIRECTION = { minimise: 1, maximise: 2 } as const;

type Attr = { readonly [key: string]: Json };

/** What one record changes, without who wrote it. Trials and studies are counted from 0 over the whole file. */
export type Operation =
  | { readonly op_code: typeof OP.createStudy; readonly study_name: string; readonly directions: readonly number[] }
  | { readonly op_code: typeof OP.deleteStudy; readonly study_id: number }
  | { readonly op_code: typeof OP.setStudyUserAttr; readonly study_id: number; readonly user_attr: Attr }
  | { readonly op_code: typeof OP.setStudySystemAttr; readonly study_id: number; readonly system_attr: Attr }
  | CreateTrial
  | {
      readonly op_code: typeof OP.setTrialParam;
      readonly trial_id: number;
      readonly param_name: string;
      readonly param_value_internal: number;
      /** JSON text of the distribution. */
      readonly distribution: string;
    }
  | {
      readonly op_code: typeof OP.setTrialStateValues;
      readonly trial_id: number;
      readonly state: TrialStateCode;
      readonly values: readonly number[] | null;
      readonly datetime_start?: string;
      readonly datetime_complete?: string;
    }
  | {
      readonly op_code: typeof OP.setTrialIntermediateValue;
      readonly trial_id: number;
      readonly step: number;
      readonly intermediate_value: number | null;
    }
  | { readonly op_code: typeof OP.setTrialUserAttr; readonly trial_id: number; readonly user_attr: Attr }
  | { readonly op_code: typeof OP.setTrialSystemAttr; readonly trial_id: number; readonly system_attr: Attr };

/** A trial as it begins; with parameters it needs no further records to be whole. */
export interface CreateTrial {
  readonly op_code: typeof OP.createTrial;
  readonly study_id: number;
  readonly datetime_start: string | null;
  readonly datetime_complete?: string;
  readonly state?: TrialStateCode;
  /** Internal values by name. */
  readonly params?: { readonly [name: string]: number };
  /** JSON texts of the distributions by name. */
  readonly distributions?: { readonly [name: string]: string };
  readonly user_attrs?: Attr;
  readonly system_attrs?: Attr;
  readonly value?: number | null;
  readonly values?: readonly number[] | null;
}

/** One line of the journal. */
export type JournalRecord = Operation & { readonly worker_id: string };

/** A line that is no record of the journal. */
export class BadRecord extends Error {}

/** Reads one line. @throws BadRecord when it is no record; fields nobody knows are left alone. */
export function parseRecord(line: string): JournalRecord {
  const value = jsonOf(line);
  if (!isObject(value)) throw new BadRecord('not an object');
  const wrong = FIELDS[Number(value['op_code'])]?.find(([name, fits]) => !fits(value[name]));
  if (FIELDS[Number(value['op_code'])] === undefined) throw new BadRecord(`no op_code is ${String(value['op_code'])}`);
  if (wrong !== undefined)
    throw new BadRecord(`${wrong[0]} of op_code ${String(value['op_code'])} is missing or wrong`);
  return value as unknown as JournalRecord;
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    // Python writes numbers that JSON has no name for; null says the same here: no value.
    const strict = line.replace(/(?<=[:[,]\s*)(?:NaN|-?Infinity)(?=\s*[,\]}])/g, 'null');
    if (strict === line) throw new BadRecord((error as Error).message);
    return jsonOf(strict);
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

type Fits = (value: unknown) => boolean;
type Field = readonly [name: string, fits: Fits];

const text: Fits = (value) => typeof value === 'string';
const count: Fits = (value) => Number.isInteger(value) && Number(value) >= 0;
const number: Fits = (value) => Number.isFinite(value);
const state: Fits = (value) => count(value) && Number(value) <= TRIAL_STATE.waiting;
const attr: Fits = (value) => isObject(value);
const values: Fits = (value) => value === null || Array.isArray(value);
const optional =
  (fits: Fits): Fits =>
  (value) =>
    value === undefined || value === null || fits(value);
const mapOf =
  (fits: Fits): Fits =>
  (value) =>
    isObject(value) && Object.values(value).every(fits);

const WORKER: Field = ['worker_id', text];
const STUDY: Field = ['study_id', count];
const TRIAL: Field = ['trial_id', count];

const FIELDS: Readonly<Record<number, readonly Field[]>> = {
  [OP.createStudy]: [WORKER, ['study_name', text], ['directions', (value) => Array.isArray(value)]],
  [OP.deleteStudy]: [WORKER, STUDY],
  [OP.setStudyUserAttr]: [WORKER, STUDY, ['user_attr', attr]],
  [OP.setStudySystemAttr]: [WORKER, STUDY, ['system_attr', attr]],
  [OP.createTrial]: [
    WORKER,
    STUDY,
    ['datetime_start', optional(text)],
    ['datetime_complete', optional(text)],
    ['state', optional(state)],
    ['params', optional(mapOf(number))],
    ['distributions', optional(mapOf(text))],
    ['user_attrs', optional(attr)],
    ['system_attrs', optional(attr)],
    ['values', optional(values)],
  ],
  [OP.setTrialParam]: [WORKER, TRIAL, ['param_name', text], ['param_value_internal', number], ['distribution', text]],
  [OP.setTrialStateValues]: [
    WORKER,
    TRIAL,
    ['state', state],
    ['values', values],
    ['datetime_start', optional(text)],
    ['datetime_complete', optional(text)],
  ],
  [OP.setTrialIntermediateValue]: [WORKER, TRIAL, ['step', count]],
  [OP.setTrialUserAttr]: [WORKER, TRIAL, ['user_attr', attr]],
  [OP.setTrialSystemAttr]: [WORKER, TRIAL, ['system_attr', attr]],
};
