import type { BookTickerEvent } from '../wire/market-event';
import { diff, snapshot } from './book.fixture';
import { LocalBook } from './local-book';
import { TopCheck } from './top-check';

const ticker = (updateId: number, bidQty: number): BookTickerEvent => ({
  kind: 'bookTicker',
  symbol: 'BTCUSDT',
  eventMs: 0,
  transactMs: 0,
  updateId,
  bidTicks: 10,
  bidQty,
  askTicks: 11,
  askQty: 1,
});

function bookAfter(check: TopCheck): LocalBook {
  const book = new LocalBook();
  book.applySnapshot(snapshot(100, [[10, 1]], [[11, 1]]), 0);
  book.applyDiff(diff([100, 105, 99], [[10, 3]]), 0);
  check.onBook(book);
  return book;
}

describe('TopCheck', () => {
  it.each<[string, [number, number][], [number, number][], [compared: number, mismatches: number]]>([
    ['equal', [[104, 3]], [[106, 9]], [1, 0]],
    ['another quantity', [[104, 2]], [[106, 9]], [1, 1]],
    [
      'the ticker of the diff itself comes late',
      [[104, 2]],
      [
        [105, 3],
        [106, 9],
      ],
      [1, 0],
    ],
    ['not yet decided', [[104, 2]], [[105, 3]], [0, 0]],
    ['no ticker before', [], [[106, 9]], [0, 0]],
    ['the ticker has already overtaken', [[106, 9]], [[107, 9]], [0, 0]],
  ])('%s', (_, before, after, expected) => {
    const check = new TopCheck();
    for (const [id, qty] of before) check.onTicker(ticker(id, qty));
    bookAfter(check);
    for (const [id, qty] of after) check.onTicker(ticker(id, qty));
    expect([check.comparisons, check.mismatches]).toEqual(expected);
  });

  it('forgets what waits on a reset', () => {
    const check = new TopCheck();
    check.onTicker(ticker(104, 2));
    bookAfter(check);
    check.reset();
    check.onTicker(ticker(106, 2));
    expect(check.comparisons).toBe(0);
  });
});
