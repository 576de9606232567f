/** Every kind of dimension. */
export const SPACE = [
  { type: 'float', name: 'x', low: -1, high: 1 },
  { type: 'float', name: 'rate', low: 1e-5, high: 1, log: true },
  { type: 'float', name: 'quarter', low: 0, high: 1, step: 0.25 },
  { type: 'int', name: 'n', low: 1, high: 9 },
  { type: 'int', name: 'fives', low: 0, high: 10, step: 5 },
  { type: 'int', name: 'size', low: 1, high: 100, log: true },
  { type: 'categorical', name: 'kind', choices: ['a', 'b', 3, true] },
];
