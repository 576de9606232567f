import { MAX_REPORTED, printable } from './field-error';
import type { JsonSchema } from './shape';

/** Names a shape knows; a nested shape where the field is an object of its own. */
export type KnownFields = ReadonlyMap<string, KnownFields | null>;

interface PropertySchema {
  readonly $ref?: string;
  readonly anyOf?: readonly PropertySchema[];
}

/** Reads the known names, nested ones included, out of a shape's schemas. Shapes do not refer to themselves. */
export function knownFields(name: string, schemas: Readonly<Record<string, JsonSchema>>): KnownFields {
  const properties = schemas[name]?.['properties'] as Readonly<Record<string, PropertySchema>> | undefined;
  return new Map(
    Object.entries(properties ?? {}).map(([field, schema]) => {
      const ref = schema.$ref ?? schema.anyOf?.find((choice) => choice.$ref !== undefined)?.$ref;
      return [field, ref === undefined ? null : knownFields(ref.slice(ref.lastIndexOf('/') + 1), schemas)];
    }),
  );
}

/** Dotted paths of fields that are not known, in the order of the body; at most 32, nothing below an unknown field. */
export function unknownFields(body: object, known: KnownFields): string[] {
  const found: string[] = [];
  collect(body as Readonly<Record<string, unknown>>, known, '', found);
  return found;
}

function collect(body: Readonly<Record<string, unknown>>, known: KnownFields, prefix: string, found: string[]): void {
  for (const name in body) {
    const inner = known.get(name);
    if (inner === null) continue;
    if (inner === undefined) {
      if (found.length < MAX_REPORTED) found.push(prefix + printable(name));
      continue;
    }
    const value = body[name];
    if (value !== null && typeof value === 'object')
      collect(value as Readonly<Record<string, unknown>>, inner, `${prefix}${name}.`, found);
  }
}
