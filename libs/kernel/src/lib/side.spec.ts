import { oppositeSide, parseSide, sideSign } from './side';

it.each([
  ['buy', 'buy'],
  ['sell', 'sell'],
  ['BUY', 'buy'],
  ['Sell', 'sell'],
  ['', undefined],
  ['long', undefined],
  ['buy ', undefined],
])('parseSide reads %j as %s', (text, side) => {
  expect(parseSide(text)).toBe(side);
});

it.each([
  ['buy', 1, 'sell'],
  ['sell', -1, 'buy'],
] as const)('%s has the sign %d and the opposite %s', (side, sign, opposite) => {
  expect(sideSign(side)).toBe(sign);
  expect(oppositeSide(side)).toBe(opposite);
});
