// A whole session in a minute, with every fault once: each promise that does not take long to judge is kept.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { FAULTS } from './faults/catalogue.mjs';

const MAIN = fileURLToPath(new URL('main.mjs', import.meta.url));
const sessionsLeft = () => readdirSync(tmpdir()).filter((name) => name.startsWith('aurora-trading-session-'));

test('a minute of trading with every fault keeps every promise', { timeout: 240_000 }, () => {
  const before = sessionsLeft();
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, '--quick', '--json', '--seed', '7'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  assert.equal(status, 0, stderr);
  const result = JSON.parse(stdout);
  assert.deepEqual(
    result.promises.filter(({ kept }) => kept === false),
    [],
  );
  const kept = result.promises.filter(({ kept: isKept }) => isKept);
  assert.ok(kept.length >= 30, `only ${kept.length} promises were judged`);
  const struck = new Set(result.faults.map(({ name }) => name));
  const leftOut = Object.keys(FAULTS).filter((name) => !struck.has(name));
  assert.deepEqual(
    leftOut.filter((name) => FAULTS[name].where !== 'disk'),
    [],
  );
  assert.ok(result.runner.orders >= 5, `only ${result.runner.orders} orders`);
  assert.match(stderr, /--seed 7/);
  assert.deepEqual(sessionsLeft(), before);
});
