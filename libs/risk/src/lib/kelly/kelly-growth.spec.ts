import { seededUniform } from '../seeded-random.fixture';
import { kellyBinary, kellyMuSigma } from './kelly';

// Taken once: inside a test sandbox every look at a global is slow.
const { cos, log, log1p, PI, sqrt } = Math;

const BETS = 40_000;

/** Growth of the logarithm of wealth a bet at each stake, over the same bets. */
function growthOf(stakes: readonly number[], seed: number, outcome: (uniform: () => number) => number): number[] {
  const uniform = seededUniform(seed);
  const sums = stakes.map(() => 0);
  for (let bet = 0; bet < BETS; bet++) {
    const gain = outcome(uniform);
    stakes.forEach((stake, i) => (sums[i]! += log1p(stake * gain)));
  }
  return sums.map((sum) => sum / BETS);
}

const FACTORS = [0, 0.5, 1, 1.5, 2.5];

describe('wealth grows fastest at the Kelly fraction', () => {
  it.each([
    [0.6, 1],
    [0.4, 2],
    [0.55, 1.2],
  ])('of a bet won with probability %d at %d to 1', (pWin, rr) => {
    const kelly = kellyBinary({ pWin, rr, riskAversion: 1, clip: [0, 1] });
    const stakes = FACTORS.map((factor) => factor * kelly);
    const [none, half, full, more, far] = growthOf(stakes, 71, (uniform) => (uniform() < pWin ? rr : -1));
    expect(none).toBe(0);
    expect(half).toBeGreaterThan(0.6 * full!);
    expect(full).toBeGreaterThan(half!);
    expect(full).toBeGreaterThan(more!);
    expect(far).toBeLessThan(0);
  });

  it('of normally distributed returns', () => {
    const [mu, sigma] = [0.002, 0.04];
    const kelly = kellyMuSigma({ mu, sigma, riskAversion: 1, clip: [0, 10] });
    const normal = (uniform: () => number) => sqrt(-2 * log(1 - uniform())) * cos(2 * PI * uniform());
    const stakes = FACTORS.map((factor) => factor * kelly);
    const [, half, full, more, far] = growthOf(stakes, 73, (uniform) => mu + sigma * normal(uniform));
    // mu²/(2·sigma²) is what continuous betting would give.
    expect(full).toBeGreaterThan(0.8 * ((mu * mu) / (2 * sigma * sigma)));
    expect(full).toBeGreaterThan(half!);
    expect(full).toBeGreaterThan(more!);
    expect(far).toBeLessThan(0);
  });

  it('and at a risk aversion of 2 keeps three quarters of it with half the swings', () => {
    const bet = { pWin: 0.6, rr: 1, clip: [0, 1] } as const;
    const stakes = [1, 2].map((riskAversion) => kellyBinary({ ...bet, riskAversion }));
    const [full, half] = growthOf(stakes, 79, (uniform) => (uniform() < 0.6 ? 1 : -1));
    expect(stakes[1]).toBeCloseTo(stakes[0]! / 2, 12);
    expect(half! / full!).toBeGreaterThan(0.7);
    expect(half! / full!).toBeLessThan(0.8);
  });
});
