import fc from 'fast-check';
import { recordedFrame } from '../recording/recorded-frame';
import { FrameQueue } from './frame-queue';
import { streamTag } from './stream-channel';

const tags = {
  ticker: streamTag('btcusdt@bookTicker'),
  ethTicker: streamTag('ethusdt@bookTicker'),
  diff: streamTag('btcusdt@depth@100ms'),
  ethDiff: streamTag('ethusdt@depth'),
  partial: streamTag('btcusdt@depth20@100ms'),
  trade: streamTag('btcusdt@aggTrade'),
  mark: streamTag('btcusdt@markPrice@1s'),
  snapshot: { symbol: 'BTCUSDT', keep: 'snapshot' },
} as const;
type Name = keyof typeof tags;

function filled(maxQueue: number, names: readonly Name[]) {
  const conflated: number[] = [];
  const givenUp: [string, number][] = [];
  const queue = new FrameQueue(maxQueue, {
    onConflated: (dropped) => conflated.push(dropped),
    onGivenUp: (symbol, dropped) => givenUp.push([symbol, dropped]),
  });
  const pushed = names.map((name, at) => queue.push(recordedFrame(at, tags[name].symbol, name), tags[name]));
  const left = (taken = queue.take()) => taken.frames.map(({ frame, localMs }) => `${frame} ${localMs}`);
  return { queue, conflated, givenUp, pushed, left };
}

describe('FrameQueue', () => {
  it('keeps everything up to its length, in order', () => {
    const { queue, conflated, givenUp, left } = filled(4, ['ticker', 'ticker', 'diff', 'trade']);
    expect(queue.length).toBe(4);
    expect(left()).toEqual(['ticker 0', 'ticker 1', 'diff 2', 'trade 3']);
    expect([queue.length, conflated, givenUp]).toEqual([0, [], []]);
  });

  it('beyond it keeps the newest of what tells a state, a stream at a time', () => {
    const names: Name[] = [
      'ticker',
      'ethTicker',
      'mark',
      'partial',
      'ticker',
      'mark',
      'partial',
      'ethTicker',
      'ticker',
    ];
    const { conflated, givenUp, left } = filled(8, names);
    expect(left()).toEqual(['mark 5', 'partial 6', 'ethTicker 7', 'ticker 8']);
    expect([conflated, givenUp]).toEqual([[5], []]);
  });

  it('leaves the diffs alone when that makes room enough', () => {
    const { givenUp, left } = filled(6, ['diff', 'ticker', 'ticker', 'ticker', 'ticker', 'ticker', 'diff']);
    expect(left()).toEqual(['diff 0', 'ticker 5', 'diff 6']);
    expect(givenUp).toEqual([]);
  });

  it('gives up all diffs of the symbol with most of them, snapshot included, until the next batch', () => {
    const names: Name[] = ['diff', 'ethDiff', 'snapshot', 'diff', 'diff', 'diff', 'ethDiff', 'trade', 'diff'];
    const { queue, givenUp, left } = filled(8, names);
    expect(givenUp).toEqual([['BTCUSDT', 6]]);
    const push = (name: Name) => queue.push(recordedFrame(9, tags[name].symbol, name), tags[name]);
    expect((['diff', 'snapshot', 'ethDiff', 'ticker'] as const).map(push)).toEqual([false, false, true, true]);
    const taken = queue.take();
    expect(taken.givenUp).toEqual(['BTCUSDT']);
    expect(left(taken)).toEqual(['ethDiff 1', 'ethDiff 6', 'trade 7', 'ethDiff 9', 'ticker 9']);
    expect(push('diff')).toBe(true);
    expect(queue.take()).toMatchObject({ givenUp: [], frames: [{ frame: 'diff' }] });
  });

  it('never drops a trade', () => {
    const { queue, left, conflated, givenUp } = filled(3, Array<Name>(50).fill('trade'));
    expect(queue.length).toBe(50);
    expect(left()).toHaveLength(50);
    expect([conflated, givenUp]).toEqual([[], []]);
  });

  it('is gone through seldom, however long trades have made it, and again as before once it was read', () => {
    const { queue, conflated } = filled(
      10,
      Array.from({ length: 2000 }, (_, at) => (at % 2 === 0 ? 'trade' : 'ticker')),
    );
    expect(conflated.length).toBeLessThan(20);
    queue.take();
    conflated.length = 0;
    for (let at = 0; at <= 10; at++) queue.push(recordedFrame(at, 'BTCUSDT', 'ticker'), tags.ticker);
    expect(conflated).toEqual([10]);
  });

  it('knows of a snapshot in it', () => {
    const { queue } = filled(9, ['snapshot']);
    expect([queue.holdsSnapshot('BTCUSDT'), queue.holdsSnapshot('ETHUSDT')]).toEqual([true, false]);
    queue.take();
    expect(queue.holdsSnapshot('BTCUSDT')).toBe(false);
  });

  it.each([0, -1, NaN])('refuses length %d', (maxQueue) => expect(() => filled(maxQueue, [])).toThrow(RangeError));

  it('accounts for every frame, keeps the order, every trade, the last of each state, and of diffs all or none', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.array(fc.constantFrom<Name>('ticker', 'ethTicker', 'diff', 'ethDiff', 'trade', 'mark', 'snapshot'), {
          maxLength: 120,
        }),
        (maxQueue, names) => {
          const { queue, conflated, givenUp, pushed } = filled(maxQueue, names);
          const dropped = [...conflated, ...givenUp.map(([, count]) => count)].reduce((a, b) => a + b, 0);
          const refused = pushed.filter((isQueued) => !isQueued).length;
          const taken = queue.take();
          expect(taken.frames.length + dropped + refused).toBe(names.length);
          const times = taken.frames.map(({ localMs }) => localMs);
          expect(times).toEqual([...times].sort((a, b) => a - b));
          const count = (name: Name) => taken.frames.filter(({ frame }) => frame === name).length;
          const sent = (name: Name) => names.filter((other) => other === name).length;
          expect(count('trade')).toBe(sent('trade'));
          for (const name of ['ticker', 'ethTicker', 'mark'] as const)
            if (sent(name) > 0) expect(times).toContain(names.lastIndexOf(name));
          const lost = new Set(taken.givenUp);
          expect(count('diff')).toBe(lost.has('BTCUSDT') ? 0 : sent('diff'));
          expect(count('ethDiff')).toBe(lost.has('ETHUSDT') ? 0 : sent('ethDiff'));
          expect(queue.longest).toBeLessThanOrEqual(Math.max(maxQueue, 2 * sent('trade') + 12));
        },
      ),
      { numRuns: 500 },
    ));
});
