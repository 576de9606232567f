import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plots } from './plots.mjs';

const sample = (n) => ({
  ...{ atS: n, frames: 300 * n, bookAgeMs: 20 + (n % 7), pnlUsdt: n / 10, rssMib: 120 },
  probe: { heapMib: 40, liveMib: n % 30 === 0 ? 30 : null, loopP99Ms: 1, loopMaxMs: 5 },
  buckets: [
    { le: 1, count: n },
    { le: Infinity, count: 2 * n },
  ],
});
const fromMs = 1_700_000_000_000;
const seen = {
  samples: Array.from({ length: 120 }, (_, n) => sample(n)),
  faults: [{ letter: 'S', fromMs: fromMs + 30_000 }],
  fromMs,
};

test('every plot is an SVG with its lines and the letters of the faults', () => {
  const drawn = plots(seen);
  assert.deepEqual(Object.keys(drawn), ['session-market.svg', 'session-runner.svg']);
  for (const svg of Object.values(drawn)) {
    assert.match(svg, /^<svg [^]*<\/svg>\n$/);
    assert.match(svg, />S<\/text>/);
    assert.doesNotMatch(svg, /NaN|undefined|Infinity/);
  }
  for (const name of ['frames', 'p50', 'p99', 'realised after fees'])
    assert.ok(drawn['session-market.svg'].includes(`>${name}</text>`), name);
});

test('the same session gives the same bytes, and one without samples is drawn empty', () => {
  assert.deepEqual(plots(seen), plots(seen));
  for (const svg of Object.values(plots({ ...seen, samples: [], faults: [] }))) assert.match(svg, /^<svg /);
});
