// npm test: every check of the repository. All steps run even when one fails; the last line holds the totals.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureInstalled, fail, ROOT } from './bootstrap.mjs';
import { addTotals, failedStep, jestTotals, tapTotals, totalsLine } from './test-totals.mjs';

const USAGE = `npm test -- [--only STEP]… [--project NAME]…
  steps: format, lint, types, unit, tools
  --project narrows lint and unit to libraries and apps by name, and leaves format and tools out`;

const REPORTS = join(ROOT, 'artifacts/test');
const PARALLEL = String(Math.min(4, availableParallelism()));
const ENV = { ...process.env, NX_DAEMON: 'false', NX_NO_CLOUD: 'true', NX_TUI: 'false' };

const bin = (name) => join(ROOT, 'node_modules', name);
/** Runs a Node script of an installed package; true when it exits with 0. */
const node = (...args) => spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit', env: ENV }).status === 0;

/** Folders of the workspace's libraries and apps, all or the named ones. */
function projectFolders(names) {
  const all = ['libs', 'apps'].flatMap((kind) => readdirSync(join(ROOT, kind)).map((name) => `${kind}/${name}`));
  const folders = all.filter((folder) => existsSync(join(ROOT, folder, 'package.json')));
  if (names.length === 0) return folders;
  return names.map(
    (name) => folders.find((folder) => folder.endsWith(`/${name}`)) ?? fail(`no such project: ${name}\n${USAGE}`, 2),
  );
}

function unitTests(projects) {
  const report = join(REPORTS, 'jest.json');
  rmSync(report, { force: true });
  const projectArgs = ['--projects', ...projectFolders(projects)];
  const passed = node(
    bin('jest/bin/jest.js'),
    ...projectArgs,
    `--maxWorkers=${PARALLEL}`,
    // A slow machine is no failure.
    '--json',
    `--outputFile=${report}`,
  );
  return existsSync(report) ? jestTotals(JSON.parse(readFileSync(report, 'utf8'))) : failedStep(passed);
}

function toolTests() {
  const report = join(REPORTS, 'tools.tap');
  const files = readdirSync(join(ROOT, 'tools'), { recursive: true })
    .filter((name) => name.endsWith('.test.mjs'))
    .map((name) => join('tools', name));
  const reporters = ['spec', 'stdout', 'tap', report];
  const flags = reporters.map((value, i) => `--test-reporter${i % 2 ? '-destination' : ''}=${value}`);
  const passed = node('--test', ...flags, ...files);
  return existsSync(report) ? tapTotals(readFileSync(report, 'utf8')) : failedStep(passed);
}

const STEPS = {
  format: { title: 'Format (prettier)', run: () => failedStep(node(bin('prettier/bin/prettier.cjs'), '--check', '.')) },
  lint: {
    title: 'Lint (eslint: boundaries, purity, declared dependencies)',
    run: (projects) =>
      failedStep(
        node(
          bin('nx/dist/bin/nx.js'),
          'run-many',
          '-t',
          'lint',
          `--parallel=${PARALLEL}`,
          '--output-style=static',
          ...(projects.length ? ['-p', ...projects] : []),
        ) &&
          (projects.length > 0 || node(bin('eslint/bin/eslint.js'), 'tools', '*.mjs')),
      ),
  },
  types: {
    title: 'Types and build (tsc -b: libraries, apps and their tests)',
    run: () => failedStep(node(bin('typescript/bin/tsc'), '-b', 'tsconfig.json')),
  },
  unit: { title: 'Tests (jest)', run: unitTests },
  tools: { title: 'Tests of the tools (node:test)', run: toolTests },
};

function readArguments() {
  try {
    const list = { type: 'string', multiple: true, default: [] };
    const { values } = parseArgs({ options: { only: list, project: list, help: { type: 'boolean' } } });
    if (values.help) fail(USAGE, 0);
    const unknown = values.only.find((step) => !(step in STEPS));
    if (unknown) fail(`no such step: ${unknown}\n${USAGE}`, 2);
    return values;
  } catch (error) {
    return fail(`${error.message}\n${USAGE}`, 2);
  }
}

const { only, project } = readArguments();
projectFolders(project);
ensureInstalled();
mkdirSync(REPORTS, { recursive: true });
const recordings = process.env.AURORA_RECORDINGS ?? join(ROOT, '../shared/data');
if (!existsSync(recordings))
  console.log(`No recordings at ${relative(ROOT, recordings)}: the tests that replay them are left out.`);

let totals = { passed: 0, failed: 0, skipped: 0 };
const failedTitles = [];
const whole = ['format', 'tools'];
for (const [name, { title, run }] of Object.entries(STEPS)) {
  if (only.length ? !only.includes(name) : project.length && whole.includes(name)) continue;
  console.log(`\n── ${title}`);
  const started = Date.now();
  const result = run(project);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`── ${title}: ${result.failed ? 'FAILED' : 'ok'} in ${seconds} s`);
  if (result.failed) failedTitles.push(title);
  totals = addTotals(totals, result);
}

if (failedTitles.length) console.log(`\nFailed: ${failedTitles.join('; ')}`);
console.log(`\n${totalsLine(totals)}`);
process.exitCode = totals.failed ? 1 : 0;
