import { plainTable } from './plain-table';

it('aligns columns by what is seen, without lines or blanks at the end', () => {
  const red = '\u001b[31mred\u001b[39m';
  expect(
    plainTable(
      [
        ['a', '1', 'x'],
        ['longer', '100', ''],
        [red, '20', 'y'],
      ],
      ['left', 'right'],
    ),
  ).toBe(`a         1  x\nlonger  100\n${red}      20  y`);
  expect(plainTable([])).toBe('');
});

it('keeps a cell of several lines in its column', () => {
  expect(
    plainTable([
      ['a', 'one\ntwo'],
      ['b', 'three'],
    ]),
  ).toBe('a  one\n   two\nb  three');
});
