// Every library as another project gets it: packed, unpacked elsewhere, loaded with require and with import, and type-checked.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Below the repository, so that third-party packages resolve without a registry; the packed libraries are nearer. */
const ELSEWHERE = join(ROOT, 'artifacts/packages');
const MODULES = join(ELSEWHERE, 'node_modules/@aurora');

const libs = readdirSync(join(ROOT, 'libs')).map((name) => ({
  name,
  manifest: JSON.parse(readFileSync(join(ROOT, 'libs', name, 'package.json'), 'utf8')),
}));

const entriesOf = ({ manifest }) =>
  Object.keys(manifest.exports)
    .filter((entry) => entry !== './package.json' && !entry.endsWith('.json'))
    .map((entry) => manifest.name + entry.slice(1));

/** Names that the two kinds of module add of their own accord. */
const INTEROP = ['__esModule', 'default', 'module.exports'];

const run = (command, ...args) => execFileSync(command, args, { cwd: ELSEWHERE, encoding: 'utf8' });

const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');
const OPTIONS =
  '--ignoreConfig --noEmit --strict --skipLibCheck --experimentalDecorators --module nodenext --target es2022 --types node';

/** Type-checks; what it objects to stands in the message of what it throws. */
function tsc(...args) {
  try {
    run(process.execPath, TSC, ...OPTIONS.split(' '), ...args);
  } catch (error) {
    throw new Error(error.stdout, { cause: error });
  }
}

/** A bot with a gate that nobody keeps. */
const BOT = `
/** @type {import('@aurora/gate-client').OrderGate} */
const gate = new AuroraGate({ url: 'http://127.0.0.1:9', mode: 'paper', timeoutMs: 5000 });
/** @param {import('@aurora/gate-client').GateVerdict} verdict */
const tell = (verdict) => {
  const order = { symbol: 'BTCUSDT', side: /** @type {const} */ ('buy'), qty: verdict.maxQty, reduceOnly: false };
  console.log(JSON.stringify([verdict.source, approve(order, verdict, '0.1') ?? null]));
};
Promise.resolve(gate.check({ order: { symbol: 'BTCUSDT', side: 'buy', qty: 1 } })).then(tell).then(() => gate.close());
`;

describe('a packed library', () => {
  before(() => {
    rmSync(ELSEWHERE, { recursive: true, force: true });
    mkdirSync(MODULES, { recursive: true });
    for (const { name } of libs) {
      const [{ filename }] = JSON.parse(
        execFileSync('npm', ['pack', '--json', '--silent', '--pack-destination', ELSEWHERE], {
          cwd: join(ROOT, 'libs', name),
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
        }),
      );
      mkdirSync(join(MODULES, name));
      run('tar', '-xzf', filename, '-C', join(MODULES, name), '--strip-components=1');
    }
    writeFileSync(join(ELSEWHERE, 'package.json'), '{ "private": true }');
  });
  after(() => rmSync(ELSEWHERE, { recursive: true, force: true }));

  for (const lib of libs) {
    for (const entry of entriesOf(lib)) {
      test(`${entry} loads with require and with import, and gives the same names`, () => {
        const required = run(process.execPath, '-p', `JSON.stringify(Object.keys(require('${entry}')))`);
        const imported = run(
          process.execPath,
          '--input-type=module',
          '-e',
          `console.log(JSON.stringify(Object.keys(await import('${entry}'))))`,
        );
        const names = JSON.parse(required);
        assert.notEqual(names.length, 0);
        assert.deepEqual(
          JSON.parse(imported).filter((name) => !INTEROP.includes(name)),
          names.sort(),
        );
      });
    }
  }

  test('has types that resolve for both kinds of module', () => {
    const source = libs
      .flatMap(entriesOf)
      .map((entry, i) => `import * as lib${i} from '${entry}'; export const names${i}: object = lib${i};`);
    writeFileSync(join(ELSEWHERE, 'both.cts'), source.join('\n'));
    writeFileSync(join(ELSEWHERE, 'both.mts'), source.join('\n'));
    tsc('both.cts', 'both.mts');
  });

  for (const [kind, load] of [
    ['cjs', "const { approve, AuroraGate } = require('@aurora/gate-client');"],
    ['mjs', "import { approve, AuroraGate } from '@aurora/gate-client';"],
  ]) {
    test(`serves a bot in plain JavaScript (${kind}), checked by its JSDoc`, () => {
      writeFileSync(join(ELSEWHERE, `bot.${kind}`), `// @ts-check\n${load}\n${BOT}`);
      tsc('--allowJs', '--checkJs', `bot.${kind}`);
      assert.equal(run(process.execPath, `bot.${kind}`).trim(), '["fail_closed",null]');
      writeFileSync(join(ELSEWHERE, `slip.${kind}`), `// @ts-check\n${load}\n${BOT.replace('maxQty', 'maxQuantity')}`);
      assert.throws(() => tsc('--allowJs', '--checkJs', `slip.${kind}`), /maxQuantity/s);
    });
  }

  test('holds no sources, tests or build notes', () => {
    const strange = libs.flatMap(({ name }) =>
      readdirSync(join(MODULES, name), { recursive: true })
        .filter((file) => /\.spec\.|\.fixture\.|tsbuildinfo|^src\//.test(file))
        .map((file) => `${name}/${file}`),
    );
    assert.deepEqual(strange, []);
  });
});
