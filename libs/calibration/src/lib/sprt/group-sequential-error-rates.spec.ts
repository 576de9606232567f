import { countOf, fewestOf, mostOf } from '../binomial-bound.fixture';
import { normalQuantile } from '../normal-distribution';
import { seededNormal } from '../seeded-random.fixture';
import { GroupSequentialTest } from './group-sequential-test';

const TRIALS = 4_000;
const KINDS = ['pocock', 'obrien_fleming'] as const;
const EVEN = [8, 16, 24, 32, 40];
const UNEVEN = [5, 30, 31, 40];

/** How many of the trials accept, on samples of a mean. */
function accepts(test: GroupSequentialTest, samplesEach: number, mean: number, sigma: number, seed: number): number {
  const normal = seededNormal(seed);
  const samples = new Float64Array(samplesEach);
  return countOf(TRIALS, () => {
    for (let i = 0; i < samplesEach; i++) samples[i] = mean + sigma * normal();
    return test.run(samples).decision === 'ACCEPT';
  });
}

describe.each(KINDS)('the group sequential test that spends as %s', (spending) => {
  it.each([
    [0.05, EVEN],
    [0.01, EVEN],
    [0.05, UNEVEN],
    [0.2, [40]],
  ])('accepts a true H0 with probability %d, neither more nor less, over the looks %j', (alpha, looks) => {
    const test = new GroupSequentialTest({ mu0: 0.5, sigma: 3, alpha, spending, looks });
    const falseAccepts = accepts(test, 40, 0.5, 3, 11);
    expect(falseAccepts).toBeLessThanOrEqual(mostOf(TRIALS, alpha));
    expect(falseAccepts).toBeGreaterThanOrEqual(fewestOf(TRIALS, alpha));
  });

  it('spends at each look what it says, no more', () => {
    const test = new GroupSequentialTest({ mu0: 0, sigma: 1, alpha: 0.1, spending, looks: EVEN });
    const normal = seededNormal(22);
    const acceptedBy = EVEN.map(() => 0);
    const spentBy = EVEN.map(() => 0);
    for (let trial = 0; trial < TRIALS; trial++) {
      const samples = Array.from({ length: 40 }, normal);
      EVEN.forEach((n, look) => {
        const { decision, alphaSpent } = test.run(samples.slice(0, n));
        if (decision === 'ACCEPT') acceptedBy[look]!++;
        else spentBy[look] = alphaSpent;
      });
    }
    EVEN.forEach((_, look) => {
      expect(acceptedBy[look]).toBeLessThanOrEqual(mostOf(TRIALS, spentBy[look]!));
      expect(acceptedBy[look]).toBeGreaterThanOrEqual(fewestOf(TRIALS, spentBy[look]!));
    });
  });

  it('accepts a mean below H0 less often still', () => {
    const test = new GroupSequentialTest({ mu0: 0, sigma: 1, alpha: 0.1, spending, looks: EVEN });
    expect(accepts(test, 40, -0.1, 1, 33)).toBeLessThan(fewestOf(TRIALS, 0.1));
  });

  // Five looks must be this much longer than one for the same power (Jennison & Turnbull 2000, tables 2.2 and 2.4, at 0.05 two-sided).
  const inflation = { pocock: 1.207, obrien_fleming: 1.026 }[spending];
  it.each([0.3, 0.6, 1])('misses an effect of %d sigma no more often than its length was planned for', (effect) => {
    const [alpha, beta] = [0.025, 0.1];
    const fixed = ((normalQuantile(1 - alpha) + normalQuantile(1 - beta)) / effect) ** 2;
    const perLook = Math.ceil((fixed * inflation) / 5);
    const looks = [1, 2, 3, 4, 5].map((look) => look * perLook);
    const test = new GroupSequentialTest({ mu0: 0, sigma: 1, alpha, spending, looks });
    const misses = TRIALS - accepts(test, 5 * perLook, effect, 1, 44);
    expect(misses).toBeLessThanOrEqual(mostOf(TRIALS, beta));
    // Rounding the looks up gives some power away for nothing, more of it the fewer samples there are.
    expect(misses).toBeGreaterThan(0.2 * beta * TRIALS);
  });
});

describe('a test that looks five times at the limit for one look', () => {
  it('is caught: it errs far more often', () => {
    const test = new GroupSequentialTest({ mu0: 0, sigma: 1, alpha: 0.05, spending: 'pocock', looks: [40] });
    const { bound } = test.run(new Float64Array(40));
    const normal = seededNormal(55);
    const falseAccepts = countOf(TRIALS, () => {
      let sum = 0;
      for (let n = 1; n <= 40; n++) {
        sum += normal();
        if (n % 8 === 0 && sum / Math.sqrt(n) >= bound!) return true;
      }
      return false;
    });
    expect(falseAccepts).toBeGreaterThan(mostOf(TRIALS, 0.1));
  });
});
