// npm run docs: writes the generated pages of docs/ and the overview in the README of auroractl. With --check it writes nothing and fails when a page is not up to date.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt, ensureInstalled, fail, ROOT } from '../run/bootstrap.mjs';

const USAGE = 'usage: npm run docs [-- --check]';

function readArguments() {
  try {
    return parseArgs({ options: { check: { type: 'boolean', default: false } } }).values;
  } catch (error) {
    return fail(`${error.message}\n${USAGE}`, 2);
  }
}

const { check } = readArguments();
ensureInstalled();
// A check judges what is built, so that it is quick where the build has just been made.
if (!check) ensureBuilt();

const pages = await Promise.all([
  import('./commands.mjs'),
  import('./configuration.mjs'),
  import('./guards.mjs'),
  import('./metrics.mjs'),
  import('./reasons.mjs'),
]);

const stale = [];
for (const { file, render } of pages) {
  const path = join(ROOT, file);
  const text = await render();
  const isCurrent = existsSync(path) && readFileSync(path, 'utf8') === text;
  if (!isCurrent && check) stale.push(file);
  if (!isCurrent && !check) writeFileSync(path, text);
  console.log(`${file}: ${isCurrent ? 'up to date' : check ? 'NOT up to date' : 'written'}`);
}
if (stale.length > 0)
  fail(`Not up to date: ${stale.join(', ')}. Run npm run build and npm run docs, and commit the result.`);
