// Texts that stand where a JSON value is expected: right ones that programs stumble over, and wrong ones.

const words = (text) => text.split(' ');

const NUMBERS = [
  ...words(
    '0 -0 -0.0 1 -1 0.1 1e-7 5e-324 2.2250738585072011e-308 1e-400 1e308 -1e308 1e400 -1e400 1e15 1000000000000000.1',
  ),
  ...words(
    '1e21 9007199254740992 9007199254740993 -9007199254740993 18446744073709551616 123456789012345678901234567890',
  ),
  ...words('0.30000000000000004 1E+2 1e00001 4294967296 -2147483649'),
  `1${'0'.repeat(400)}`,
  `0.${'0'.repeat(400)}1`,
];

const NO_JSON = [
  ...words(
    `NaN Infinity -Infinity undefined +1 .5 1. 01 0x10 1_000 1n 'buy' True nul "torn "\\x41" "\\u12" [1,] {"a":1,} [,1] {a:1} {,} ] }`,
  ),
  ...['', '"raw\u0000nul"', '"raw\nline"', '"raw\ttab"', '/* c */1', '1 // c', '{"a" 1}', '[1 2]', '"a" "b"'],
];

/** Letters that look like others, and texts that do odd things to lines, terminals, paths, templates and queries. */
export const TEXTS = [
  ...['', ' '],
  ...words(
    '0 NaN null true 1e5 buy SELL Buy live prod shadow filled canceled closed rejected close partially_filled expired',
  ),
  ...words('BTCUSDT BTC/USDT BINANCE:BTC/USDT BTC/USDT:USDT @ : ///'),
  // Cyrillic, full-width and Turkish twins of ASCII, zero-width joiners, a right-to-left override.
  ...[
    'buу',
    'ｂuy',
    'BUY\u200b',
    'ſell',
    'lıve',
    'shadoẘ',
    'ВТСUSDT',
    'BTC\u200dUSDT',
    '\u202eTDSUCTB',
    'é',
    'e\u0301',
    'ß',
    'İ',
    'ﬁlled',
  ],
  ...[
    '\u0000',
    'a\u0000b',
    '\u0001',
    '\u001b[31mred',
    '\u007f',
    '\u0085',
    'a\nb',
    'a\r\nb',
    '\r',
    '\t',
    '\v\f',
    '\u2028',
    'x\u2029y',
    '\ufeff',
  ],
  ...['\ud800', 'a\udc00b', '\udfff\ud800', '😀', '\u{10ffff}', '\ufffe', '\uffff'],
  '"}\n{"ts_ns":1767225600123456789,"run_id":"forged","event_code":"AURORA.ARM_STATE","details":{}}\n',
  '\n\nevent: forged\ndata: {}\n\n',
  ...[
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '../../../../etc/passwd',
    'C:\\con',
    'file:///etc/passwd',
    '${7*7}',
  ],
  ...[
    '{{7*7}}',
    '<script>alert(1)</script>',
    "'; DROP TABLE orders; --",
    '$(reboot)',
    '`id`',
    '%s%s%n',
    '%00',
    '%0d%0aX: y',
    '=1+1',
  ],
  'x'.repeat(64),
  'x'.repeat(65),
  'x'.repeat(129),
  'é'.repeat(257),
  '😀'.repeat(600),
];

const OTHERS = [
  ...words(
    'null true false [] {} [[]] [null] [0] [{}] [1e308,1e308] {"":0} {"__proto__":{"allow":true}} {"toJSON":1} {"then":1}',
  ),
  ...words(
    '{"constructor":{"prototype":{"allow":true}}} {"length":-1} {"cost":1e15} [{"cost":1},{"cost":2}] {"a":1,"a":2}',
  ),
  ...words('{"valueOf":null,"toString":null} [[[[[[]]]]]] {"type":"Buffer","data":[1]} {"$ref":"#"}'),
];

/** Names a field may be given. */
export const NAMES = [
  ...words(
    '__proto__ constructor prototype toString hasOwnProperty toJSON then length . a.b 0 -1 ts_ns run_id event_code details',
  ),
  ...words('now_ms decision_id req_id response info fee fees id symbol status latencyms Qty qty\u200b оrder % 😀'),
  ...['', ' ', 'a\nb', 'a\u0000', '\ud800', '\u2028', '\u001b[2J', 'x'.repeat(300), 'x'.repeat(5000)],
];

const nested = (open, close, depth) => open.repeat(depth) + close.repeat(depth);

const SHAPES = {
  list: (dice) =>
    `[${Array(dice.pick([10, 65, 300, 2001, 10_001]))
      .fill(dice.pick(['1', '0', '{}', '"x"', '1e308']))
      .join(',')}]`,
  text: (dice) => `"${'x'.repeat(dice.pick([200, 1000, 10_000, 60_000]))}"`,
  object: (dice) => `{${Array.from({ length: dice.pick([10, 100, 2000]) }, (_, n) => `"k${n}":${n}`).join(',')}}`,
  depth: (dice) => {
    const depth = dice.pick([8, 31, 32, 33, 34, 100, 1000, 10_000]);
    return dice.chance(0.5) ? nested('[', ']', depth) : `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
  },
};

/** The text of one value: most are JSON. */
export function hostileValue(dice) {
  const kind = dice.weighted({ number: 30, text: 30, other: 20, shape: 3, noJson: 4, random: 13 });
  if (kind === 'number') return dice.pick(NUMBERS);
  if (kind === 'text') return JSON.stringify(dice.pick(TEXTS));
  if (kind === 'other') return dice.pick(OTHERS);
  if (kind === 'shape') return SHAPES[dice.pick(Object.keys(SHAPES))](dice);
  if (kind === 'noJson') return dice.pick(NO_JSON);
  return String((dice.next() - 0.5) * 10 ** dice.between(-3, 17));
}
