// The bill of materials says everything that production installs and nothing of the machine, and its licences are ones we can keep.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { ROOT } from '../run/bootstrap.mjs';
import { makeSbom } from './sbom.mjs';

/** Licences that ask for no more than their text and a name. */
const LICENCES = new Set(
  'MIT ISC 0BSD BSD-2-Clause BSD-3-Clause Apache-2.0 BlueOak-1.0.0 BSL-1.0 Python-2.0 Unlicense CC0-1.0'.split(' '),
);

const manifests = ['libs', 'apps'].flatMap((kind) =>
  readdirSync(join(ROOT, kind)).map((name) => readJson(`${kind}/${name}/package.json`)),
);

function readJson(path) {
  return JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
}

/** Whether an SPDX expression without nested brackets can be kept. */
const isKept = (expression) =>
  expression
    .replace(/^\((.*)\)$/, '$1')
    .split(' OR ')
    .some((all) => all.split(' AND ').every((one) => LICENCES.has(one)));

let sbom;
const named = (name) => sbom.components.filter((component) => component.name === name);

describe('the bill of materials', () => {
  before(() => {
    sbom = makeSbom();
  });

  test('is a CycloneDX document of this project', () => {
    assert.deepEqual([sbom.bomFormat, sbom.specVersion, sbom.version], ['CycloneDX', '1.5', 1]);
    assert.match(sbom.serialNumber, /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const { component } = sbom.metadata;
    const { name, version } = readJson('package.json');
    assert.deepEqual([component.type, component.name, component.version], ['application', name, version]);
  });

  test('holds every library, every app and every package they ask for', () => {
    for (const { name, version, dependencies = {}, peerDependencies = {} } of manifests) {
      assert.equal(named(name)[0]?.version, version);
      for (const wanted of [...Object.keys(dependencies), ...Object.keys(peerDependencies)])
        assert.notEqual(named(wanted).length, 0, `${name} depends on ${wanted}, which is not there`);
    }
  });

  test('holds each once, with a place in the tree, and no tool of development', () => {
    const refs = sbom.components.map((component) => component['bom-ref']);
    assert.equal(new Set(refs).size, refs.length);
    const children = new Map(sbom.dependencies.map(({ ref, dependsOn }) => [ref, dependsOn]));
    const reached = new Set();
    const visit = (ref) => {
      if (reached.has(ref)) return;
      reached.add(ref);
      for (const child of children.get(ref) ?? assert.fail(`${ref} has no entry in the tree`)) visit(child);
    };
    for (const { name, version } of manifests) visit(`${name}@${version}`);
    assert.deepEqual(
      refs.filter((ref) => !reached.has(ref)),
      [],
    );
    for (const tool of ['jest', 'eslint', 'nx', 'prettier', '@swc/core', '@nestjs/testing', 'fast-check'])
      assert.deepEqual(named(tool), []);
  });

  test('pins what came from elsewhere by its digest', () => {
    const ours = new Set(manifests.map(({ name }) => name));
    const loose = sbom.components.filter(({ name, hashes }) => !ours.has(name) && hashes?.[0]?.alg !== 'SHA-512');
    assert.deepEqual(
      loose.map((component) => component['bom-ref']),
      [],
    );
  });

  test('is the same again, and says nothing of this machine', () => {
    assert.deepEqual(makeSbom(), sbom);
    const text = JSON.stringify(sbom);
    const found = [
      'file:',
      'registry.',
      'localhost',
      '.tgz',
      '"timestamp"',
      ROOT.replace(/\/$/, ''),
      `${homedir()}/`,
    ].filter((mark) => text.includes(mark));
    assert.deepEqual(found, []);
  });

  test('holds no licence that asks for more than its text and a name', () => {
    const licenceOf = ({ licenses }) =>
      licenses?.map(({ license, expression }) => expression ?? license.id).join(' AND ');
    const others = sbom.components.filter((component) => !isKept(licenceOf(component) ?? 'none'));
    assert.deepEqual(
      others.map((component) => `${component['bom-ref']}: ${licenceOf(component)}`),
      [],
    );
  });

  test('gives a licence of its own only where the package says the same in the old form', () => {
    for (const name of ['busboy', 'streamsearch']) {
      const { license, licenses } = readJson(`node_modules/${name}/package.json`);
      assert.deepEqual([license, licenses.map(({ type }) => type)], [undefined, ['MIT']]);
    }
  });
});

test('licences are told apart', () => {
  for (const good of ['MIT', 'Apache-2.0 AND BSL-1.0', '(MIT OR GPL-3.0-only)']) assert.ok(isKept(good), good);
  for (const bad of ['GPL-3.0-only', 'MIT AND AGPL-3.0-only', 'none', 'SEE LICENSE IN LICENSE'])
    assert.ok(!isKept(bad), bad);
});
