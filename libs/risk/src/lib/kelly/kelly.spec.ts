import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { camelKeys } from '@aurora/kernel';
import fc from 'fast-check';
import { kellyBinary, kellyMuSigma, type Clip } from './kelly';

const UNIT: Clip = [0, 1];

it.each([
  [{ pWin: 0.6, rr: 1, riskAversion: 1, clip: UNIT }, 0.2],
  [{ pWin: 0.6, rr: 1, riskAversion: 2, clip: UNIT }, 0.1],
  [{ pWin: 0.5, rr: 1, riskAversion: 1, clip: UNIT }, 0],
  [{ pWin: 1, rr: 2, riskAversion: 1, clip: UNIT }, 1],
  [{ pWin: 0.4, rr: 1, riskAversion: 1, clip: [0.05, 0.1] as Clip }, 0.05],
  [{ pWin: 0.9, rr: 1, riskAversion: 1, clip: [0.05, 0.1] as Clip }, 0.1],
  [{ pWin: 1.1, rr: 1, riskAversion: 1, clip: UNIT }, 0],
  [{ pWin: -0.1, rr: 1, riskAversion: 1, clip: [0.05, 0.1] as Clip }, 0],
  [{ pWin: NaN, rr: 1, riskAversion: 1, clip: [0.05, 0.1] as Clip }, 0],
  [{ pWin: 0.9, rr: 0, riskAversion: 1, clip: UNIT }, 0],
  [{ pWin: 0.9, rr: NaN, riskAversion: 1, clip: UNIT }, 0],
  [{ pWin: 0.9, rr: 1, riskAversion: 0, clip: UNIT }, 0],
  [{ pWin: 0.9, rr: 1, riskAversion: 1, clip: [0.3, 0.2] as Clip }, 0],
  [{ pWin: 0.9, rr: 1, riskAversion: 1, clip: [-0.1, 0.2] as Clip }, 0],
  [{ pWin: 0.9, rr: 1, riskAversion: 1, clip: [0, NaN] as Clip }, 0],
])('kellyBinary(%p) is %p', (args, expected) => {
  expect(kellyBinary(args)).toBeCloseTo(expected, 12);
});

it.each([
  [{ mu: 0.01, sigma: 0.2, riskAversion: 1, clip: UNIT }, 0.25],
  [{ mu: 0.01, sigma: 0.2, riskAversion: 2, clip: UNIT }, 0.125],
  [{ mu: -0.01, sigma: 0.2, riskAversion: 1, clip: UNIT }, 0],
  [{ mu: 1, sigma: 0.2, riskAversion: 1, clip: UNIT }, 1],
  [{ mu: 0.01, sigma: 0, riskAversion: 1, clip: UNIT }, 0],
  [{ mu: 0.01, sigma: -1, riskAversion: 1, clip: UNIT }, 0],
  [{ mu: NaN, sigma: 1, riskAversion: 1, clip: [0.1, 1] as Clip }, 0],
])('kellyMuSigma(%p) is %p', (args, expected) => {
  expect(kellyMuSigma(args)).toBeCloseTo(expected, 12);
});

it('grows the stake with the probability and never leaves the clip', () => {
  const p = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(p, p, fc.double({ min: 0.01, max: 10, noNaN: true }), (one, other, rr) => {
      const stake = (pWin: number) => kellyBinary({ pWin, rr, riskAversion: 1, clip: [0.01, 0.2] });
      const [low, high] = [stake(Math.min(one, other)), stake(Math.max(one, other))];
      expect(low).toBeLessThanOrEqual(high);
      expect(low).toBeGreaterThanOrEqual(0.01);
      expect(high).toBeLessThanOrEqual(0.2);
    }),
  );
});

it('answers recorded cases', () => {
  for (const line of readFileSync(join(__dirname, 'kelly.fixture.jsonl'), 'utf8').trim().split('\n')) {
    const { input, expected } = JSON.parse(line);
    const fraction = input.fn === 'kelly_binary' ? kellyBinary : kellyMuSigma;
    expect(fraction(camelKeys(input.args) as never)).toBeCloseTo(expected, 12);
  }
});
