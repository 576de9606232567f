// Runs scenarios. One that throws has broken a promise too, and the next one runs all the same.
import { performance } from 'node:perf_hooks';
import { Promises } from './machinery/promises.mjs';
import { Seeded } from './machinery/seeded.mjs';

/**
 * One after the other, in the short form two at a time: it holds nobody to a time.
 * @returns one result a scenario: what was done in numbers, what was left out, and every broken promise.
 */
export async function runScenarios(scenarios, options) {
  const results = [];
  const left = [...scenarios.entries()];
  const next = async () => {
    for (let one = left.shift(); one; one = left.shift()) results[one[0]] = await runOne(one[1], options);
  };
  await Promise.all(Array.from({ length: options.quick ? 2 : 1 }, next));
  return results;
}

async function runOne({ name, promise, run }, { quick, rounds, seed, say }) {
  const promises = new Promises();
  const startedMs = performance.now();
  // Each draws from a sequence of its own, so that one alone does what it does among all.
  const random = new Seeded(seed ^ hash(name));
  let did = '';
  try {
    did = await run({ quick, rounds, random, say, promises });
  } catch (error) {
    promises.holds(false, 'the scenario runs to its end', error.stack ?? String(error));
  }
  const seconds = Number(((performance.now() - startedMs) / 1000).toFixed(1));
  const { broken, gaps, leftOut, measured } = promises;
  for (const { promise: what, times, examples } of broken) say(`  BROKEN ${name}, ${times}×: ${what}: ${examples[0]}`);
  return { name, promise, did, seconds, kept: broken.length === 0, broken, gaps, left_out: leftOut, measured };
}

/** FNV-1a. */
function hash(text) {
  let value = 0x811c9dc5;
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  return value;
}
