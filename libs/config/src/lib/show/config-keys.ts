import { auroraDefinition } from '../aurora-config';
import { typesOf, type SchemaNode } from '../schema/config-key';

/** One row of the reference. */
export interface ConfigKeyRow {
  readonly path: string;
  readonly type: string;
  readonly default: unknown;
  /** `1..100`, `> 0`, a list of values, `≤ 64 characters`; empty when the type says it all. */
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
  const number = (keyword: string) => schema[keyword] as number | undefined;
  const [least, most] = [number('minimum'), number('maximum')];
  const [above, below] = [number('exclusiveMinimum'), number('exclusiveMaximum')];
  const items = schema['items'] as SchemaNode | undefined;
  const parts = [
    schema.enum?.join(', '),
    least !== undefined && most !== undefined ? `${least}..${most}` : undefined,
    least !== undefined && most === undefined ? `≥ ${least}` : undefined,
    least === undefined && most !== undefined ? `≤ ${most}` : undefined,
    above === undefined ? undefined : `> ${above}`,
    below === undefined ? undefined : `< ${below}`,
    number('minLength') === undefined ? undefined : `≥ ${number('minLength')} characters`,
    number('maxLength') === undefined ? undefined : `≤ ${number('maxLength')} characters`,
    items?.enum && `of ${items.enum.join(', ')}`,
    number('minItems') === undefined ? undefined : `≥ ${number('minItems')} entries`,
    number('maxItems') === undefined ? undefined : `≤ ${number('maxItems')} entries`,
  ];
  return parts.filter((part) => part !== undefined).join('; ');
}
