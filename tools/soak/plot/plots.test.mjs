import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plots } from './plots.mjs';

const sample = (atS) => ({
  atS,
  rssMib: 150,
  fds: 90,
  threads: 11,
  perSecond: 1000,
  inFault: atS > 30 && atS < 35,
  latency: { p50Ms: 0.4, p99Ms: 2, p999Ms: 9 },
  probe: { loopP99Ms: 1, loopMaxMs: 4, heapMib: 60, liveMib: atS % 20 === 0 ? 40 : null },
});
const watch = { samples: Array.from({ length: 100 }, (_, n) => sample(n)), faults: [{ letter: 'M', fromS: 31 }] };

test('every plot is an SVG with its lines, legends and the letters of the faults', () => {
  const drawn = plots(watch);
  assert.deepEqual(Object.keys(drawn), ['soak-latency.svg', 'soak-memory.svg', 'soak-load.svg']);
  for (const svg of Object.values(drawn)) {
    assert.match(svg, /^<svg [^]*<\/svg>\n$/);
    assert.match(svg, />M<\/text>/);
    assert.doesNotMatch(svg, /NaN|undefined|Infinity/);
  }
  for (const name of ['p50', 'p99', 'p99.9']) assert.ok(drawn['soak-latency.svg'].includes(`>${name}</text>`));
});

test('the same life gives the same bytes', () => {
  assert.deepEqual(plots(watch), plots(watch));
});

test('a life without samples is drawn empty', () => {
  for (const svg of Object.values(plots({ samples: [], faults: [] }))) assert.match(svg, /^<svg /);
});
