// The comparison from end to end on so few searches that its numbers mean little: every sampler is in it, and what is not there is said.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('quality.mjs', import.meta.url));
const run = (...args) => spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8', timeout: 120_000 });

test('ours beside random search', () => {
  const { status, stdout, stderr } = run('--no-optuna', '--seeds', '4', '--only', 'branin,shadow', '--json');
  assert.equal(status, 0, stderr);
  const { optuna, results } = JSON.parse(stdout);
  assert.equal(optuna, null);
  assert.deepEqual(
    results.map(({ objective, trials }) => [objective, trials]),
    [
      ['branin', 200],
      ['shadow', 200],
    ],
  );
  for (const { rows } of results) {
    const [random, ...samplers] = rows;
    assert.equal(samplers.length, 2);
    for (const { median } of samplers) assert.ok(median > random.median);
  }
});

test('a Python without Optuna is said, and the rest is measured', () => {
  const { status, stdout, stderr } = run('--python', '/nonexistent/python3', '--seeds', '2', '--only', 'sphere10');
  assert.equal(status, 0, stderr);
  assert.match(stderr, /Optuna is left out, \/nonexistent\/python3 has none/);
  assert.match(stdout, /TPE, all together/);
});

test('a wrong option is refused', () => {
  for (const args of [['--seeds', '1'], ['--only', 'none'], ['--fast']]) assert.notEqual(run(...args).status, 0);
});
