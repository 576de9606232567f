import { readDocument } from './document';

const read = (text: string) => readDocument('yaml', { text, file: 'f.yaml' });

it.each([
  ['no', 'no'],
  ['off', 'off'],
  ['yes', 'yes'],
  ['true', true],
  ['False', false],
  ['~', null],
  ['012', 12],
  ['0o14', 12],
  ['0x1f', 31],
  ['1_000', '1_000'],
  ['2024-01-01', '2024-01-01'],
  ['"5"', '5'],
])('reads %s as %p', (text, expected) => {
  expect(read(`a: ${text}`).document?.value).toEqual({ a: expected });
});

it.each(['', '# only a comment', '---', 'null'])('%p has no keys', (text) => {
  expect(read(text).document?.value).toEqual({});
});

it.each([
  ['a key given twice', 'a: 1\nb: 2\na: 3', 'f.yaml:3:1', 'Map keys must be unique'],
  ['a key given twice below', 'a:\n  x: 1\n  x: 1', 'f.yaml:3:3', 'Map keys must be unique'],
  ['a tab for indentation', 'a:\n\tb: 1', 'f.yaml:2:1', 'Tabs'],
  ['an open bracket', 'a: [1, 2', 'f.yaml:1:9', 'Flow sequence'],
  ['an open quote', 'a: "x', 'f.yaml:1:6', 'Missing closing'],
  ['two documents', 'a: 1\n---\nb: 2', 'f.yaml:2:1', 'multiple documents'],
  ['an unknown tag', 'a: !!js/function "x"', 'f.yaml:1:4', 'Unresolved tag'],
  ['a list', '- a', 'f.yaml', 'must be a mapping of sections'],
  ['a scalar', 'hello', 'f.yaml', 'must be a mapping of sections'],
])('refuses %s, with its place', (_, text, where, message) => {
  const { document, problems } = read(text);
  expect(document).toBeNull();
  expect(problems).toContainEqual({ path: '(file)', source: 'yaml', where, message: expect.stringContaining(message) });
});

it('refuses aliases that multiply', () => {
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x, x]'];
  for (const [from, to] of ['ab', 'bc', 'cd', 'de'].map((pair) => pair.split(''))) {
    bomb.push(`${to}: &${to} [${Array(10).fill(`*${from}`).join(', ')}]`);
  }
  expect(read(bomb.join('\n')).problems[0]!.message).toContain('Excessive alias count');
});

it('finds keys in the text, the deepest one it has', () => {
  const { document } = read('a:\n  b:\n    c: 1');
  expect(document?.whereIs(['a', 'b', 'c'])).toBe('f.yaml:3:5');
  expect(document?.whereIs(['a', 'b', 'x'])).toBe('f.yaml:2:3');
  expect(document?.whereIs(['x'])).toBe('f.yaml');
});

it.each([null, undefined])('takes %p as nothing', (value) => {
  expect(readDocument('overlay', { value, file: 'o' }).document?.value).toEqual({});
});

it.each([1, 'text', true, [[]]])('refuses the value %p', (value) => {
  expect(readDocument('overlay', { value, file: 'o' }).problems).toHaveLength(1);
});

it.each([
  '*vT7q-Zk2m',
  '!vT7q-Zk2m',
  '|vT7q-Zk2m',
  '>vT7q-Zk2m',
  '"vT7q\\qZk2m"',
  '&vT7q *Zk2m',
  '{vT7q',
  '@vT7q',
  '%vT7q',
  '`vT7q',
])('repeats nothing of a value it cannot read: %s', (value) => {
  const { problems } = read(`security:\n  ops_token: ${value}\n`);
  expect(problems.length).toBeGreaterThan(0);
  for (const { message, where } of problems) {
    expect(message).not.toMatch(/vT7q|Zk2m|\\q/);
    expect(where).toMatch(/^f\.yaml/);
  }
});

it('reads names of prototypes as names like any other', () => {
  const { document } = read(
    '__proto__:\n  polluted: 1\nconstructor: { prototype: { polluted: 1 } }\na: { __proto__: { x: 1 } }',
  );
  expect(Object.keys(document!.value)).toEqual(['__proto__', 'constructor', 'a']);
  expect(Object.keys(document!.value['a'] as object)).toEqual(['__proto__']);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});
