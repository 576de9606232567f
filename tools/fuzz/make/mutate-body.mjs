// Changes the structure of a valid body, then perhaps its text, then perhaps its bytes.
import { placesOf, textOf, treeOf } from './body-tree.mjs';
import { hostileValue, NAMES, TEXTS } from './hostile-values.mjs';

const nodeAt = ({ list, at, named }) => (named ? list[at][1] : list[at]);
const put = ({ list, at, named }, node) => {
  if (named) list[at][1] = node;
  else list[at] = node;
};

const cloned = (json) => JSON.parse(JSON.stringify(json));

/** One change at one place. */
const CHANGES = {
  replace: (dice, place) => put(place, hostileValue(dice)),
  remove: (_, { list, at }) => list.splice(at, 1),
  double: (dice, { list, at, named }) => {
    const twin = dice.chance(0.5) ? hostileValue(dice) : cloned(nodeAt({ list, at, named }));
    list.splice(dice.between(at, at + 1), 0, named ? [list[at][0], twin] : twin);
  },
  rename: (dice, { list, at, named }) => {
    if (named) list[at][0] = dice.chance(0.5) ? dice.pick(NAMES) : misspelt(dice, list[at][0]);
  },
  wrap: (dice, place) => {
    const node = nodeAt(place);
    const levels = dice.pick([1, 1, 1, 2, 40]);
    put(
      place,
      Array.from({ length: levels }).reduce(
        (inner) => (dice.chance(0.5) ? { items: [inner] } : { fields: [['a', inner]] }),
        node,
      ),
    );
  },
  quote: (_, place) => {
    const node = nodeAt(place);
    if (typeof node === 'string') put(place, JSON.stringify(node.replace(/^"|"$/g, '')));
  },
  unquote: (_, place) => {
    const node = nodeAt(place);
    if (typeof node === 'string') put(place, node.replace(/^"|"$/g, ''));
  },
  sprinkle: (dice, place) => {
    const node = nodeAt(place);
    if (typeof node !== 'string' || !node.startsWith('"')) return put(place, hostileValue(dice));
    const text = readText(node);
    const at = dice.below(text.length + 1);
    put(place, JSON.stringify(text.slice(0, at) + dice.pick(TEXTS).slice(0, 200) + text.slice(at)));
  },
  swap: (dice, place, places) => {
    const other = dice.pick(places);
    const [one, two] = [nodeAt(place), nodeAt(other)];
    // A tree that holds itself has no text.
    if (typeof one === 'string' && typeof two === 'string') {
      put(place, two);
      put(other, one);
    }
  },
  add: (dice, { list, at, named }) =>
    list.splice(at, 0, named ? [dice.pick(NAMES), hostileValue(dice)] : hostileValue(dice)),
};
const WEIGHTS = {
  replace: 34,
  remove: 8,
  double: 8,
  rename: 8,
  wrap: 6,
  quote: 8,
  unquote: 3,
  sprinkle: 12,
  swap: 5,
  add: 8,
};

/** Changes of the whole text. */
const TEXT_CHANGES = {
  cut: (dice, text) => text.slice(0, dice.below(text.length)),
  drop: (dice, text) => {
    const at = dice.below(text.length);
    return text.slice(0, at) + text.slice(at + 1);
  },
  character: (dice, text) => {
    const at = dice.below(text.length);
    return text.slice(0, at) + String.fromCharCode(dice.below(0x250)) + text.slice(at + 1);
  },
  twice: (_, text) => text + text,
  scissors: (dice, text) => text.slice(0, dice.below(text.length)) + text.slice(dice.below(text.length)),
  trailingComma: (_, text) => text.replace(/([\]}])$/, ',$1'),
  mark: (_, text) => `\ufeff${text}`,
  around: (dice, text) =>
    `${dice.pick([' ', '\n', '\r\n', '\t', '\u00a0', '\v', ")]}',\n", '//x\n'])}${text}${dice.pick(['', '\n\n', '\u0000', ' x', ';'])}`,
  empty: () => '',
  only: (dice) => hostileValue(dice),
};

/** Changes of the bytes. */
const BYTE_CHANGES = {
  flip: (dice, bytes) => {
    if (bytes.length > 0) bytes[dice.below(bytes.length)] ^= 1 << dice.below(8);
    return bytes;
  },
  // Bytes no UTF-8 has: alone, over-long, a surrogate, beyond the last character.
  insert: (dice, bytes) => {
    const at = dice.below(bytes.length + 1);
    const odd = Buffer.from(dice.pick(['ff', 'c080', 'eda080', 'f4908080', '80', 'e28080', 'fe', '00']), 'hex');
    return Buffer.concat([bytes.subarray(0, at), odd, bytes.subarray(at)]);
  },
  utf16: (_, bytes) => Buffer.from(bytes.toString('utf8'), 'utf16le'),
  latin1: (_, bytes) => Buffer.from(bytes.toString('utf8'), 'latin1'),
  random: (dice) => dice.bytes(dice.between(1, 300)),
};

/**
 * Bytes of a body that begins as `value` and is changed a few times.
 * @param fields dotted names the route knows; those that are missing may be added.
 */
export function mutated(dice, value, fields) {
  const tree = treeOf(value);
  for (let n = dice.weighted({ 0: 4, 1: 40, 2: 30, 3: 18, 8: 8 }); n > 0; n--) change(dice, tree, fields);
  const gap = dice.chance(0.06) ? dice.pick([' ', '\n', '\r\n', '\n\t ', '\r']) : '';
  const text = textOf(tree, gap);
  const changed = dice.chance(0.12) ? TEXT_CHANGES[dice.pick(Object.keys(TEXT_CHANGES))](dice, text) : text;
  const bytes = Buffer.from(changed, 'utf8');
  return dice.chance(0.06) ? BYTE_CHANGES[dice.pick(Object.keys(BYTE_CHANGES))](dice, bytes) : bytes;
}

function change(dice, tree, fields) {
  if (fields.length > 0 && dice.chance(0.35)) return setField(tree, dice.pick(fields).split('.'), hostileValue(dice));
  const places = placesOf(tree);
  if (places.length > 0) CHANGES[dice.weighted(WEIGHTS)](dice, dice.pick(places), places);
  else if (tree.fields !== undefined) tree.fields.push([dice.pick(NAMES), hostileValue(dice)]);
}

function setField(tree, path, text) {
  let node = tree;
  for (const [depth, name] of path.entries()) {
    if (node.fields === undefined) return;
    let field = node.fields.find(([known]) => known === name);
    if (field === undefined) node.fields.push((field = [name, { fields: [] }]));
    if (depth === path.length - 1) field[1] = text;
    else if (typeof field[1] === 'string') field[1] = { fields: [] };
    node = field[1];
  }
}

const misspelt = (dice, name) => {
  const at = dice.below(name.length + 1);
  return dice.pick([
    name.toUpperCase(),
    `${name} `,
    name.slice(0, at) + name.slice(at + 1),
    `${name.slice(0, at)}_${name.slice(at)}`,
  ]);
};

/** What a JSON text says; a text that was already spoilt stands for itself. */
function readText(json) {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}
