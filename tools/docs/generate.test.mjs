import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const generate = (...args) =>
  spawnSync(process.execPath, [fileURLToPath(new URL('generate.mjs', import.meta.url)), ...args], { encoding: 'utf8' });

test('the generated pages are what the generators write', () => {
  const { status, stdout, stderr } = generate('--check');
  assert.equal(status, 0, stdout + stderr);
  assert.match(stdout, /^docs\/reasons\.md: up to date$/m);
});

test('an unknown option is refused', () => {
  const { status, stderr } = generate('--chekc');
  assert.equal(status, 2);
  assert.match(stderr, /usage: npm run docs/);
});
