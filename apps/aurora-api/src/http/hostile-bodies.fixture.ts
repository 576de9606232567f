/** A generator of numbers in [0, 1) that starts over from a seed. Source: mulberry32, T. Ettinger, public domain. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** JSON texts of values that programs stumble over. */
const VALUES = [
  ...[
    'null',
    'true',
    'false',
    '0',
    '-0',
    '1',
    '-1',
    '0.1',
    '1e-320',
    '5e-324',
    '1e308',
    '-1e308',
    '1e999',
    '-1e999',
    '1e15',
    '1e21',
  ],
  ...[
    '9007199254740993',
    '123456789012345678901234567890',
    '""',
    '" "',
    '"0"',
    '"NaN"',
    '"1e5"',
    '"buy"',
    '"SELL"',
    '"live"',
    '"prod"',
  ],
  ...[
    '"shadow"',
    '"filled"',
    '"canceled"',
    '"rejected"',
    '"close"',
    '"BTC/USDT:USDT"',
    '"@"',
    '":"',
    '"///"',
    '"\\u0000"',
    '"\\ud800"',
  ],
  ...[
    '"\u2028"',
    '"😀"',
    '[]',
    '[[]]',
    '{}',
    '[null]',
    '[0]',
    '[1e308,1e308]',
    '{"__proto__":{}}',
    '{"cost":1e15}',
    '[{"cost":1},{"cost":2}]',
  ],
  `"${'x'.repeat(200)}"`,
  `[${'1,'.repeat(300)}1]`,
  `${'['.repeat(60)}${']'.repeat(60)}`,
];
const NAMES = [
  '__proto__',
  'constructor',
  'toString',
  '',
  'x',
  'toJSON',
  'length',
  'ts_ns',
  'now_ms',
  'req_id',
  'response',
  'info',
];

type Json = { [name: string]: Json | string };

/** Bodies that are nearly right: known fields with wrong values, unknown and doubled fields, torn and scrambled texts. */
export class HostileBodies {
  constructor(
    private readonly random: () => number,
    /** Good bodies to begin with. */
    private readonly seeds: readonly object[],
    /** Fields worth adding, dotted. */
    private readonly fields: readonly string[],
  ) {}

  next(): string {
    const tree = toTree(this.pick(this.seeds));
    for (let n = this.below(4); n > 0; n--) this.change(tree);
    const text = toText(tree);
    return this.random() < 0.1 ? this.scramble(text) : text;
  }

  private change(tree: Json): void {
    const path = (this.random() < 0.9 ? this.pick(this.fields) : this.pick(NAMES)).split('.');
    let node = tree;
    for (const name of path.slice(0, -1)) {
      if (typeof node[name] !== 'object') node[name] = Object.create(null) as Json;
      node = node[name];
    }
    const name = path.at(-1)!;
    if (this.random() < 0.15) delete node[name];
    else node[name] = this.pick(VALUES);
  }

  private scramble(text: string): string {
    const at = this.below(text.length);
    const rest = text.slice(at + 1);
    switch (this.below(5)) {
      case 0:
        return text.slice(0, at);
      case 1:
        return text.slice(0, at) + rest;
      case 2:
        return text.slice(0, at) + String.fromCharCode(this.below(0x180)) + rest;
      case 3:
        return text + text;
      default:
        return text.slice(0, at) + text.slice(this.below(text.length));
    }
  }

  private pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)]!;
  }

  private below(limit: number): number {
    return Math.floor(this.random() * limit);
  }
}

function toTree(value: object): Json {
  const tree = Object.create(null) as Json;
  for (const [name, inner] of Object.entries(value))
    tree[name] =
      inner !== null && typeof inner === 'object' && !Array.isArray(inner)
        ? toTree(inner as object)
        : JSON.stringify(inner);
  return tree;
}

const toText = (tree: Json): string =>
  `{${Object.entries(tree)
    .map(([name, inner]) => `${JSON.stringify(name)}:${typeof inner === 'string' ? inner : toText(inner)}`)
    .join(',')}}`;
