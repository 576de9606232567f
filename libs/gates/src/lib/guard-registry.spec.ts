import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConfigSlice, KeySchema } from '@aurora/kernel';
import { gateConfig } from './gate-config';
import { GUARD_SET, GUARDS } from './guard-registry';
import { ORDERED_GUARD_IDS } from './ordered-guard-ids';

const PAGES = join(__dirname, '../../../../docs/guards');
const HEADINGS = [
  'What it protects from',
  'Formula',
  'Inputs',
  'Configuration',
  'Reasons',
  'Exactly at the limit',
  'Missing input',
  'Exits',
  'On call',
];

const keysOf = (config: ConfigSlice) =>
  Object.entries(config).flatMap(([section, keys]) =>
    Object.entries(keys).map(([key, schema]) => ({ path: `${section}.${key}`, schema: schema as KeySchema<unknown> })),
  );

it('knows every guard once, in the order in which they judge', () => {
  const ids = GUARDS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect([...GUARD_SET.first, ...GUARD_SET.ordered, ...GUARD_SET.last]).toEqual(GUARDS);
  expect(GUARD_SET.ordered.map(({ id }) => id)).toEqual(ORDERED_GUARD_IDS);
  expect(ORDERED_GUARD_IDS).toEqual([
    'latency',
    'health',
    'trap',
    'expected_return',
    'slippage',
    'risk',
    'sprt',
    'spread',
  ]);
});

describe.each(GUARDS.map((guard) => [guard.id, guard] as const))('%s', (id, { config, reasons, summary }) => {
  const name = id.replaceAll('_', '-');
  const page = join(PAGES, `${name}.md`);
  const text = existsSync(page) ? readFileSync(page, 'utf8') : '';

  it('stands in a folder of its name, with its tests', () => {
    for (const file of [`${name}-guard.ts`, `${name}-guard.spec.ts`])
      expect(existsSync(join(__dirname, name, file))).toBe(true);
  });

  it('says in one sentence what it denies', () => {
    expect(summary).toMatch(/^[A-Z].*[^.]\.$/);
  });

  it('declares every key with default, bounds and description', () => {
    for (const { path, schema } of keysOf(config)) {
      expect([path, schema.description]).toEqual([path, expect.stringMatching(/^\S.+\.$/)]);
      expect([path, schema.default]).not.toEqual([path, undefined]);
      const bounds = [schema.minimum, schema.exclusiveMinimum, schema.maximum, schema.exclusiveMaximum];
      const bounded = schema.type === 'boolean' || bounds.some((bound) => bound !== undefined);
      expect([path, bounded || schema.description.includes('clipped to')]).toEqual([path, true]);
    }
  });

  it('finds its keys in the configuration of the gate, as declared', () => {
    for (const [section, keys] of Object.entries(config)) expect(gateConfig).toMatchObject({ [section]: keys });
  });

  it('has a page with the headings of all pages', () => {
    expect(text.split('\n')[0]).toBe(`# ${id}`);
    expect([...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)).toEqual(HEADINGS);
  });

  it('documents its reasons on the page', () => {
    for (const code of Object.keys(reasons)) expect(text).toContain(`\`${code}\``);
  });

  it('documents its keys on the page, each with its default', () => {
    const documented = [...text.matchAll(/^\| `([a-z_]+\.[a-zA-Z_]+)`\s*\| (\S+)/gm)].map(([, path, value]) => [
      path,
      value,
    ]);
    const declared = keysOf(config).map(({ path, schema }) => [
      path,
      schema.default === null ? 'unset' : `\`${schema.default}\``,
    ]);
    expect(documented.sort()).toEqual(declared.sort());
  });
});
