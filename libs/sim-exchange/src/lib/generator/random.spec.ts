import { HawkesArrivals } from './hawkes';
import { mulberry32 } from '@aurora/kernel';
import { exponential, normal, poisson } from './random';
import { VolatilityRegime } from './volatility-regime';

describe('random numbers', () => {
  it('have the moments of their distributions', () => {
    const mean = (draw: () => number) => Array.from({ length: 20_000 }, draw).reduce((sum, x) => sum + x, 0) / 20_000;
    const random = mulberry32(11);
    expect(mean(random)).toBeCloseTo(0.5, 1);
    expect(mean(() => normal(random))).toBeCloseTo(0, 1);
    expect(mean(() => normal(random) ** 2)).toBeCloseTo(1, 1);
    expect(mean(() => exponential(random, 3))).toBeCloseTo(3, 0);
    expect(mean(() => poisson(random, 2))).toBeCloseTo(2, 1);
    expect(poisson(random, 0)).toBe(0);
  });
});

it('Hawkes arrivals have their mean rate, and come in bursts', () => {
  const arrivals = new HawkesArrivals(5, mulberry32(4));
  const perSec = Array.from({ length: 4000 }, () => {
    let count = 0;
    for (let i = 0; i < 100; i++) count += arrivals.step(0.01, 1);
    return count;
  });
  const mean = perSec.reduce((sum, x) => sum + x, 0) / perSec.length;
  const variance = perSec.reduce((sum, x) => sum + (x - mean) ** 2, 0) / perSec.length;
  // Half of all are answers to others: twice the base rate. Independent arrivals would have variance = mean.
  expect(mean).toBeGreaterThan(8.5);
  expect(mean).toBeLessThan(11);
  expect(variance / mean).toBeGreaterThan(2);
});

it('each regime has its share of the time, and calm never turns wild at once', () => {
  const regime = new VolatilityRegime(mulberry32(9));
  const seconds = { calm: 0, normal: 0, wild: 0 };
  const turns = new Set<string>();
  let before = regime.current.name;
  for (let i = 0; i < 100_000; i++) {
    regime.step(1);
    const { name } = regime.current;
    seconds[name]++;
    if (name !== before) turns.add(`${before} → ${name}`);
    before = name;
  }
  expect([...turns].sort()).toEqual(['calm → normal', 'normal → calm', 'normal → wild', 'wild → normal']);
  for (const share of Object.values(seconds)) expect(share).toBeGreaterThan(15_000);
});
