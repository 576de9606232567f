// What stands between a stranger's package and this project: digests, one registry, no install scripts, pinned actions.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../run/bootstrap.mjs';

// The one of the service; at the root stands an older one.
const { parse } = createRequire(join(ROOT, 'apps/aurora-api/package.json'))('yaml');

const read = (name) => readFileSync(join(ROOT, name), 'utf8');
const { packages } = JSON.parse(read('package-lock.json'));
const fromElsewhere = Object.entries(packages).filter(([path, { link }]) => path.includes('node_modules/') && !link);

const WORKFLOWS = '.github/workflows';
const workflows = readdirSync(join(ROOT, WORKFLOWS)).map((name) => ({ name, ...parse(read(`${WORKFLOWS}/${name}`)) }));
const steps = workflows.flatMap(({ name, jobs }) =>
  Object.entries(jobs).flatMap(([job, { steps: list }]) => list.map((step) => ({ at: `${name}: ${job}`, ...step }))),
);

test('every package is pinned by a digest, and comes from the registry', () => {
  assert.ok(fromElsewhere.length > 500);
  const loose = fromElsewhere.filter(
    ([, { integrity, resolved, inBundle }]) =>
      !inBundle && (!/^sha512-/.test(integrity ?? '') || /^(git|http:|file:)/.test(resolved ?? '')),
  );
  assert.deepEqual(
    loose.map(([path]) => path),
    [],
  );
});

test('the lock file names no host', () => {
  assert.doesNotMatch(read('package-lock.json'), /"resolved": "https?:/);
});

test('no install script runs, by the settings of npm 10 and by those of npm 11', () => {
  assert.match(read('.npmrc'), /^ignore-scripts=true$/m);
  const { allowScripts } = JSON.parse(read('package.json'));
  const named = new Map(
    fromElsewhere
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([path]) => [path.slice(path.lastIndexOf('node_modules/') + 13), path]),
  );
  for (const name of named.keys()) assert.equal(allowScripts[name] ?? false, false, `${name} may run a script`);
  assert.ok(!Object.values(allowScripts).includes(true));
});

test('no package of ours runs anything when it is installed', () => {
  const files = ['libs', 'apps'].flatMap((kind) =>
    readdirSync(join(ROOT, kind)).map((name) => `${kind}/${name}/package.json`),
  );
  for (const file of ['package.json', ...files]) {
    const { scripts = {} } = JSON.parse(read(file));
    const found = Object.keys(scripts).filter((name) => /^(pre|post)?(install|prepare|publish|pack)$/.test(name));
    assert.deepEqual([file, found], [file, []]);
  }
});

test('workflows install what the lock file says, run no scripts, and may only read', () => {
  for (const { at, run = '' } of steps)
    assert.doesNotMatch(run, /npm (i|install|update)\b|npm ci(?! --ignore-scripts)|curl|wget/, at);
  for (const { name, permissions } of workflows) {
    assert.ok(permissions, name);
    assert.deepEqual([name, [...new Set(Object.values(permissions))]], [name, ['read']]);
  }
});

test('workflows name the major version of each action, and trust nothing a stranger can write', () => {
  for (const { at, uses, run = '' } of steps) {
    if (uses) assert.match(uses, /^[\w-]+\/[\w./-]+@(v\d+|[0-9a-f]{40})$/, at);
    assert.doesNotMatch(run, /\$\{\{\s*github\.(event|head_ref)/, at);
  }
  for (const { name, on } of workflows) assert.ok(!('pull_request_target' in on), name);
});
