import { FILTERS } from '../venue/venue-filters.fixture';
import { TestVenue, limit, order } from './broker.fixture';
import { ASKS, BIDS, open } from './open-venue.fixture';

describe('events', () => {
  it('reach a listener that submits and cancels, in order', () => {
    const kinds: string[] = [];
    let isListening = false;
    const venue: TestVenue = new TestVenue({
      onEvent: ({ kind, order: { cid }, atMs }) => {
        expect(isListening).toBe(false);
        kinds.push(`${cid} ${kind}`);
        if (kind !== 'fill' || cid !== 'c1') return;
        isListening = true;
        venue.broker.submit(order({ cid: 'exit', side: 'sell', reduceOnly: true }), atMs);
        venue.broker.submit(limit('buy', 99.9, 1, { cid: 'again' }), atMs);
        venue.broker.cancel('again', atMs);
        isListening = false;
      },
    });
    venue.show(0, BIDS, ASKS);
    venue.broker.submit(order(), 1);
    venue.show(2);
    venue.show(3);
    expect(kinds).toEqual([
      'c1 submit',
      'c1 ack',
      'c1 fill',
      'exit submit',
      'again submit',
      'again cancel_request',
      'again cancel_ack',
      'again cancel',
      'exit ack',
      'exit fill',
    ]);
  });

  it('are not lost when the listener throws', () => {
    let failing = true;
    const kinds: string[] = [];
    const venue = new TestVenue({
      onEvent: ({ kind }) => {
        kinds.push(kind);
        if (failing) throw new Error('full disk');
      },
    });
    venue.show(0, BIDS, ASKS);
    expect(() => venue.broker.submit(order(), 1)).toThrow('full disk');
    failing = false;
    venue.show(2);
    expect(kinds).toEqual(['submit', 'ack', 'fill']);
  });

  it('never go back in time, and want a time', () => {
    const venue = open();
    venue.broker.submit(order(), 10);
    venue.show(5);
    expect(venue.events.map(({ atMs }) => atMs)).toEqual([10, 10, 10]);
    expect(() => venue.broker.advance(NaN)).toThrow(RangeError);
  });

  it('of quantities that binary fractions lose are decimal', () => {
    const venue = open();
    venue.show(1, BIDS, [
      [100.1, 0.1],
      [100.2, 0.2],
    ]);
    venue.broker.submit(order({ qty: 0.3 }), 2);
    venue.show(3);
    expect(venue.events.at(-1)).toMatchObject({ kind: 'fill', filledQty: 0.3, lastQty: 0.2 });
  });

  it('of an order forgotten after ten thousand others leave nothing behind', () => {
    const venue = new TestVenue({ filters: new Map([['BTCUSDT', FILTERS]]), onEvent: () => undefined });
    for (let i = 0; i <= 10_000; i++) venue.broker.submit(order({ cid: `c${i}`, symbol: 'NOPE' }), i);
    venue.broker.advance(10_001);
    expect([venue.broker.stateOf('c0'), venue.broker.stateOf('c1')?.status]).toEqual([undefined, 'REJECTED']);
  });
});
