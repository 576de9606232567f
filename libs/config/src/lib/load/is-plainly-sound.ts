import { typesOf, type SchemaNode } from '../schema/config-key';

/** What is looked at here, and what says nothing of a value. */
const KEYWORDS = new Set([
  'type',
  'enum',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'minLength',
  'maxLength',
  'pattern',
  'items',
  'minItems',
  'maxItems',
  'uniqueItems',
  'default',
  'description',
  'env',
  'secret',
]);

/**
 * Whether a switch, a number, a text or a list of texts plainly fits its schema. True is what the validator would say as
 * well; false says only that the validator has to look, which takes as long to load as all the rest.
 */
export function isPlainlySound(schema: SchemaNode, value: unknown): boolean {
  if (!Object.keys(schema).every((keyword) => KEYWORDS.has(keyword))) return false;
  if (!typesOf(schema).some((type) => isOfType(type, value))) return false;
  if (schema.enum !== undefined && !schema.enum.includes(value)) return false;
  if (typeof value === 'number') return isWithin(schema, value);
  if (typeof value === 'string') return isFitting(schema, value);
  return Array.isArray(value) ? isListOfTexts(schema, value) : true;
}

function isOfType(type: string, value: unknown): boolean {
  switch (type) {
    case 'number':
      return Number.isFinite(value);
    case 'integer':
      return Number.isInteger(value);
    case 'array':
      return Array.isArray(value);
    case 'null':
      return value === null;
    case 'boolean':
    case 'string':
      return typeof value === type;
    default:
      return false;
  }
}

const limit = (schema: SchemaNode, keyword: string, none: number): number =>
  (schema[keyword] as number | undefined) ?? none;

const isWithin = (schema: SchemaNode, value: number): boolean =>
  value >= limit(schema, 'minimum', -Infinity) &&
  value <= limit(schema, 'maximum', Infinity) &&
  value > limit(schema, 'exclusiveMinimum', -Infinity) &&
  value < limit(schema, 'exclusiveMaximum', Infinity);

function isFitting(schema: SchemaNode, value: string): boolean {
  const length = [...value].length;
  if (length < limit(schema, 'minLength', 0) || length > limit(schema, 'maxLength', Infinity)) return false;
  return schema['pattern'] === undefined || new RegExp(schema['pattern'] as string, 'u').test(value);
}

function isListOfTexts(schema: SchemaNode, value: readonly unknown[]): boolean {
  const items = schema['items'] as SchemaNode | undefined;
  if (items === undefined || !value.every((item) => typeof item === 'string' && isPlainlySound(items, item)))
    return false;
  if (value.length < limit(schema, 'minItems', 0) || value.length > limit(schema, 'maxItems', Infinity)) return false;
  return schema['uniqueItems'] !== true || new Set(value).size === value.length;
}
