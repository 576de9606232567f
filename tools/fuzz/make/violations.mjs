// One body for every way in which a schema can be broken at one place.
import { referred } from '../operations.mjs';

/** A value for each of the JSON types. */
const OF_TYPE = { null: null, boolean: true, number: 0.5, integer: 1, string: 'x', array: [], object: {} };

/**
 * @param good a body that is accepted.
 * @returns `[{ what, field, body }]`, each body wrong in exactly one place.
 */
export function violationsOf(schema, document, good) {
  const found = [];
  visit(referred(schema, document), [], '');
  return found;

  function visit(node, path, name) {
    for (const { what, value } of breaches(node, path.length > 0))
      found.push({ what: `${name || 'body'} ${what}`, field: name, body: withAt(good, path, value) });
    for (const field of node.required ?? [])
      found.push({
        what: `${name}.${field} left out`,
        field: name ? `${name}.${field}` : field,
        body: withAt(good, [...path, field], undefined),
      });
    if (node.additionalProperties === false)
      found.push({
        what: `${name || 'body'} with a field more`,
        field: 'more',
        body: withAt(good, [...path, 'more'], 1),
      });
    for (const [field, inner] of Object.entries(node.properties ?? {})) {
      const schemaOfField = {
        ...referred(inner, document),
        ...(inner.anyOf === undefined ? {} : { alternatives: inner.anyOf }),
      };
      visit(schemaOfField, [...path, field], name ? `${name}.${field}` : field);
    }
    const { items } = node;
    if (items !== undefined) {
      const item = referred(items, document);
      for (const { what, value } of breaches(item, true))
        found.push({
          what: `${name}[1] ${what}`,
          field: `${name}[1]`,
          body: withAt(good, path, [sampleOf(item), value]),
        });
    }
  }
}

/** Values that break one keyword each. */
function breaches(
  {
    type,
    enum: words,
    minimum,
    maximum,
    exclusiveMinimum,
    minLength,
    maxLength,
    pattern,
    maxItems,
    minProperties,
    items,
    alternatives = [],
  },
  nullable,
) {
  const list = [];
  const types = [type ?? [], alternatives.map((one) => one.type ?? [])].flat(2);
  const known = types.length > 0;
  const takes = (name) =>
    types.includes(name) ||
    (name === 'integer' && types.includes('number')) ||
    (name === 'null' && nullable && types.includes('null'));
  if (known)
    for (const [name, value] of Object.entries(OF_TYPE))
      if (!takes(name) && !(name === 'null' && takes('null'))) list.push({ what: `as ${name}`, value });
  const breach = (what, value) => list.push({ what, value });
  if (takes('number') || takes('integer')) {
    if (minimum !== undefined) breach(`below ${minimum}`, below(minimum));
    if (maximum !== undefined) breach(`above ${maximum}`, above(maximum));
    if (exclusiveMinimum !== undefined) breach(`at ${exclusiveMinimum}`, exclusiveMinimum);
  }
  if (takes('string')) {
    if (maxLength !== undefined) breach('too long', 'A'.repeat(maxLength + 1));
    if (minLength > 0) breach('empty', '');
    if (pattern !== undefined) breach('against its pattern', '\u0000');
    if (words !== undefined) breach('none of its words', 'none of them');
  }
  if (takes('array') && maxItems !== undefined && maxItems <= 10_000)
    breach('too many', Array(maxItems + 1).fill(items?.$ref ? {} : 0));
  if (minProperties > 0) breach('without any field', {});
  return list;
}

const below = (limit) => (Math.abs(limit) >= 1e15 ? limit * 1.001 - 1 : limit - 1);
const above = (limit) => (Math.abs(limit) >= 1e15 ? limit * 1.001 + 1 : limit + 1);

const sampleOf = ({ type }) => OF_TYPE[[type].flat()[0]] ?? {};

/** A copy of `value` with another one at a path; `undefined` takes the field away. */
function withAt(value, [name, ...rest], inner) {
  if (name === undefined) return inner;
  const { [name]: old, ...others } = value ?? {};
  const changed = withAt(old, rest, inner);
  return changed === undefined ? others : { ...others, [name]: changed };
}
