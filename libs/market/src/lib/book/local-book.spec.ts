import { diff, levels, snapshot } from './book.fixture';
import { LocalBook } from './local-book';

const seeded = () => {
  const book = new LocalBook();
  book.applySnapshot(snapshot(100, [[10, 1]], [[11, 1]]), 0);
  return book;
};

describe('LocalBook', () => {
  it('is out of step until the first diff after the snapshot', () => {
    const book = seeded();
    expect(book.synced).toBe(false);
    expect(book.applyDiff(diff([95, 105, 94], [[10, 2]]), 1)).toBe('applied');
    expect(book.synced).toBe(true);
    expect([book.bids.qtyAt(0), book.lastUpdateId, book.mid]).toEqual([2, 105, 10.5e-8]);
  });

  it.each<[string, [number, number, number], string]>([
    ['u below lastUpdateId is dropped', [90, 99, 89], 'stale'],
    ['u at lastUpdateId is the first', [90, 100, 89], 'applied'],
    ['U at lastUpdateId is the first', [100, 104, 99], 'applied'],
    ['U one above with pu at lastUpdateId follows without a hole', [101, 104, 100], 'applied'],
    ['U one above with another pu is a gap', [101, 104, 99], 'gap'],
    ['U far above is a gap', [150, 160, 149], 'gap'],
  ])('after a snapshot: %s', (_, ids, outcome) => {
    expect(seeded().applyDiff(diff(ids), 1)).toBe(outcome);
  });

  it('wants each pu to be the last u', () => {
    const book = seeded();
    book.applyDiff(diff([100, 104, 99]), 1);
    expect(book.applyDiff(diff([105, 106, 104]), 2)).toBe('applied');
    expect(book.applyDiff(diff([105, 106, 104]), 3)).toBe('stale');
    expect(book.applyDiff(diff([110, 112, 109]), 4)).toBe('gap');
    expect(book.synced).toBe(false);
    expect(book.applyDiff(diff([113, 115, 112]), 5)).toBe('buffered');
  });

  it('applies the diffs that waited for the snapshot, and only those it needs', () => {
    const book = new LocalBook();
    expect(book.applyDiff(diff([80, 90, 79], [[10, 9]]), 1)).toBe('buffered');
    book.applyDiff(diff([91, 101, 90], [[10, 5]]), 2);
    book.applyDiff(diff([102, 103, 101], [[9, 3]]), 3);
    expect(book.applySnapshot(snapshot(100, [[10, 1]], [[11, 1]]), 4)).toBe('applied');
    expect([book.synced, book.lastUpdateId, book.bids.qtyOf(10), book.bids.qtyOf(9)]).toEqual([true, 103, 5, 3]);
  });

  it('reports a snapshot older than the first waiting diff, and recovers with a newer one', () => {
    const book = new LocalBook();
    book.applyDiff(diff([150, 160, 149], [[10, 5]]), 1);
    book.applyDiff(diff([161, 170, 160], [[9, 4]]), 1);
    expect(book.applySnapshot(snapshot(100, [[8, 1]], [[11, 1]]), 2)).toBe('gap');
    expect(book.applySnapshot(snapshot(155, [[8, 1]], [[11, 1]]), 3)).toBe('applied');
    expect([book.synced, book.bids.ticksAt(0), book.bids.ticksAt(1), book.lastUpdateId]).toEqual([true, 10, 9, 170]);
  });

  it('ignores an older snapshot while in step', () => {
    const book = seeded();
    book.applyDiff(diff([100, 104, 99]), 1);
    expect(book.applySnapshot(snapshot(103, [], []), 2)).toBe('stale');
    expect([book.synced, book.bids.size]).toEqual([true, 1]);
  });

  it('begins again with a venue that counts anew', () => {
    const book = seeded();
    book.applyDiff(diff([100, 104, 99]), 1);
    expect(book.applyDiff(diff([11, 12, 10], [[9, 4]]), 2)).toBe('stale');
    expect(book.applySnapshot(snapshot(12, [[8, 1]], [[11, 1]]), 3)).toBe('applied');
    expect(book.applyDiff(diff([13, 14, 12], [[9, 4]]), 4)).toBe('applied');
    expect([book.synced, book.bids.ticksAt(0), book.lastUpdateId]).toEqual([true, 9, 14]);
  });

  it.each<[string, number, [number, number][], [number, number][], boolean]>([
    ['within what the snapshot named', 5, [[6, 1]], [], false],
    [
      'at its worst bid',
      5,
      [
        [10, 0],
        [9, 0],
        [8, 0],
        [7, 0],
      ],
      [],
      false,
    ],
    [
      'below its worst bid',
      5,
      [
        [10, 0],
        [9, 0],
        [8, 0],
        [7, 0],
        [6, 0],
        [5, 1],
      ],
      [],
      true,
    ],
    [
      'with no bid left',
      5,
      [
        [10, 0],
        [9, 0],
        [8, 0],
        [7, 0],
        [6, 0],
      ],
      [],
      true,
    ],
    [
      'at its worst ask',
      5,
      [],
      [
        [11, 0],
        [12, 0],
        [13, 0],
        [14, 0],
      ],
      false,
    ],
    [
      'above its worst ask',
      5,
      [],
      [
        [11, 0],
        [12, 0],
        [13, 0],
        [14, 0],
        [15, 0],
        [16, 1],
      ],
      true,
    ],
    [
      'below the worst bid of a whole book',
      4,
      [
        [10, 0],
        [9, 0],
        [8, 0],
        [7, 0],
        [5, 1],
      ],
      [],
      false,
    ],
  ])('the best price %s', (_, count, bids, asks, left) => {
    const rows = (first: number, step: number) =>
      Array.from({ length: count }, (_, i) => [first + i * step, 1] as const);
    const book = new LocalBook();
    book.applySnapshot(snapshot(100, rows(10, -1), rows(11, 1)), 0);
    book.applyDiff(diff([100, 101, 99], bids, asks), 1);
    expect(book.hasLeftSnapshot).toBe(left);
    book.discard();
    expect([book.synced, book.applyDiff(diff([102, 102, 101]), 2)]).toEqual([false, 'buffered']);
  });

  it('takes a whole top of book in place of everything, unless it is older', () => {
    const book = new LocalBook();
    const partial = {
      ...diff([1, 50, 0]),
      kind: 'partialDepth' as const,
      bids: levels([[20, 1]]),
      asks: levels([[21, 1]]),
    };
    expect(book.applyPartial(partial, 1)).toBe('applied');
    expect(book.applyPartial({ ...partial, lastUpdateId: 49, bids: levels([]) }, 2)).toBe('stale');
    expect([book.synced, book.bids.ticksAt(0)]).toEqual([true, 20]);
  });

  it('knows up to when by the clock of the venue it holds the prints', () => {
    const book = seeded();
    expect(book.lastTransactMs).toBeNaN();
    book.applyDiff(diff([100, 104, 99], [], [], 1500), 1);
    expect(book.lastTransactMs).toBe(1500);
    book.applyDiff(diff([104, 104, 103], [], [], 1600), 2);
    expect(book.lastTransactMs).toBe(1500);
    book.applyPartial({ ...diff([1, 200, 0], [], [], 1700), kind: 'partialDepth' }, 3);
    expect(book.lastTransactMs).toBe(1700);
    book.applySnapshot(snapshot(300, [], []), 4);
    expect(book.lastTransactMs).toBeNaN();
  });

  it('sees a crossed and a locked book, and none with an empty side', () => {
    const book = seeded();
    expect(book.crossed).toBe(false);
    book.applyDiff(diff([100, 101, 99], [[11, 1]]), 1);
    expect(book.crossed).toBe(true);
    book.applyDiff(diff([102, 103, 101], [], [[11, 0]]), 1);
    expect(book.crossed).toBe(false);
    expect(book.mid).toBeNaN();
  });

  it('is stale beyond the limit, at the limit not, and always before the first update', () => {
    const book = new LocalBook();
    expect(book.isStale(0, 1e9)).toBe(true);
    book.applySnapshot(snapshot(1, [], []), 1000);
    expect(book.isStale(3000, 2000)).toBe(false);
    expect(book.isStale(3001, 2000)).toBe(true);
    expect(book.isStale(NaN, 2000)).toBe(true);
  });

  it('keeps a bounded number of waiting diffs', () => {
    const book = new LocalBook();
    for (let i = 0; i < 5000; i++) book.applyDiff(diff([i, i, i - 1]), i);
    expect(book.applySnapshot(snapshot(3999, [], []), 1)).toBe('applied');
    expect(book.lastUpdateId).toBe(4999);
    const late = new LocalBook();
    for (let i = 0; i < 5000; i++) late.applyDiff(diff([i, i, i - 1]), i);
    expect(late.applySnapshot(snapshot(3998, [], []), 1)).toBe('gap');
  });
});
