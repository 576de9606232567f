// Runs scenarios one after the other. One that throws has broken a promise too, and the next one runs all the same.
import { performance } from 'node:perf_hooks';
import { Promises } from './machinery/promises.mjs';
import { Seeded } from './machinery/seeded.mjs';

/** @returns one result a scenario: what was done in numbers, what was left out, and every broken promise. */
export async function runScenarios(scenarios, { quick, rounds, seed, say }) {
  const results = [];
  for (const { name, promise, run } of scenarios) {
    const promises = new Promises();
    const startedMs = performance.now();
    say(name);
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
    results.push({ name, promise, did, seconds, kept: broken.length === 0, broken, gaps, left_out: leftOut, measured });
    for (const { promise: what, times, examples } of broken) say(`  BROKEN ${times}×: ${what}: ${examples[0]}`);
  }
  return results;
}

/** FNV-1a. */
function hash(text) {
  let value = 0x811c9dc5;
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  return value;
}
