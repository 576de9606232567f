import fc from 'fast-check';
import { recordedFrame } from '../recording/recorded-frame';
import { StreamJoin, type StreamMessage } from './stream-join';

interface Sent {
  readonly stream: string;
  readonly id: number;
}

const STREAMS = ['btcusdt@bookTicker', 'btcusdt@depth@100ms', 'btcusdt@aggTrade'];

function joined(): { join: StreamJoin; out: Sent[]; message: (sent: Sent) => StreamMessage } {
  const out: Sent[] = [];
  const join = new StreamJoin(({ stream, id }) => out.push({ stream: stream?.name ?? '', id }));
  const message = ({ stream, id }: Sent): StreamMessage => {
    const tag = join.tagOf(stream);
    return { stream: tag, id, frame: recordedFrame(0, tag.symbol, '') };
  };
  return { join, out, message };
}

/** What a venue publishes: ids that grow by random steps on each stream, streams mixed. */
const published = fc
  .array(fc.record({ stream: fc.constantFrom(...STREAMS), step: fc.integer({ min: 1, max: 5 }) }), { maxLength: 60 })
  .map((list) => {
    const last = new Map<string, number>();
    return list.map(({ stream, step }): Sent => {
      const id = (last.get(stream) ?? 100) + step;
      last.set(stream, id);
      return { stream, id };
    });
  });

const perStream = (list: readonly Sent[]): Record<string, number[]> =>
  Object.fromEntries(STREAMS.map((name) => [name, list.filter(({ stream }) => stream === name).map(({ id }) => id)]));

/** For each turn, whether the next connection gets a message through instead of the current one. */
const turns = fc.array(fc.boolean(), { minLength: 200, maxLength: 200 });

describe('StreamJoin', () => {
  it('hands on each message once and in order when the next connection takes over, wherever it began and whichever lags', () =>
    fc.assert(
      fc.property(published, fc.nat(60), turns, (all, cut, order) => {
        const { join, out, message } = joined();
        const next = all.slice(cut);
        let [a, b] = [0, 0];
        for (; a < Math.min(cut, all.length); a++) join.fromCurrent(message(all[a]!));
        join.begin(STREAMS);
        let isPromoted = false;
        for (const isNext of order) {
          if (isPromoted || (isNext && b < next.length)) {
            if (b < next.length) join[isPromoted ? 'fromCurrent' : 'fromNext'](message(next[b++]!));
          } else if (a < all.length) join.fromCurrent(message(all[a++]!));
          if (!isPromoted && join.met) {
            isPromoted = true;
            join.promote();
          }
        }
        if (!isPromoted) {
          // Nothing more to come on the old connection: what would be a time-out.
          for (; a < all.length; a++) join.fromCurrent(message(all[a]!));
          join.promote();
        }
        for (; b < next.length; b++) join.fromCurrent(message(next[b]!));
        expect(perStream(out)).toEqual(perStream(all));
      }),
      { numRuns: 500 },
    ));

  it('loses nothing when the next connection ends before it could take over', () =>
    fc.assert(
      fc.property(published, fc.nat(60), turns, fc.nat(100), (all, cut, order, end) => {
        const { join, out, message } = joined();
        const next = all.slice(cut);
        let [a, b] = [0, 0];
        for (; a < Math.min(cut, all.length); a++) join.fromCurrent(message(all[a]!));
        join.begin(STREAMS);
        for (const isNext of order.slice(0, end))
          if (isNext && b < next.length) join.fromNext(message(next[b++]!));
          else if (a < all.length) join.fromCurrent(message(all[a++]!));
        join.abandon();
        for (; a < all.length; a++) join.fromCurrent(message(all[a]!));
        expect(perStream(out)).toEqual(perStream(all));
      }),
      { numRuns: 500 },
    ));

  it('loses nothing when the old connection ends once all streams have met', () =>
    fc.assert(
      fc.property(published, fc.nat(60), turns, fc.nat(100), (all, cut, order, extra) => {
        const { join, out, message } = joined();
        const next = all.slice(cut);
        let [a, b, left] = [0, 0, extra];
        for (; a < Math.min(cut, all.length); a++) join.fromCurrent(message(all[a]!));
        join.begin(STREAMS);
        for (const isNext of order) {
          if (isNext && b < next.length) join.fromNext(message(next[b++]!));
          else if (a < all.length) join.fromCurrent(message(all[a++]!));
          if (join.met && left-- === 0) break;
        }
        fc.pre(join.met);
        join.promote();
        for (; b < next.length; b++) join.fromCurrent(message(next[b]!));
        expect(perStream(out)).toEqual(perStream(all));
      }),
    ));

  it('holds the next connection back until the current one has come to its first message', () => {
    const { join, out, message } = joined();
    const stream = STREAMS[0]!;
    join.fromCurrent(message({ stream, id: 1 }));
    join.begin([stream]);
    expect([join.met, join.nextIsHeard]).toEqual([false, false]);
    join.fromNext(message({ stream, id: 5 }));
    join.fromNext(message({ stream, id: 6 }));
    expect([join.met, join.nextIsHeard, out.length]).toEqual([false, true, 1]);
    join.fromCurrent(message({ stream, id: 4 }));
    join.fromCurrent(message({ stream, id: 5 }));
    expect(join.met).toBe(true);
    expect(out.map(({ id }) => id)).toEqual([1, 4, 5, 6]);
    expect(join.duplicates).toBe(1);
  });

  it('knows at once when the current connection is ahead', () => {
    const { join, out, message } = joined();
    const stream = STREAMS[0]!;
    for (const id of [1, 5]) join.fromCurrent(message({ stream, id }));
    join.begin([stream]);
    join.fromNext(message({ stream, id: 3 }));
    expect(join.met).toBe(true);
    for (const id of [5, 6]) join.fromNext(message({ stream, id }));
    expect(out.map(({ id }) => id)).toEqual([1, 5, 6]);
  });

  it('passes everything as it comes while there is one connection, and again after all were gone', () => {
    const { join, out, message } = joined();
    const stream = STREAMS[0]!;
    for (const id of [5, 5, 3]) join.fromCurrent(message({ stream, id }));
    join.begin([stream]);
    join.fromNext(message({ stream, id: 2 }));
    join.promote();
    join.reset();
    join.fromCurrent(message({ stream, id: 1 }));
    expect(out.map(({ id }) => id)).toEqual([5, 5, 3, 1]);
    expect(join.duplicates).toBe(1);
  });

  it('takes texts without an id from the current connection alone', () => {
    const { join, out } = joined();
    const nameless: StreamMessage = { stream: null, id: NaN, frame: recordedFrame(0, '', 'no json') };
    join.begin(STREAMS);
    join.fromNext(nameless);
    expect(out).toHaveLength(0);
    join.fromCurrent(nameless);
    expect(out).toHaveLength(1);
  });
});
