import { type SectionKeys } from '@aurora/kernel';

/** A JSON Schema node of the configuration, without anything but plain JSON in it. */
export interface SchemaNode {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly description?: string;
  readonly env?: readonly string[];
  readonly secret?: boolean;
  readonly [keyword: string]: unknown;
}

/** One configuration key: a leaf of the schema. */
export interface ConfigKey {
  /** Dotted path in snake_case, as in YAML: `guards.latency_ms_limit`. */
  readonly path: string;
  readonly segments: readonly string[];
  readonly schema: SchemaNode;
  readonly default: unknown;
  /** Environment names, canonical one first; empty when the key has none. */
  readonly env: readonly string[];
  readonly secret: boolean;
  readonly description: string;
}

/** Plain JSON of a declaration, a copy of its own: what is `undefined` falls away. */
export const plainSchema = (schema: SectionKeys[string]): SchemaNode =>
  JSON.parse(JSON.stringify(schema)) as SchemaNode;

/** The leaves below a schema node. A node with `properties` is a section, everything else a key. */
export function keysOf(node: SchemaNode, segments: readonly string[] = []): ConfigKey[] {
  if (node.properties) {
    return Object.entries(node.properties).flatMap(([name, inner]) => keysOf(inner, [...segments, name]));
  }
  const path = segments.join('.');
  if (node.default === undefined) throw new Error(`configuration key ${path} has no default`);
  if (!node.description) throw new Error(`configuration key ${path} has no description`);
  const { description, env = [], secret = false } = node;
  return [{ path, segments, schema: node, default: node.default, env, secret, description }];
}

/** The JSON types a key takes. */
export const typesOf = (schema: SchemaNode): readonly string[] =>
  schema.type === undefined ? [] : typeof schema.type === 'string' ? [schema.type] : schema.type;
