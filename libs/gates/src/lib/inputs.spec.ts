import { barely, requestOf } from './gate.fixture';
import { absentFields, fieldSet, fieldsOf, INPUT_FIELDS, inputNumbers } from './inputs';

const absent = (request: Parameters<typeof inputNumbers>[0]) => fieldsOf(absentFields(request, inputNumbers(request)));

it.each([
  ['latency_ms', { latencyMs: undefined }],
  ['spread_bps', { spreadBps: undefined }],
  ['slip_bps_est', { slipBpsEst: undefined }],
  ['a_bps', { aBps: undefined }],
  ['b_bps', { bBps: undefined }],
  ['score', { score: undefined }],
])('finds %s absent, and reads it as 0', (field, market) => {
  const request = requestOf({ market });
  expect(absent(request)).toEqual([field]);
  expect(inputNumbers(request)).toMatchObject({ [field]: 0, notional: 200 });
});

it('finds the value absent where it is not positive', () => {
  expect(absent(requestOf({ order: { price: undefined } }))).toEqual(['notional']);
  expect(absent(barely())).toEqual(INPUT_FIELDS.filter((field) => field !== 'notional'));
});

it('takes 0 and −0 for given', () => {
  expect(absent(requestOf({ market: { latencyMs: 0, spreadBps: -0, score: 0, bBps: 0 } }))).toEqual([]);
});

it('holds any set of fields', () => {
  expect(fieldsOf(fieldSet(INPUT_FIELDS))).toEqual(INPUT_FIELDS);
  expect(fieldsOf(fieldSet(['score', 'latency_ms']))).toEqual(['latency_ms', 'score']);
  expect(fieldSet([])).toBe(0);
});
