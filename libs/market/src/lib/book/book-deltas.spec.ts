import type { DepthDiffEvent } from '../wire/market-event';
import { BookDeltas, type BookDelta } from './book-deltas';
import { diff, snapshot, trade } from './book.fixture';
import { LocalBook } from './local-book';

const BIDS = [10, 9, 8, 7, 6, 5].map((ticks) => [ticks, 2] as const);
const ASKS = [11, 12, 13, 14, 15, 16].map((ticks) => [ticks, 2] as const);

type Rows = readonly (readonly [ticks: number, qty: number])[];
type Ids = readonly [U: number, u: number, pu: number];

const start = () => {
  const book = new LocalBook();
  let found: BookDelta[] = [];
  const deltas = new BookDeltas(5, (delta) => found.push(delta));
  book.applySnapshot(snapshot(1, BIDS, ASKS), 0);
  const apply = (event: DepthDiffEvent, nowMs = 0) => {
    found = [];
    return { outcome: deltas.apply(book, event, nowMs), found };
  };
  const applyTop = (ids: Ids, bids: Rows, asks: Rows) => {
    found = [];
    deltas.applyPartial(book, { ...diff(ids, bids, asks), kind: 'partialDepth' }, 0);
    return found;
  };
  return { deltas, apply, applyTop };
};

describe('BookDeltas', () => {
  it('takes a decrease that no trade explains for a cancel and an increase for an add', () => {
    const { apply } = start();
    const { outcome, found } = apply(diff([1, 2, 0], [[9, 0.5]], [[12, 5]]), 42);
    expect(outcome).toBe('applied');
    expect(found).toEqual([
      { tsMs: 42, side: 'buy', ticks: 9, size: 1.5, kind: 'cancel' },
      { tsMs: 42, side: 'sell', ticks: 12, size: 3, kind: 'add' },
    ]);
  });

  it.each<[string, number, number, unknown[]]>([
    ['fully traded away', 2, 0, []],
    ['partly traded, rest cancelled', 0.5, 0, [['cancel', 1.5]]],
    ['traded and refilled', 2, 2, [['add', 2]]],
    ['traded and refilled to more', 1, 4, [['add', 3]]],
  ])('%s', (_, traded, left, expected) => {
    const { deltas, apply } = start();
    deltas.addTrade(trade(10, traded, true));
    const found = apply(diff([1, 2, 0], [[10, left]])).found;
    expect(found.map(({ kind, size }) => [kind, size])).toEqual(expected);
  });

  it('explains with a trade only the side it hit', () => {
    const { deltas, apply } = start();
    deltas.addTrade(trade(11, 2, true));
    expect(apply(diff([1, 2, 0], [], [[11, 0]])).found).toHaveLength(1);
  });

  it('keeps a trade for the diff that holds it', () => {
    const { deltas, apply } = start();
    deltas.addTrade(trade(10, 2, true, 2000));
    expect(apply(diff([1, 2, 0], [[9, 1]], [], 1999)).found).toHaveLength(1);
    expect(apply(diff([3, 4, 2], [[10, 0]], [], 2000)).found).toEqual([]);
    expect(apply(diff([5, 6, 4], [[10, 2]], [], 2001)).found).toHaveLength(1);
  });

  it('looks at the best five levels: before the diff for cancels, after it for adds', () => {
    const { apply } = start();
    expect(apply(diff([1, 2, 0], [[5, 0]])).found).toEqual([]);
    expect(apply(diff([3, 4, 2], [[6, 0]])).found).toHaveLength(1);
    expect(apply(diff([5, 6, 4], [[6, 2]])).found).toHaveLength(1);
    expect(apply(diff([7, 8, 6], [[4, 2]])).found).toEqual([]);
    // Two best bids leave; what was deeper is not added by moving up, the new deep order is now the fifth.
    const { found } = apply(
      diff(
        [9, 10, 8],
        [
          [10, 0],
          [9, 0],
          [3, 7],
        ],
      ),
    );
    expect(found.map(({ ticks, kind }) => [ticks, kind])).toEqual([
      [10, 'cancel'],
      [9, 'cancel'],
      [3, 'add'],
    ]);
  });

  it('says nothing for a diff that was not applied', () => {
    const { apply } = start();
    expect(apply(diff([50, 51, 49], [[10, 0]]), 0)).toEqual({ outcome: 'gap', found: [] });
  });

  it('takes float rounding for no change', () => {
    const { deltas, apply } = start();
    deltas.addTrade(trade(10, 0.1, true));
    deltas.addTrade(trade(10, 0.2, true));
    expect(apply(diff([1, 2, 0], [[10, 1.7]])).found).toEqual([]);
  });

  it('says the same of whole tops of book, as far as they and what was known before reach', () => {
    const { deltas, applyTop } = start();
    const top = (ids: Ids, ...bids: Rows) =>
      applyTop(ids, bids, ASKS.slice(0, 5)).map(({ kind, ticks, size }) => [kind, ticks, size]);
    // The first one tells nothing: how it came about is not known.
    expect(top([1, 2, 0], [10, 3], [9, 2], [8, 2], [7, 2], [6, 2])).toEqual([]);
    deltas.addTrade(trade(10, 0.5, true));
    // 6 has moved out of sight, which is no cancel; 10 was traded.
    expect(top([3, 4, 2], [10, 2.5], [9, 1], [8, 2], [7.5, 4], [7, 2])).toEqual([
      ['cancel', 9, 1],
      ['add', 7.5, 4],
    ]);
    // 9 and 8 have gone; 6 and 5 come into sight, which is no add.
    expect(top([5, 6, 4], [10, 2.5], [7.5, 4], [7, 2], [6, 2], [5, 2])).toEqual([
      ['cancel', 9, 1],
      ['cancel', 8, 2],
    ]);
    expect(top([5, 5, 4], [10, 1])).toEqual([]);
  });
});
