// The floor plan stands in four places: the lint rules, docs/architecture.md, the package.json and the tsconfig of each
// project. These tests keep them one, and show that the rules find what they are meant to find.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import { SCOPES } from './rules.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (path) => readFileSync(join(ROOT, path), 'utf8');
const readJson = (path) => JSON.parse(read(path));

const projects = ['libs', 'apps']
  .flatMap((kind) => readdirSync(join(ROOT, kind)).map((name) => ({ kind, name, folder: `${kind}/${name}` })))
  .filter(({ folder }) => existsSync(join(ROOT, folder, 'package.json')))
  .map((project) => ({ ...project, manifest: readJson(`${project.folder}/package.json`) }));

const auroraDependencies = ({ dependencies = {} }) =>
  Object.keys(dependencies)
    .filter((name) => name.startsWith('@aurora/'))
    .map((name) => name.slice('@aurora/'.length));

describe('the floor plan', () => {
  test('of docs/architecture.md is that of the lint rules', () => {
    const rows = read('docs/architecture.md')
      .split('\n')
      .map((line) => /^\| `([\w-]+)`\s*\|[^|]*\|([^|]*)\|$/.exec(line))
      .filter(Boolean)
      .map(([, name, allowed]) => [name, [...allowed.matchAll(/`([\w-]+)`/g)].map(([, scope]) => scope)]);
    assert.deepEqual(Object.fromEntries(rows), SCOPES);
  });

  test('names every project, and only projects', () => {
    assert.deepEqual(projects.map(({ name }) => name).sort(), Object.keys(SCOPES).sort());
  });

  for (const { kind, name, folder, manifest } of projects) {
    test(`${name}: tags, dependencies and references fit`, () => {
      const type = kind === 'apps' ? 'app' : name === 'nest' ? 'nest' : 'lib';
      assert.deepEqual(manifest.nx, { name, tags: [`type:${type}`, `scope:${name}`] });
      assert.equal(manifest.name, `@aurora/${name}`);

      const dependencies = auroraDependencies(manifest);
      assert.deepEqual(
        dependencies.filter((dependency) => !SCOPES[name].includes(dependency)),
        [],
      );

      const config = readJson(`${folder}/tsconfig.${kind === 'apps' ? 'app' : 'lib'}.json`);
      const references = config.references.map(({ path }) => /([\w-]+)\/tsconfig\.lib\.json$/.exec(path)[1]);
      assert.deepEqual(references.sort(), dependencies.sort());
    });
  }

  test('is built and type-checked whole', () => {
    const paths = (file) => readJson(file).references.map(({ path }) => path.split('/').slice(1, 3).join('/'));
    const all = projects.map(({ folder }) => folder).sort();
    assert.deepEqual(paths('tsconfig.json').sort(), all);
    assert.deepEqual(paths('tsconfig.build.json').sort(), all);
  });
});

test('every package in use has its reason in docs/adr', () => {
  const records = readdirSync(join(ROOT, 'docs/adr'))
    .map((file) => read(`docs/adr/${file}`))
    .join('\n');
  const used = [readJson('package.json'), ...projects.map(({ manifest }) => manifest)].flatMap((manifest) =>
    ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'].flatMap((kind) =>
      Object.keys(manifest[kind] ?? {}),
    ),
  );
  const unexplained = used.filter((name) => !name.startsWith('@aurora/') && !records.includes(`\`${name}\``));
  assert.deepEqual([...new Set(unexplained)], []);
});

describe('lint', () => {
  // Without a project graph in the cache the boundary rule skips itself in silence.
  before(() => {
    const env = { ...process.env, NX_DAEMON: 'false', NX_NO_CLOUD: 'true' };
    execFileSync(process.execPath, ['node_modules/nx/dist/bin/nx.js', 'show', 'projects'], { cwd: ROOT, env });
  });

  /** Ids of the rules that object to `code` in a file of a project. */
  async function objections(file, code) {
    const [, kind, name] = /^(\w+)\/([\w-]+)\//.exec(file);
    const eslint = new ESLint({ cwd: join(ROOT, kind, name) });
    const [result] = await eslint.lintText(`${code}\n`, { filePath: join(ROOT, file) });
    return [...new Set(result.messages.map(({ ruleId }) => ruleId))];
  }

  const boundary = '@nx/enforce-module-boundaries';
  const cases = [
    ['libs/risk/src/lib/x.ts', "export { ece } from '@aurora/calibration';", boundary, 'a scope that is not allowed'],
    [
      'libs/market/src/lib/x.ts',
      "export { cvar } from '../../../risk/src/index';",
      boundary,
      'a path into another library',
    ],
    ['libs/kernel/src/lib/x.ts', "export { ece } from '@aurora/calibration';", boundary, 'an import upwards'],
    [
      'libs/engine/src/lib/x.ts',
      "export { NestModule } from '@aurora/nest';",
      boundary,
      'a library that imports Nest modules',
    ],
    [
      'apps/aurora-api/src/x.ts',
      "export { SimExchange } from '@aurora/sim-exchange';",
      boundary,
      'an app out of its scope',
    ],
    ['libs/risk/src/lib/x.ts', "export { readFileSync } from 'node:fs';", 'no-restricted-imports', 'a file'],
    [
      'libs/risk/src/lib/x.ts',
      "import { randomUUID } from 'node:crypto';\nexport const id = randomUUID();",
      'no-restricted-imports',
      'chance',
    ],
    ['libs/risk/src/lib/x.ts', 'export const pid = process.pid;', 'no-restricted-globals', 'the process'],
    ['libs/risk/src/lib/x.ts', 'export const env = globalThis;', 'no-restricted-globals', 'a way around it'],
    ['libs/risk/src/lib/x.ts', 'setTimeout(String, 1);', 'no-restricted-globals', 'a timer'],
    ['libs/risk/src/lib/x.ts', "console.log('x');", 'no-restricted-globals', 'the console'],
    ['libs/risk/src/lib/x.ts', 'export const now = Date.now();', 'no-restricted-syntax', 'the clock'],
    ['libs/risk/src/lib/x.ts', 'export const now = new Date();', 'no-restricted-syntax', 'the clock as a date'],
    ['libs/risk/src/lib/x.ts', 'export const dice = Math.random();', 'no-restricted-syntax', 'Math.random'],
    ['libs/risk/src/lib/x.ts', "export * from './y';", 'no-restricted-syntax', 'exports without names'],
    ['libs/risk/src/lib/x.ts', 'try {\n  String(1);\n} catch {}', 'no-empty', 'a swallowed exception'],
    ['libs/risk/src/lib/x.ts', 'export const x: any = 1;', '@typescript-eslint/no-explicit-any', 'any'],
  ];
  for (const [file, code, rule, what] of cases) {
    test(`objects to ${what}`, async () => assert.deepEqual(await objections(file, code), [rule]));
  }

  const allowed = [
    ['libs/gates/src/lib/x.ts', "export { cvar } from '@aurora/risk';"],
    ['libs/risk/src/lib/x.node.ts', "export { readFileSync } from 'node:fs';\nexport const pid = process.pid;"],
    ['libs/risk/src/lib/x.ts', "import { createHash } from 'node:crypto';\nexport const hash = createHash('sha256');"],
    ['libs/risk/src/lib/x.spec.ts', "import { readFileSync } from 'node:fs';\nexport const text = readFileSync('x');"],
    ['libs/risk/src/lib/x.ts', 'export const at = new Date(0).toISOString();'],
    ['apps/aurora-api/src/x.ts', 'export const now = Date.now();'],
    [
      'apps/aurora-api/src/x.ts',
      "import { Service } from './service';\n@Injectable()\nexport class X {\n  constructor(readonly service: Service) {}\n}",
    ],
  ];
  for (const [file, code] of allowed) {
    test(`lets pass in ${file}: ${code.split('\n')[0]}`, async () =>
      assert.deepEqual(await objections(file, code), []));
  }
});
