import { TestVenue, limit, order } from './broker.fixture';
import { ASKS, BIDS, open, reasonOf } from './open-venue.fixture';

describe('arrival', () => {
  it('is at the first book shown once the latency has passed', () => {
    const venue = open({ orderLatencyMs: 20 });
    venue.broker.submit(order(), 100);
    venue.show(119.9);
    venue.broker.advance(120);
    expect(venue.news()).toEqual([['submit']]);
    venue.show(120, BIDS, [[100.3, 5]]);
    expect(venue.events.map(({ atMs }) => atMs)).toEqual([120, 120]);
    expect(venue.news()).toEqual([['ack'], ['fill', 1, 100.3]]);
  });

  it('waits while the book is out of step, crossed, or without any price to value it by', () => {
    const venue = new TestVenue();
    venue.broker.submit(order(), 1);
    venue.show(2, [], [[100, 5]]);
    venue.show(3, [[100, 5]], [[100, 5]]);
    venue.show(4, [[100.1, 5]], [[100, 5]]);
    venue.lose(5);
    expect(venue.news()).toEqual([['submit']]);
    venue.show(6, BIDS, ASKS);
    expect(venue.news()).toEqual([['ack'], ['fill', 1, 100.1]]);
  });

  it('of an unknown symbol is refused on time', () => {
    const venue = open({ orderLatencyMs: 20 });
    venue.broker.submit(order({ symbol: 'NOPE' }), 0);
    venue.broker.advance(19);
    expect(venue.news()).toEqual([['submit']]);
    venue.broker.advance(25);
    expect([reasonOf(venue), venue.events[0]?.atMs]).toEqual([['reject', 'unknown_symbol', -1121], 20]);
  });

  it('of a cid that was sent before does nothing', () => {
    const venue = open();
    venue.broker.submit(order(), 1);
    venue.broker.submit(order({ qty: 2 }), 1);
    venue.show(2);
    venue.broker.submit(order(), 3);
    venue.show(4);
    expect(venue.news()).toEqual([['submit'], ['ack'], ['fill', 1, 100.1]]);
    expect(venue.broker.ignored).toEqual({ submits: 2, cancels: 0 });
  });

  it.each([
    [order({ qty: 0 }), 'qty_not_positive', -4003],
    [order({ qty: NaN }), 'qty_not_positive', -4003],
    [order({ qty: 0.0005 }), 'qty_below_min', -4004],
    [order({ qty: 120.001 }), 'qty_above_max', -4005],
    [order({ qty: 0.04 }), 'notional_below_min', -4164],
    [limit('buy', 99.95, 1), 'price_off_tick', -4014],
    [limit('buy', 105.1, 1), 'price_above_mark_cap', -4016],
    [limit('sell', 94.9, 1), 'price_below_mark_floor', -4024],
    [order({ type: 'limit' }), 'price_not_positive', -4001],
    [order({ side: 'sell', reduceOnly: true }), 'reduce_only', -2022],
    [limit('buy', 100.1, 1, { timeInForce: 'GTX' }), 'post_only_would_take', -5022],
    [limit('sell', 99.9, 1, { timeInForce: 'GTX' }), 'post_only_would_take', -5022],
    [limit('buy', 100.1, 1.001, { timeInForce: 'FOK' }), 'fok_not_fillable', -5021],
    [limit('buy', 100, 1, { timeInForce: 'FOK' }), 'fok_not_fillable', -5021],
  ])('%j is refused: %s', (refused, reason, code) => {
    const venue = open();
    venue.broker.submit(refused, 1);
    venue.show(2);
    expect(venue.events.map(({ kind }) => kind)).toEqual(['submit', 'reject']);
    expect(reasonOf(venue)).toEqual(['reject', reason, code]);
    expect(venue.broker.openOrders).toEqual([]);
  });
});
