import { type Space } from '../space/space';
import { numbersOf, type Objective } from './objective';

const floats = (names: readonly string[], low: number, high: number): Space =>
  names.map((name) => ({ type: 'float', name, low, high }));

const numbered = (count: number): string[] => Array.from({ length: count }, (_, i) => `x${i + 1}`);

/** Branin's function, turned upside down: three maxima of −0.397887. Branin 1972; Dixon and Szegö 1978. */
export const branin: Objective = {
  name: 'branin',
  space: [...floats(['x1'], -5, 10), ...floats(['x2'], 0, 15)],
  value: (params) => {
    const [x, y] = numbersOf(params, ['x1', 'x2']) as [number, number];
    const valley = y - (5.1 / (4 * Math.PI ** 2)) * x * x + (5 / Math.PI) * x - 6;
    return -(valley ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10);
  },
  noise: 0,
  trials: 200,
};

const HARTMANN_HEIGHTS = [1, 1.2, 3, 3.2];
const HARTMANN_SLOPES = [
  [10, 3, 17, 3.5, 1.7, 8],
  [0.05, 10, 17, 0.1, 8, 14],
  [3, 3.5, 1.7, 10, 17, 8],
  [17, 8, 0.05, 10, 0.1, 14],
];
const HARTMANN_PEAKS = [
  [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
  [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
  [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.665],
  [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
];

/** Hartmann's function of six variables, turned upside down: one best maximum of 3.32237 of six. Dixon and Szegö 1978. */
export const hartmann6: Objective = {
  name: 'hartmann6',
  space: floats(numbered(6), 0, 1),
  value: (params) => {
    const x = numbersOf(params, numbered(6));
    return HARTMANN_HEIGHTS.reduce((sum, height, i) => {
      const slopes = HARTMANN_SLOPES[i]!;
      const peak = HARTMANN_PEAKS[i]!;
      return sum + height * Math.exp(-x.reduce((inner, at, j) => inner + slopes[j]! * (at - peak[j]!) ** 2, 0));
    }, 0);
  },
  noise: 0,
  trials: 200,
};

/** Sum of squares of ten variables, turned upside down: 0 at the origin. */
export const sphere10: Objective = {
  name: 'sphere10',
  space: floats(numbered(10), -5, 5),
  value: (params) => 0 - numbersOf(params, numbered(10)).reduce((sum, x) => sum + x * x, 0),
  noise: 0,
  trials: 100,
};

/** Rosenbrock's valley in ten variables, turned upside down: 0 where all are 1. Rosenbrock 1960. */
export const rosenbrock10: Objective = {
  name: 'rosenbrock10',
  space: floats(numbered(10), -5, 5),
  value: (params) => {
    const x = numbersOf(params, numbered(10));
    return 0 - x.slice(1).reduce((sum, next, i) => sum + 100 * (next - x[i]! ** 2) ** 2 + (1 - x[i]!) ** 2, 0);
  },
  noise: 0,
  trials: 100,
};
