import type { BookDelta } from './book-deltas';
import { trapFromDeltas } from './trap-from-deltas';
import { TrapWindow } from './trap-window';

const delta = (
  tsMs: number,
  kind: 'cancel' | 'add',
  size: number,
  ticks = 10,
  side: 'buy' | 'sell' = 'buy',
): BookDelta => ({
  tsMs,
  kind,
  size,
  ticks,
  side,
});

describe('trapFromDeltas', () => {
  it.each<[string, BookDelta[], { ratio: number; latencyMs: number }]>([
    ['nothing', [], { ratio: 0, latencyMs: 1000 }],
    ['cancels alone', [delta(0, 'cancel', 3)], { ratio: 1, latencyMs: 1000 }],
    [
      'an add before the cancel is no pair',
      [delta(0, 'add', 3), delta(5, 'cancel', 1)],
      { ratio: 0.25, latencyMs: 1000 },
    ],
    ['a pair', [delta(0, 'cancel', 1), delta(40, 'add', 1)], { ratio: 0.5, latencyMs: 40 }],
    ['another price is no pair', [delta(0, 'cancel', 1), delta(40, 'add', 1, 11)], { ratio: 0.5, latencyMs: 1000 }],
    [
      'another side is no pair',
      [delta(0, 'cancel', 1), delta(40, 'add', 1, 10, 'sell')],
      { ratio: 0.5, latencyMs: 1000 },
    ],
    [
      'the median of the pairs, each with the next add',
      [
        delta(0, 'cancel', 1),
        delta(10, 'cancel', 1),
        delta(30, 'add', 1),
        delta(50, 'cancel', 1),
        delta(150, 'add', 1),
      ],
      { ratio: 0.6, latencyMs: 30 },
    ],
    ['order of arrival does not matter', [delta(40, 'add', 1), delta(0, 'cancel', 1)], { ratio: 0.5, latencyMs: 40 }],
    ['the same moment, add second', [delta(7, 'cancel', 1), delta(7, 'add', 1)], { ratio: 0.5, latencyMs: 0 }],
    [
      'sizes that are none',
      [delta(0, 'cancel', -5), delta(0, 'add', NaN), delta(1, 'cancel', 0)],
      { ratio: 0, latencyMs: 1000 },
    ],
  ])('%s', (_, deltas, expected) => expect(trapFromDeltas(deltas)).toEqual(expected));
});

describe('TrapWindow', () => {
  it('keeps what is at most two seconds old', () => {
    const window = new TrapWindow();
    window.addDeltas([delta(0, 'cancel', 1), delta(0, 'cancel', 2), delta(0, 'add', 4)], 1000);
    window.addTrade(1000);
    window.addDeltas([delta(0, 'add', 6)], 2000);
    window.addTrade(2500);
    expect(window.read(3000)).toEqual({ cancelDeltas: [3], addDeltas: [4, 6], tradesCount: 2 });
    expect(window.ratesPerSec(3000)).toEqual({ cancel: 1.5, add: 5 });
    expect(window.read(3001)).toEqual({ cancelDeltas: [], addDeltas: [6], tradesCount: 1 });
    expect(window.read(9999)).toEqual({ cancelDeltas: [], addDeltas: [], tradesCount: 0 });
  });
});
