// A JSON text as a tree whose leaves are raw text, so that it can also say what no value can: doubled names, NaN, -0.

/** `{ fields: [[name, node]] }`, `{ items: [node] }`, or the text of a leaf. */
export function treeOf(value) {
  if (Array.isArray(value)) return { items: value.map(treeOf) };
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return { fields: Object.entries(value).map(([name, inner]) => [name, treeOf(inner)]) };
}

export function textOf(node, gap = '') {
  if (typeof node === 'string') return node;
  if (node.items !== undefined) return `[${gap}${node.items.map((inner) => textOf(inner, gap)).join(`,${gap}`)}${gap}]`;
  const fields = node.fields.map(([name, inner]) => `${JSON.stringify(name)}${gap}:${gap}${textOf(inner, gap)}`);
  return `{${gap}${fields.join(`,${gap}`)}${gap}}`;
}

/** Every place of a tree: `{ list, at }`, where `list[at]` is a field `[name, node]` or an item. */
export function placesOf(tree, places = []) {
  const list = tree.fields ?? tree.items;
  if (list === undefined) return places;
  for (let at = 0; at < list.length; at++) {
    places.push({ list, at, named: tree.fields !== undefined });
    placesOf(tree.fields === undefined ? list[at] : list[at][1], places);
  }
  return places;
}
