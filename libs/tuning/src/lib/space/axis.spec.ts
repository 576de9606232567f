import fc from 'fast-check';
import { axisOf } from './axis';
import { parseSpace } from './parse-space';
import { isIn, spaces } from './space.fixture';

const name = 'x';
const units = fc.double({ min: 0, max: 1, noNaN: true });

it('a position always has a value of the dimension, and that value a position in the same cell', () => {
  fc.assert(
    fc.property(spaces, units, (space, unit) => {
      parseSpace(space);
      for (const dimension of space) {
        const axis = axisOf(dimension);
        const position = axis.kind === 'choice' ? Math.floor(unit * (axis.count - 1)) : unit;
        const value = axis.valueAt(position);
        expect(isIn(dimension, value)).toBe(true);
        const back = axis.positionOf(value);
        expect(back).not.toBeNull();
        if (axis.kind === 'continuous') continue;
        expect(axis.valueAt(back!)).toBe(value);
      }
    }),
    { numRuns: 500 },
  );
});

it.each([
  ['integers', { name, type: 'int', low: -2, high: 3 }, [-2, -1, 0, 1, 2, 3]],
  ['integers in steps', { name, type: 'int', low: 1, high: 10, step: 3 }, [1, 4, 7, 10]],
  ['integers by ratio', { name, type: 'int', low: 1, high: 8, log: true }, [1, 2, 3, 4, 5, 6, 7, 8]],
  ['decimals in steps', { name, type: 'float', low: 0.1, high: 0.5, step: 0.1 }, [0.1, 0.2, 0.3, 0.4, 0.5]],
  ['one value', { name, type: 'float', low: 0.3, high: 0.3, log: true }, [0.3]],
] as const)('cells of %s tile the axis', (_, dimension, values) => {
  const axis = axisOf(dimension);
  if (axis.kind !== 'grid') throw new Error('no grid');
  const positions = values.map((value) => axis.positionOf(value)!);
  expect(positions.map((position) => axis.valueAt(position))).toEqual(values);
  const cells = positions.map((position) => axis.cellAt(position));
  expect(cells[0]![0]).toBeCloseTo(0, 12);
  expect(cells.at(-1)![1]).toBeCloseTo(1, 12);
  cells.slice(1).forEach(([from], i) => expect(from).toBeCloseTo(cells[i]![1], 12));
});

it('equal ratios are equally far', () => {
  const axis = axisOf({ name, type: 'float', low: 1e-4, high: 1e4, log: true });
  expect([1e-4, 1e-2, 1, 1e2, 1e4].map((value) => axis.positionOf(value))).toEqual(
    [0, 0.25, 0.5, 0.75, 1].map((position) => expect.closeTo(position, 12)),
  );
  expect([axis.valueAt(0), axis.valueAt(1)]).toEqual([expect.closeTo(1e-4, 12), expect.closeTo(1e4, 6)]);
});

it.each([
  ['below', -0.001],
  ['above', 1.001],
  ['NaN', NaN],
  ['a text', '0.5'],
  ['nothing', undefined],
])('%s has no position', (_, value) => {
  for (const axis of [
    axisOf({ name, type: 'float', low: 0, high: 1 }),
    axisOf({ name, type: 'float', low: 0, high: 1, step: 0.25 }),
    axisOf({ name, type: 'categorical', choices: ['a', true, 1] }),
  ]) {
    expect(axis.positionOf(value)).toBeNull();
  }
});
