import { mulberry32, type Random } from '@aurora/kernel';

/**
 * The random numbers of one trial: mulberry32, seeded with a mix of the study's seed and the trial's number (the finalizer of
 * MurmurHash3, Appleby 2008), so that they do not depend on what was drawn for other trials.
 */
export function trialRandom(seed: number, trialNumber: number): Random {
  let mixed = (Math.imul(trialNumber + 1, 0x9e3779b9) ^ seed) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mulberry32(mixed ^ (mixed >>> 16));
}
