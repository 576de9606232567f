import { BadRecord, parseRecord } from './journal-record';

it.each([
  { op_code: 0, worker_id: 'w', study_name: 's', directions: [2] },
  { op_code: 1, worker_id: 'w', study_id: 0 },
  { op_code: 2, worker_id: 'w', study_id: 0, user_attr: { a: 1 } },
  { op_code: 3, worker_id: 'w', study_id: 0, system_attr: { a: null } },
  { op_code: 4, worker_id: 'w', study_id: 0, datetime_start: null },
  { op_code: 4, worker_id: 'w', study_id: 0, datetime_start: 'x', params: { x: 1 }, distributions: { x: '{}' } },
  { op_code: 5, worker_id: 'w', trial_id: 0, param_name: 'x', param_value_internal: 1, distribution: '{}' },
  { op_code: 6, worker_id: 'w', trial_id: 0, state: 4, values: null },
  { op_code: 6, worker_id: 'w', trial_id: 0, state: 1, values: [1], datetime_complete: 'x', unknown: true },
  { op_code: 7, worker_id: 'w', trial_id: 0, step: 0, intermediate_value: 1 },
  { op_code: 8, worker_id: 'w', trial_id: 0, user_attr: {} },
  { op_code: 9, worker_id: 'w', trial_id: 0, system_attr: {} },
])('reads %j', (record) => expect(parseRecord(JSON.stringify(record))).toEqual(record));

it.each([
  ['', /JSON/],
  ['nonsense', /JSON|token/],
  ['[]', /not an object/],
  ['null', /not an object/],
  ['{}', /no op_code is undefined/],
  ['{"op_code":10,"worker_id":"w"}', /no op_code is 10/],
  ['{"op_code":-1,"worker_id":"w"}', /no op_code/],
  ['{"op_code":1,"study_id":0}', /worker_id of op_code 1/],
  ['{"op_code":0,"worker_id":"w","study_name":1,"directions":[2]}', /study_name/],
  ['{"op_code":4,"worker_id":"w","study_id":-1,"datetime_start":null}', /study_id/],
  ['{"op_code":4,"worker_id":"w","study_id":0,"datetime_start":null,"params":{"x":"1"}}', /params/],
  [
    '{"op_code":5,"worker_id":"w","trial_id":0,"param_name":"x","param_value_internal":null,"distribution":"{}"}',
    /internal/,
  ],
  ['{"op_code":6,"worker_id":"w","trial_id":0,"state":5,"values":null}', /state/],
  ['{"op_code":6,"worker_id":"w","trial_id":0.5,"state":1,"values":[1]}', /trial_id/],
  ['{"op_code":6,"worker_id":"w","trial_id":0,"state":1}', /values/],
  ['{"op_code":8,"worker_id":"w","trial_id":0,"user_attr":[1]}', /user_attr/],
])('refuses %s', (line, said) => {
  expect(() => parseRecord(line)).toThrow(BadRecord);
  expect(() => parseRecord(line)).toThrow(said);
});

it('reads the numbers that Python writes and JSON has no name for as none', () => {
  const line = '{"op_code": 6, "worker_id": "w", "trial_id": 0, "state": 3, "values": [NaN, -Infinity,Infinity]}';
  expect(parseRecord(line)).toMatchObject({ values: [null, null, null] });
  const attr = '{"op_code": 8, "worker_id": "NaN", "trial_id": 0, "user_attr": {"a": NaN, "b": "NaN"}}';
  expect(parseRecord(attr)).toMatchObject({ worker_id: 'NaN', user_attr: { a: null, b: 'NaN' } });
});
