import type { Side } from '@aurora/kernel';
import fc from 'fast-check';
import { parseTradingState, reducingAllows } from './trading-state';

describe('reducingAllows', () => {
  it.each<[string, number, number, Side, number, boolean]>([
    ['closes a long exactly', 5, 0, 'sell', 5, true],
    ['shrinks a long', 5, 0, 'sell', 1, true],
    ['would flip a long', 5, 0, 'sell', 5.0001, false],
    ['grows a long', 5, 0, 'buy', 1, false],
    ['closes a short exactly', -5, 0, 'buy', 5, true],
    ['would flip a short', -5, 0, 'buy', 6, false],
    ['grows a short', -5, 0, 'sell', 1, false],
    ['fits beside what is in flight', 5, 3, 'sell', 2, true],
    ['does not fit beside what is in flight', 5, 3, 'sell', 2.0001, false],
    ['in flight covers all already', 5, 5, 'sell', 0.0001, false],
    ['binary fractions', 0.3, 0.1, 'sell', 0.2, true],
    ['no position', 0, 0, 'sell', 1, false],
    ['no position, −0', -0, 0, 'buy', 1, false],
    ['no quantity', 5, 0, 'sell', 0, false],
    ['negative quantity', 5, 0, 'sell', -1, false],
    ['unknown position', NaN, 0, 'sell', 1, false],
    ['endless position', Infinity, 0, 'sell', 1, false],
    ['unknown quantity', 5, 0, 'sell', NaN, false],
    ['endless quantity', 5, 0, 'sell', Infinity, false],
    ['unknown in flight', 5, NaN, 'sell', 1, false],
    ['negative in flight', 5, -3, 'sell', 7, false],
  ])('%s', (_, positionQty, inFlightReducingQty, side, qty, allowed) => {
    expect(reducingAllows({ positionQty, inFlightReducingQty, side, qty })).toBe(allowed);
  });

  it('never lets the position grow or flip, however much of what is in flight fills', () => {
    const lots = fc.integer({ min: -50, max: 50 });
    const some = fc.integer({ min: 0, max: 50 });
    fc.assert(
      fc.property(lots, some, some, fc.constantFrom<Side>('buy', 'sell'), some, (held, inFlight, fills, side, qty) => {
        if (!reducingAllows({ positionQty: held, inFlightReducingQty: inFlight, side, qty })) return;
        const direction = side === 'buy' ? 1 : -1;
        const after = held + direction * (Math.min(fills, inFlight) + qty);
        expect(Math.abs(after)).toBeLessThanOrEqual(Math.abs(held));
        expect(after * held).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

it.each([
  ['active', 'ACTIVE'],
  ['Reducing', 'REDUCING'],
  ['HALTED', 'HALTED'],
  ['paused', undefined],
  ['', undefined],
])('reads the trading state %p', (text, state) => {
  expect(parseTradingState(text)).toBe(state);
});
