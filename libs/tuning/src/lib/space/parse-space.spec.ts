import { parseSpace, SpaceError } from './parse-space';

const problemsOf = (input: unknown): readonly string[] => {
  try {
    parseSpace(input);
    return [];
  } catch (error) {
    if (error instanceof SpaceError) return error.problems;
    throw error;
  }
};
const float = { name: 'x', type: 'float', low: 0, high: 1 };
const int = { name: 'n', type: 'int', low: 1, high: 9 };
const choice = { name: 'c', type: 'categorical', choices: ['a', 1, true] };

it('gives a sound space back', () => {
  const space = [float, int, choice];
  expect(parseSpace(space)).toBe(space);
});

it.each([
  ['one value', { ...float, low: 1 }],
  ['negative bounds', { ...float, low: -3, high: -2 }],
  ['a logarithm', { ...float, low: 1e-9, log: true }],
  ['no logarithm', { ...float, log: false }],
  ['a step that is no binary fraction', { ...float, low: 0.1, high: 0.7, step: 0.2 }],
  ['a step as wide as the interval', { ...float, step: 1 }],
  ['a step of integers', { ...int, step: 4 }],
  ['one integer', { ...int, high: 1 }],
  ['a logarithm of integers', { ...int, log: true }],
  ['one choice', { ...choice, choices: [false] }],
  ['a number and its text', { ...choice, choices: [1, '1'] }],
])('takes %s', (_, dimension) => {
  expect(problemsOf([dimension])).toEqual([]);
});

it.each<[string, unknown, string[]]>([
  ['no list', {}, ['a space is a list of at least one dimension']],
  ['an empty list', [], ['a space is a list of at least one dimension']],
  ['no object', [3], ['dimension 0: must be an object']],
  ['no type', [{ name: 'x' }], ['x: type must be float, int or categorical, is undefined']],
  ['a type of Object', [{ name: 'x', type: 'toString' }], ['x: type must be float, int or categorical, is "toString"']],
  ['no name', [{ ...float, name: '' }], ['dimension 0: name must be a text that is not empty']],
  ['a name twice', [float, int, { ...int, name: 'x' }], ['x: is dimension 0 already']],
  ['a field of another type', [{ ...float, choices: [1] }], ['x: choices is no field of the type float']],
  ['bounds the wrong way', [{ ...float, low: 1.5 }], ['x: low 1.5 is above high 1']],
  ['NaN', [{ ...float, low: NaN }], ['x: low must be a finite number']],
  ['infinity', [{ ...float, high: Infinity }], ['x: high must be a finite number']],
  ['a text', [{ ...float, high: '1' }], ['x: high must be a finite number']],
  ['null', [{ ...float, high: null }], ['x: high must be a finite number']],
  ['a width that is not finite', [{ ...float, low: -1e308, high: 1e308 }], ['x: high − low must be finite']],
  ['a fraction for an integer', [{ ...int, low: 0.5 }], ['n: low must be an integer']],
  ['an integer that is not exact', [{ ...int, high: 2 ** 53 }], ['n: high must be an integer']],
  ['a logarithm of 0', [{ ...float, log: true }], ['x: log wants low above 0, is 0']],
  ['a logarithm in words', [{ ...float, log: 'yes' }], ['x: log must be true or false']],
  ['a step of 0', [{ ...float, step: 0 }], ['x: step must be a finite number above 0']],
  ['a step that does not fit', [{ ...float, step: 0.3 }], ['x: step 0.3 does not lead from low 0 to high 1']],
  ['a step above the width', [{ ...int, step: 9 }], ['n: step 9 does not lead from low 1 to high 9']],
  ['a fraction as a step of integers', [{ ...int, step: 0.5 }], ['n: step must be an integer above 0']],
  ['a step of ratios', [{ ...int, log: true, step: 1 }], ['n: log and step do not go together']],
  ['no choice', [{ ...choice, choices: [] }], ['c: choices must be a list of at least one value']],
  ['a choice twice', [{ ...choice, choices: [1, 2, 1] }], ['c: choices must differ']],
  ['a choice of null', [{ ...choice, choices: [null] }], ['c: choice null is no finite number, text or switch']],
  ['a choice of NaN', [{ ...choice, choices: [NaN] }], ['c: choice NaN is no finite number, text or switch']],
])('refuses %s', (_, input, problems) => {
  expect(problemsOf(input)).toEqual(problems);
});

it('says everything at once', () => {
  expect(problemsOf([{ ...float, low: 2 }, { ...int, high: 0, log: true }, choice, { ...choice, extra: 1 }])).toEqual([
    'x: low 2 is above high 1',
    'n: low 1 is above high 0',
    'c: extra is no field of the type categorical',
    'c: is dimension 2 already',
  ]);
});
