import { dateTime, JournalView } from './journal-view';
import type { Operation } from './journal-record';

const CREATE: Operation = { op_code: 0, study_name: 's', directions: [2] };
const TRIAL: Operation = { op_code: 4, study_id: 0, datetime_start: '2024-07-18T23:57:02.504000' };
const FLOAT = '{"name":"FloatDistribution","attributes":{"step":null,"low":0,"high":1,"log":false}}';

function view(...operations: Operation[]): JournalView {
  const made = new JournalView();
  for (const operation of operations) made.apply(operation);
  return made;
}

it('adds up what Optuna writes one by one', () => {
  const made = view(
    CREATE,
    TRIAL,
    { op_code: 5, trial_id: 0, param_name: 'x', param_value_internal: 0.5, distribution: FLOAT },
    { op_code: 7, trial_id: 0, step: 1, intermediate_value: 3 },
    { op_code: 8, trial_id: 0, user_attr: { a: 1 } },
    { op_code: 9, trial_id: 0, system_attr: { b: 2 } },
    { op_code: 6, trial_id: 0, state: 1, values: [7], datetime_complete: '2024-07-18T23:57:03' },
    { op_code: 2, study_id: 0, user_attr: { c: 3 } },
    { op_code: 3, study_id: 0, system_attr: { d: 4 } },
  );
  expect(made.study('s')).toEqual({
    id: 0,
    name: 's',
    directions: [2],
    userAttrs: { c: 3 },
    systemAttrs: { d: 4 },
    trials: [
      {
        id: 0,
        number: 0,
        state: 1,
        params: { x: 0.5 },
        distributions: { x: FLOAT },
        value: 7,
        userAttrs: { a: 1 },
        systemAttrs: { b: 2 },
        startMs: Date.UTC(2024, 6, 18, 23, 57, 2, 504),
        completeMs: Date.UTC(2024, 6, 18, 23, 57, 3),
      },
    ],
  });
});

it.each<[string, Operation]>([
  ['attribute of a finished trial', { op_code: 8, trial_id: 0, user_attr: { late: 1 } }],
  [
    'parameter of a finished trial',
    { op_code: 5, trial_id: 0, param_name: 'x', param_value_internal: 1, distribution: FLOAT },
  ],
  [
    'other end of a finished trial',
    { op_code: 6, trial_id: 0, state: 3, values: null, datetime_complete: '2025-01-01T00:00:00' },
  ],
  ['unknown trial', { op_code: 8, trial_id: 9, user_attr: { late: 1 } }],
  ['unknown study', { op_code: 2, study_id: 9, user_attr: { late: 1 } }],
  ['trial of an unknown study', { op_code: 4, study_id: 9, datetime_start: null }],
  ['study whose name is taken', { op_code: 0, study_name: 's', directions: [1] }],
])('%s: nothing changes', (_, operation) => {
  const end: Operation = { op_code: 6, trial_id: 0, state: 2, values: null, datetime_complete: '2024-07-18T23:57:03' };
  const before = view(CREATE, TRIAL, end);
  const after = view(CREATE, TRIAL, end, operation);
  expect(after).toEqual(before);
});

it('counts trials over the file and over each study', () => {
  const made = view(CREATE, { op_code: 0, study_name: 't', directions: [2] }, TRIAL, { ...TRIAL, study_id: 1 }, TRIAL);
  expect(made.study('s')!.trials.map(({ id, number }) => [id, number])).toEqual([
    [0, 0],
    [2, 1],
  ]);
  expect(made.study('t')!.trials.map(({ id, number }) => [id, number])).toEqual([[1, 0]]);
  expect(made.nextStudyId).toBe(2);
});

it('gives the number of a deleted study to no other', () => {
  const made = view(CREATE, { op_code: 1, study_id: 0 }, CREATE);
  expect(made.study('s')).toMatchObject({ id: 1, trials: [] });
  expect(made.studyNames).toEqual(['s']);
});

it.each([
  [0, '1970-01-01T00:00:00.000000'],
  [1_721_347_022_504, '2024-07-18T23:57:02.504000'],
])('writes %d as %s, without a zone', (ms, text) => expect(dateTime(ms)).toBe(text));

it.each([
  ['2024-07-18T23:57:02.504123', 1_721_347_022_504],
  ['2024-07-19T01:57:02.504+02:00', 1_721_347_022_504],
  ['nonsense', null],
  [null, null],
])('reads %s', (text, ms) => {
  expect(view(CREATE, { ...TRIAL, datetime_start: text } as Operation).study('s')!.trials[0]!.startMs).toBe(ms);
});
