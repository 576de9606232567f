import type { JsonSchema } from '../shape/shape';

type Schemas = Readonly<Record<string, JsonSchema>>;

/** An example of a shape, put together from the examples of its fields; optional fields without one are left out. */
export function exampleOf(name: string, schemas: Schemas): Readonly<Record<string, unknown>> {
  const properties = (schemas[name]?.['properties'] ?? {}) as Schemas;
  const examples = Object.entries(properties).map(([field, schema]) => [field, fieldExample(schema, schemas)] as const);
  return Object.fromEntries(examples.filter(([, example]) => example !== undefined));
}

function fieldExample(schema: JsonSchema, schemas: Schemas): unknown {
  const [given] = (schema['examples'] ?? []) as readonly unknown[];
  if (given !== undefined) return given;
  const choices = (schema['anyOf'] ?? [schema]) as readonly JsonSchema[];
  const [first] = choices;
  const ref = first?.['$ref'] as string | undefined;
  if (ref !== undefined) return exampleOf(nameIn(ref), schemas);
  const itemRef = (first?.['items'] as JsonSchema | undefined)?.['$ref'] as string | undefined;
  return itemRef === undefined ? undefined : [exampleOf(nameIn(itemRef), schemas)];
}

const nameIn = (ref: string): string => ref.slice(ref.lastIndexOf('/') + 1);
