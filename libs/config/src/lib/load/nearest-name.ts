import { closest } from 'fastest-levenshtein';
import { ONE_SECTION, type ConfigSchema } from '../schema/compose-schema';
import { type SchemaNode } from '../schema/config-key';

/**
 * The known name nearest to an unknown one, as a dotted path. A key that exists under another section names that
 * section; otherwise the nearest of the names at the same place.
 */
export function nearestName(schema: ConfigSchema, segments: readonly string[]): string {
  const name = segments.at(-1)!;
  const parent = segments.slice(0, -1);
  const elsewhere = schema.keys.find((key) => key.segments.length > 1 && key.segments.at(-1) === name);
  if (elsewhere) return elsewhere.path;
  const siblings = namesAt(schema, parent);
  if (siblings.length === 0)
    return closest(
      segments.join('.'),
      schema.keys.map((key) => key.path),
    );
  return [...parent, closest(name, siblings)].join('.');
}

function namesAt(schema: ConfigSchema, parent: readonly string[]): string[] {
  const [section, ...rest] = parent;
  const sections = (ONE_SECTION as readonly string[]).includes(section ?? '') ? ONE_SECTION : [section];
  if (section === undefined) return Object.keys(schema.json.properties ?? {});
  return sections.flatMap((name) => {
    let node: SchemaNode | undefined = schema.json.properties?.[name!];
    for (const segment of rest) node = node?.properties?.[segment];
    return Object.keys(node?.properties ?? {});
  });
}
