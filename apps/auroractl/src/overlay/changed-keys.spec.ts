import { changedKeys } from './changed-keys';

it.each([
  [null, null, []],
  [null, {}, []],
  [{ a: { b: 1 } }, { a: { b: 1 } }, []],
  [null, { a: { b: 1 } }, [{ key: 'a.b', before: null, after: 1 }]],
  [{ a: { b: 1 } }, null, [{ key: 'a.b', before: 1, after: null }]],
  [{ a: { b: 0 } }, { a: { b: false } }, [{ key: 'a.b', before: 0, after: false }]],
  [{ s: ['A', 'B'] }, { s: ['B', 'A'] }, [{ key: 's', before: ['A', 'B'], after: ['B', 'A'] }]],
  [
    { z: { a: 1, b: 2 }, c: 3 },
    { z: { b: 2, a: 4 }, d: 5 },
    [
      { key: 'c', before: 3, after: null },
      { key: 'd', before: null, after: 5 },
      { key: 'z.a', before: 1, after: 4 },
    ],
  ],
])('from %j to %j', (before, after, changed) => expect(changedKeys(before, after)).toEqual(changed));
