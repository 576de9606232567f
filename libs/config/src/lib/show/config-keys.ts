import { auroraDefinition } from '../aurora-config';
import { typesOf, type SchemaNode } from '../schema/config-key';

/** One row of the reference. */
export interface ConfigKeyRow {
  readonly path: string;
  readonly type: string;
  readonly default: unknown;
  /** `1..100`, `> 0, ≤ 1`, a list of values, `1..64 characters`; empty when the type says it all. */
  readonly bounds: string;
  /** Environment names, canonical one first. */
  readonly env: readonly string[];
  readonly description: string;
  readonly secret: boolean;
}

/** Every key of the configuration, in the order of the reference. */
export const configKeys = (): readonly ConfigKeyRow[] =>
  auroraDefinition.schema.keys.map(({ path, schema, default: value, env, description, secret }) => ({
    path,
    type: typeText(schema),
    default: value,
    bounds: boundsText(schema),
    env,
    description,
    secret,
  }));

const TYPE_NAMES: Readonly<Record<string, string>> = {
  boolean: 'switch',
  string: 'text',
  array: 'list',
  null: 'unset',
};

const typeText = (schema: SchemaNode): string =>
  typesOf(schema)
    .map((type) => TYPE_NAMES[type] ?? type)
    .join(' or ');

function boundsText(schema: SchemaNode): string {
  const items = schema['items'] as SchemaNode | undefined;
  const parts = [
    schema.enum?.join(', '),
    range(schema, 'minimum', 'maximum'),
    withUnit(range(schema, 'minLength', 'maxLength'), 'characters'),
    items?.enum && `of ${items.enum.join(', ')}`,
    items?.properties && `fields ${Object.keys(items.properties).join(', ')}`,
    withUnit(range(schema, 'minItems', 'maxItems'), 'entries'),
  ];
  return parts.filter((part) => part).join('; ');
}

const withUnit = (bounds: string, unit: string): string => (bounds === '' ? '' : `${bounds} ${unit}`);

const EXCLUSIVE: Readonly<Record<string, string>> = { minimum: 'exclusiveMinimum', maximum: 'exclusiveMaximum' };

/** `1..5`, or what there is of: from, above, to, below. */
function range(schema: SchemaNode, from: string, to: string): string {
  const bound = (keyword: string | undefined, sign: string) =>
    keyword === undefined || schema[keyword] === undefined ? [] : [`${sign} ${String(schema[keyword])}`];
  if (schema[from] !== undefined && schema[to] !== undefined) return `${String(schema[from])}..${String(schema[to])}`;
  return [...bound(from, '≥'), ...bound(EXCLUSIVE[from], '>'), ...bound(to, '≤'), ...bound(EXCLUSIVE[to], '<')].join(
    ', ',
  );
}
