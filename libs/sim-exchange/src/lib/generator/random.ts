import type { Random } from '@aurora/kernel';

/** Standard normal by Box & Muller (1958). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Exponential with the given mean. */
export const exponential = (random: Random, mean: number): number => -mean * Math.log(1 - random());

/** Poisson by Knuth's product of uniforms; meant for means of a few units. */
export function poisson(random: Random, mean: number): number {
  const floor = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > floor; product *= random()) count++;
  return count;
}
