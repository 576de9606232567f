import { MODES, parseMode, stricterMode } from './modes';

describe('parseMode', () => {
  it.each([
    ['live', 'live'],
    ['LIVE', 'live'],
    ['prod', 'live'],
    ['Prod', 'live'],
    ['testnet', 'testnet'],
    ['Paper', 'paper'],
    ['shadow', 'shadow'],
    ['', undefined],
    [' live', undefined],
    ['production', undefined],
    ['constructor', undefined],
  ])('reads %j as %s', (text, mode) => {
    expect(parseMode(text)).toBe(mode);
  });
});

describe('stricterMode', () => {
  it.each([
    ['live', 'shadow', 'live'],
    ['shadow', 'live', 'live'],
    ['testnet', 'paper', 'testnet'],
    ['shadow', 'paper', 'paper'],
    ['shadow', 'testnet', 'testnet'],
    ['paper', 'paper', 'paper'],
  ] as const)('of %s and %s is %s', (a, b, expected) => {
    expect(stricterMode(a, b)).toBe(expected);
  });

  it('does not depend on the order and never answers a laxer mode than either', () => {
    for (const a of MODES) {
      for (const b of MODES) {
        expect(stricterMode(a, b)).toBe(stricterMode(b, a));
        expect(MODES.indexOf(stricterMode(a, b))).toBe(Math.min(MODES.indexOf(a), MODES.indexOf(b)));
      }
    }
  });
});
