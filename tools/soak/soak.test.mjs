// The short form of the soak keeps every exact promise; those about time and growth are for hours.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('main.mjs', import.meta.url));

test('half a minute of life with faults keeps every promise that is exact', { timeout: 240_000 }, () => {
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
  assert.ok(result.promises.filter(({ kept }) => kept).length >= 20);
  assert.ok(result.watch.faults.length >= 2, `only ${result.watch.faults.length} faults`);
  assert.ok(result.load.totals.allowed > 100 && result.load.totals.reports > 100);
  assert.match(stderr, /seed 7/);
});
