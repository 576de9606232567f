// One example a kind, so that the adapter keeps fitting the libraries (built, as a user of the packages has them).
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { KINDS } from './kinds.mjs';

const main = fileURLToPath(new URL('main.mjs', import.meta.url));
const run = (args, input) => spawnSync(process.execPath, [main, ...args], { input, encoding: 'utf8' });

const examples = readFileSync(new URL('examples.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

/** `got` has what `want` has: numbers to nine digits, reasons without their numbers; null in `want` is not compared. */
function assertFits(got, want, path) {
  if (typeof want === 'number') {
    const tolerance = 1e-9 * Math.max(1, Math.abs(want));
    assert.ok(Math.abs(got - want) <= tolerance, `${path}: ${got} is not ${want}`);
  } else if (want !== null && typeof want === 'object') {
    for (const [key, value] of Object.entries(want)) assertFits(got?.[key], value, `${path}.${key}`);
  } else if (want !== null) {
    assert.equal(typeof got === 'string' ? got.split(':')[0] : got, want, path);
  }
}

test('there is an example of every kind', () => {
  assert.deepEqual(
    examples.map(({ kind }) => kind),
    Object.keys(KINDS),
  );
});

for (const { kind, input, expected } of examples) {
  test(kind, () => assertFits(KINDS[kind](input), expected, kind));
}

test('answers go to stdout line by line, in order, and nothing else does', () => {
  const inputs = [0.2, 0.4].map((latency_ms) =>
    JSON.stringify({ edge_bps: 1, latency_ms, max_latency_ms: 0.3, kappa_bps_per_ms: 0, min_edge_after_bps: 0 }),
  );
  const { stdout, status } = run(['sla'], `${inputs.join('\n\n')}\n`);
  assert.equal(stdout, '{"allow":true,"edge_after_bps":1}\n{"allow":false,"edge_after_bps":1}\n');
  assert.equal(status, 0);
});

test('an input that is refused keeps its place and fails the run', () => {
  const { stdout, status } = run(['conformal'], '{"scores":[1],"alpha":2}\nnonsense\n{"scores":[1],"alpha":0.5}\n');
  const answers = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.deepEqual(answers.map(Object.keys), [['error'], ['error'], ['quantile']]);
  assert.equal(status, 1);
});

test('an unknown kind is refused with the known ones', () => {
  for (const args of [['nonsense'], ['constructor'], []]) {
    const { stdout, stderr, status } = run(args, '');
    assert.equal(status, 2);
    assert.equal(stdout, '');
    assert.match(stderr, /KIND is one of: pipeline, /);
  }
});
