import { parse } from 'dotenv';
import fc from 'fast-check';
import { withValues } from './env-text';

const NAME = 'AURORA_CONFIG_NAME';
const edit = (text: string, values: Record<string, string | null>) => withValues(Buffer.from(text), values).toString();

it.each([
  ['', 'live', `${NAME}=live\n`],
  ['A=1\n', 'live', `A=1\n${NAME}=live\n`],
  ['A=1', 'live', `A=1\n${NAME}=live\n`],
  ['A=1\r\n', 'live', `A=1\r\n${NAME}=live\r\n`],
  [`# why\n${NAME}=base\nA=1\n`, 'live', `# why\n${NAME}=live\nA=1\n`],
  [`  export ${NAME} = base   # as ever\n`, 'live', `  export ${NAME} = live   # as ever\n`],
  [`${NAME}="base" # x\nA=1`, 'live', `${NAME}=live # x\nA=1`],
  [`${NAME}=\nA=1\n`, 'live', `${NAME}=live\nA=1\n`],
  [`${NAME}=a\n${NAME}=b\n`, 'live', `${NAME}=a\n${NAME}=live\n`],
  [`#${NAME}=base\n`, 'live', `#${NAME}=base\n${NAME}=live\n`],
  [`A='x\n${NAME}=base\ny'\n`, 'live', `A='x\n${NAME}=base\ny'\n${NAME}=live\n`],
  [`X${NAME}=1\n`, 'live', `X${NAME}=1\n${NAME}=live\n`],
  ['', '/a b/#c', `${NAME}='/a b/#c'\n`],
  ['', "/it's", `${NAME}=\`/it's\`\n`],
  ['', '/ü.yaml', `${NAME}='/ü.yaml'\n`],
  [`A=1\n${NAME}=base # x\nB=2\n`, null, 'A=1\nB=2\n'],
  [`${NAME}=a\nB=2\n${NAME}=b`, null, 'B=2\n'],
  ['A=1\n', null, 'A=1\n'],
])('%j with %p is %j', (text, value, expected) => {
  expect(edit(text, { [NAME]: value })).toBe(expected);
});

it.each([
  ['', 'a\nb'],
  ['', `'"\``],
  [`${NAME}="base" and more\n`, 'live'],
])('%j with %j is refused: it could not be read back', (text, value) => {
  expect(() => edit(text, { [NAME]: value })).toThrow(RangeError);
});

it('keeps bytes that are no text', () => {
  const bytes = Buffer.from([0x23, 0xff, 0xa0, 0xfe, 0x0a, 0x41, 0x3d, 0xc3, 0x28, 0x0a]);
  expect(withValues(bytes, { [NAME]: 'live' })).toEqual(Buffer.concat([bytes, Buffer.from(`${NAME}=live\n`)]));
});

it('never loses a line: without the names it sets every file is what it was', () => {
  const lineBreak = fc.constantFrom('\n', '\r\n');
  const value = fc.constantFrom('1', '"a b"', "'x # y'", 'p # why', '', '"two\nlines"', `'${NAME}=no'`, 'é');
  const other = fc
    .tuple(fc.constantFrom('A', 'OPS_TOKEN', 'AURORA_LMAX_MS', `${NAME}S`), value)
    .map(([name, text]) => `${name}=${text}`);
  const noise = fc.constantFrom('', '# comment', `# ${NAME}=old`, '   ', 'not an assignment', `text ${NAME}=x`);
  const own = fc
    .tuple(fc.constantFrom('', 'export ', '  '), fc.constantFrom('base', '"base"', ''))
    .map(([head, text]) => `${head}${NAME}=${text}`);
  const line = fc.oneof(
    other.map((text) => ({ text, isOwn: false })),
    noise.map((text) => ({ text, isOwn: false })),
    own.map((text) => ({ text, isOwn: true })),
  );
  fc.assert(
    fc.property(
      fc.array(line),
      lineBreak,
      fc.boolean(),
      fc.constantFrom('live', '/a b', null),
      (lines, end, ends, wanted) => {
        const text = lines.map((one) => one.text).join(end) + (ends ? end : '');
        const after = edit(text, { [NAME]: wanted });
        const kept = lines.filter(({ isOwn }) => !isOwn).map((one) => one.text);
        const rest = after.split(/\r?\n/).filter((one) => !new RegExp(`^ *(export )?${NAME}=`).test(one));
        expect(rest.filter(Boolean)).toEqual(kept.flatMap((one) => one.split('\n')).filter(Boolean));
        const values = parse(after);
        expect(values[NAME]).toBe(wanted ?? undefined);
        expect({ ...values, [NAME]: '' }).toEqual({ ...parse(text), [NAME]: '' });
      },
    ),
    { numRuns: 500 },
  );
});
