import fc from 'fast-check';
import { seededUniform } from '../seeded-random.fixture';
import { cvar } from './cvar';

// Taken once: inside a test sandbox every look at a global is slow.
const { abs, cos, log, PI, sqrt } = Math;

describe('cvar of a sample', () => {
  const uniform = seededUniform(81);
  const normal = () => sqrt(-2 * log(1 - uniform())) * cos(2 * PI * uniform());
  // Mean of the worst alpha: −φ(z)/alpha of the normal, log(alpha) − 1 of the exponential, alpha/2 of the uniform.
  it.each<[string, () => number, number, number]>([
    ['normal', normal, 0.1, -1.754983],
    ['normal', normal, 0.05, -2.062713],
    ['negative exponential', () => log(1 - uniform()), 0.1, log(0.1) - 1],
    ['uniform', uniform, 0.2, 0.1],
    ['uniform', uniform, 1, 0.5],
  ])('of %s returns is the mean of their worst part', (_, draw, alpha, expected) => {
    const returns = Array.from({ length: 40_000 }, draw);
    // Four deviations of a mean of the tail, which varies no more than the worst of these do.
    expect(abs(cvar(returns, alpha)! - expected)).toBeLessThan((4 * 1.5) / sqrt(alpha * returns.length));
  });

  it('of two positions together is never worse than that of both apart', () => {
    const value = fc.double({ min: -100, max: 100, noNaN: true });
    const pairs = fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(pairs, fc.double({ min: 0.01, max: 1, noNaN: true }), (returns, alpha) => {
        const [a, b] = [returns.map(([one]) => one), returns.map(([, other]) => other)];
        const together = cvar(
          returns.map(([one, other]) => one + other),
          alpha,
        )!;
        expect(together).toBeGreaterThanOrEqual(cvar(a, alpha)! + cvar(b, alpha)! - 1e-9);
      }),
    );
  });
});
