import { type ConfigSlice, type SectionKeys } from '@aurora/kernel';
import { keysOf, plainSchema, type ConfigKey, type SchemaNode } from './config-key';

/** Two names of one section: a key of either may stand under both. */
export const ONE_SECTION = ['guards', 'gates'] as const;

/** Everything the loader knows about the shape of a configuration. */
export interface ConfigSchema {
  /** All keys, in the order of their sections. */
  readonly keys: readonly ConfigKey[];
  readonly byPath: ReadonlyMap<string, ConfigKey>;
  /** One JSON Schema for a document in which every key is optional and no other key is allowed. */
  readonly json: SchemaNode;
}

/**
 * Composes top-level keys and slices into one schema. Several slices may add to one section. Throws when two slices
 * declare one key differently, or when one environment name would set two keys: both are errors of the programmer.
 */
export function composeSchema(topLevel: SectionKeys, slices: readonly ConfigSlice[]): ConfigSchema {
  const root: Record<string, SchemaNode> = {};
  for (const [name, schema] of Object.entries(topLevel)) root[name] = closed(plainSchema(schema));
  for (const slice of slices) {
    for (const [section, keys] of Object.entries(slice)) {
      const properties = { ...root[section]?.properties };
      for (const [name, schema] of Object.entries(keys)) {
        addKey(properties, `${section}.${name}`, name, closed(plainSchema(schema)));
      }
      root[section] = sectionOf(properties);
    }
  }
  const json = sectionOf(root);
  const keys = keysOf(json);
  const byPath = new Map(keys.map((key) => [key.path, key]));
  refuseSharedNames(keys, byPath);
  return { keys, byPath, json };
}

const sectionOf = (properties: Record<string, SchemaNode>): SchemaNode => ({
  type: 'object',
  properties,
  additionalProperties: false,
});

/** Nested sections refuse unknown keys and require none, as the outer ones do. */
function closed(node: SchemaNode): SchemaNode {
  if (!node.properties) return node;
  return sectionOf(Object.fromEntries(Object.entries(node.properties).map(([name, inner]) => [name, closed(inner)])));
}

function addKey(properties: Record<string, SchemaNode>, path: string, name: string, schema: SchemaNode): void {
  const present = properties[name];
  if (present && JSON.stringify(present) !== JSON.stringify(schema)) {
    throw new Error(`configuration key ${path} is declared twice, differently`);
  }
  properties[name] = schema;
}

function refuseSharedNames(keys: readonly ConfigKey[], byPath: ReadonlyMap<string, ConfigKey>): void {
  const owner = new Map<string, string>();
  for (const { path, env } of keys) {
    for (const name of env) {
      const other = owner.get(name);
      if (other !== undefined) throw new Error(`environment name ${name} would set both ${other} and ${path}`);
      owner.set(name, path);
    }
  }
  const [one, other] = ONE_SECTION;
  for (const { path, segments } of keys) {
    const twin = [other, ...segments.slice(1)].join('.');
    if (segments[0] === one && byPath.has(twin)) throw new Error(`${path} and ${twin} are one key, declared twice`);
  }
}

/** The section that declares a key written under `section`; one that no section declares stays in a section there is. */
export function homeOf(schema: ConfigSchema, section: string, key: string): string {
  const names = (ONE_SECTION as readonly string[]).includes(section) ? ONE_SECTION : [section];
  const keysIn = (name: string) => schema.json.properties?.[name]?.properties;
  return names.find((name) => keysIn(name)?.[key] !== undefined) ?? names.find(keysIn) ?? section;
}

/** JSON Schema for editors: as the loader checks it, with both names of the section that has two. */
export function editorSchema(schema: ConfigSchema): SchemaNode {
  const both = Object.assign({}, ...ONE_SECTION.map((name) => schema.json.properties?.[name]?.properties)) as Record<
    string,
    SchemaNode
  >;
  const sections =
    Object.keys(both).length === 0 ? {} : Object.fromEntries(ONE_SECTION.map((n) => [n, sectionOf(both)]));
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Aurora configuration',
    ...sectionOf({ ...schema.json.properties, ...sections }),
  };
}
