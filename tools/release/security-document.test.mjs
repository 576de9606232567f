// docs/security.md says by which test each promise is shown: the tests must be there.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../run/bootstrap.mjs';

const text = readFileSync(join(ROOT, 'docs/security.md'), 'utf8');
const named = [...new Set(text.match(/[\w./-]+\.(spec\.ts|test\.mjs|yml)/g))];

test('every test that the document names exists', () => {
  assert.ok(named.length > 15);
  const missing = named.filter(
    (file) => !['', 'apps/aurora-api/src'].some((folder) => existsSync(join(ROOT, folder, file))),
  );
  assert.deepEqual(missing, []);
});

test('every configuration key that the document names exists', () => {
  const reference = readFileSync(join(ROOT, 'docs/configuration.md'), 'utf8');
  const keys = [
    ...new Set([...text.matchAll(/`((?:api|security|logging|pretrade|risk|aurora)\.[a-z_]+)`/g)].map(([, key]) => key)),
  ];
  assert.ok(keys.length > 8);
  assert.deepEqual(
    keys.filter((key) => !reference.includes(`\`${key}\``)),
    [],
  );
});

test('every row of the threats says what is done, what shows it, and what is left', () => {
  const rows = text
    .split('## Threats')[1]
    .split('## ')[0]
    .split('\n')
    .filter((line) => line.startsWith('|'));
  assert.ok(rows.length > 25);
  for (const row of rows) assert.equal(row.split('|').length, 6, row);
});
