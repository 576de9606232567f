import { closest } from 'fastest-levenshtein';
import { ONE_SECTION, type ConfigSchema } from '../schema/compose-schema';
import { type SchemaNode } from '../schema/config-key';

/**
 * The known name nearest to an unknown one, as a dotted path. A key that exists under another section names that
 * section; otherwise the nearest of the names at the same place.
 */
export function nearestName(schema: ConfigSchema, segments: readonly string[]): string {
  const name = segments.at(-1)!;
  const elsewhere = schema.keys.find((key) => key.segments.length > 1 && key.segments.at(-1) === name);
  if (elsewhere) return elsewhere.path;
  const siblings = new Map(placesOf(segments.slice(0, -1)).flatMap((parent) => namesAt(schema, parent)));
  return siblings.get(closest(name, [...siblings.keys()]))!;
}

/** The places a parent stands for: two, where its section has two names. */
function placesOf([section, ...rest]: readonly string[]): (readonly string[])[] {
  if (section === undefined) return [[]];
  const isTwin = (ONE_SECTION as readonly string[]).includes(section);
  return (isTwin ? ONE_SECTION : [section]).map((name) => [name, ...rest]);
}

function namesAt(schema: ConfigSchema, parent: readonly string[]): [string, string][] {
  let node: SchemaNode | undefined = schema.json;
  for (const segment of parent) node = node?.properties?.[segment];
  return Object.keys(node?.properties ?? {}).map((name) => [name, [...parent, name].join('.')]);
}
