import { waldBoundaries } from '@aurora/calibration/config';
import { type ConfigView, type CrossCheck, type Derived } from '../load/view';

const PATHS = { alpha: 'sprt.alpha', beta: 'sprt.beta', upper: 'sprt.A', lower: 'sprt.B' } as const;
const { alpha: ALPHA, beta: BETA, upper: UPPER, lower: LOWER } = PATHS;

/**
 * Error rates give both boundaries, unless the environment sets one of these: then the error rates have no say. Settled
 * here, so that A, B, alpha and beta of a resolved configuration never contradict each other.
 */
export function deriveSprt(view: ConfigView): Derived[] {
  const [alpha, beta] = [view.get(ALPHA), view.get(BETA)];
  if (typeof alpha !== 'number' || typeof beta !== 'number' || alpha + beta >= 1) return [];
  const env = [UPPER, LOWER].find((path) => view.provenance(path).source === 'env');
  if (env !== undefined) {
    const from = `set aside by ${view.provenance(env).where}`;
    return [ALPHA, BETA].map((path) => ({ path, value: null, from }));
  }
  const { a, b } = waldBoundaries(alpha, beta);
  const from = `${ALPHA} and ${BETA}`;
  return [
    { path: UPPER, value: a, from },
    { path: LOWER, value: b, from },
  ];
}

export const sprtChecks: readonly CrossCheck[] = [
  {
    reads: [ALPHA, BETA],
    check: (view) => {
      const [alpha, beta] = [view.get(ALPHA), view.get(BETA)];
      if ((alpha === null) !== (beta === null)) {
        return [
          { path: alpha === null ? ALPHA : BETA, message: `${ALPHA} and ${BETA} are given together or not at all` },
        ];
      }
      if (typeof alpha !== 'number' || typeof beta !== 'number' || alpha + beta < 1) return [];
      return [{ path: ALPHA, message: `${ALPHA} + ${BETA} must be below 1, is ${alpha + beta}` }];
    },
  },
  {
    reads: Object.values(PATHS),
    check: (view) =>
      (view.get(UPPER) as number) > (view.get(LOWER) as number)
        ? []
        : [{ path: UPPER, message: `must be above ${LOWER}, both are ${String(view.get(UPPER))}` }],
  },
];
