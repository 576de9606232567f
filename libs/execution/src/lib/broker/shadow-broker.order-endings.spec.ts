import { limit, order } from './broker.fixture';
import { open, reasonOf } from './open-venue.fixture';

describe('cancel', () => {
  it('takes effect after its latency, and the order may fill until then', () => {
    const venue = open({ cancelLatencyMs: 20 });
    venue.broker.submit(limit('buy', 99.9, 1), 1);
    venue.show(2);
    venue.broker.cancel('c1', 10);
    venue.broker.cancel('c1', 11);
    venue.print(29.9, 'sell', 99.8, 0.5);
    venue.broker.advance(31);
    venue.print(32, 'sell', 99.8, 5);
    expect(venue.events.slice(2).map(({ kind, atMs }) => [kind, atMs])).toEqual([
      ['cancel_request', 10],
      ['partial', 29.9],
      ['cancel_ack', 30],
      ['cancel', 30],
    ]);
    expect(venue.broker.stateOf('c1')).toMatchObject({ status: 'CANCELLED', filledQty: 0.5, remainingQty: 0.5 });
    expect(venue.broker.ignored.cancels).toBe(1);
  });

  it('that comes too late or for nobody is ignored and counted', () => {
    const venue = open({ cancelLatencyMs: 20 });
    venue.broker.submit(limit('buy', 99.9, 1), 1);
    venue.show(2);
    venue.broker.cancel('c1', 3);
    venue.print(4, 'sell', 99.8, 5);
    venue.broker.advance(100);
    venue.broker.cancel('c1', 101);
    venue.broker.cancel('nobody', 101);
    expect(venue.news().map(([kind]) => kind)).toEqual(['submit', 'ack', 'cancel_request', 'fill']);
    expect(venue.broker.ignored).toEqual({ submits: 0, cancels: 3 });
  });

  it('does not overtake its order', () => {
    const venue = open({ orderLatencyMs: 50, cancelLatencyMs: 5 });
    venue.broker.submit(limit('buy', 99.9, 1), 0);
    venue.broker.cancel('c1', 1);
    venue.broker.advance(49);
    expect(venue.news()).toEqual([['submit'], ['cancel_request']]);
    venue.show(50);
    expect(venue.news()).toEqual([['cancel_ack'], ['cancel']]);
  });

  it('of all reaches every open order once', () => {
    const venue = open({ cancelLatencyMs: 20 });
    venue.broker.submit(limit('buy', 99.9, 1, { cid: 'a' }), 1);
    venue.broker.submit(limit('sell', 100.5, 1, { cid: 'b' }), 1);
    venue.broker.submit(order({ cid: 'gone' }), 1);
    venue.show(2);
    venue.broker.cancelAll(3);
    venue.broker.cancelAll(4);
    venue.broker.advance(30);
    expect(venue.events.filter(({ kind }) => kind === 'cancel_request').length).toBe(2);
    expect(venue.events.filter(({ kind }) => kind === 'cancel').map(({ order: { cid } }) => cid)).toEqual(['a', 'b']);
    expect([venue.broker.openOrders, venue.broker.ignored.cancels]).toEqual([[], 0]);
  });
});

describe('ttl', () => {
  it('ends what is left of an order, counted from submission', () => {
    const venue = open({ orderLatencyMs: 20 });
    venue.broker.submit(limit('buy', 99.9, 1, { ttlMs: 1000 }), 100);
    venue.show(130);
    venue.print(1099.9, 'sell', 99.8, 0.25);
    venue.print(1100, 'sell', 99.8, 5);
    expect(venue.events.at(-1)).toMatchObject({ kind: 'expire', reason: 'ttl', atMs: 1100, filledQty: 0.25 });
  });

  it('ends an order that is still on its way, and says nothing of one that has ended', () => {
    const venue = open({ orderLatencyMs: 20 });
    venue.broker.submit(order({ cid: 'slow', ttlMs: 10 }), 0);
    venue.broker.submit(order({ cid: 'fast', ttlMs: 100 }), 0);
    venue.show(20);
    venue.broker.advance(200);
    expect(venue.events.map(({ kind, order: { cid } }) => `${cid} ${kind}`)).toEqual([
      'slow submit',
      'fast submit',
      'slow expire',
      'fast ack',
      'fast fill',
    ]);
  });

  it.each([-1, NaN])('of %p is a mistake', (ttlMs) => {
    expect(() => open().broker.submit(order({ ttlMs }), 0)).toThrow(RangeError);
  });
});

describe('reduce-only', () => {
  const long = (qty: number) => {
    const venue = open();
    venue.broker.submit(order({ cid: 'entry', qty }), 1);
    venue.show(2);
    venue.news();
    return venue;
  };

  it('closes the position and expires with what would turn it', () => {
    const venue = long(0.3);
    venue.broker.submit(order({ cid: 'exit', side: 'sell', qty: 0.5, reduceOnly: true }), 3);
    venue.show(4);
    expect(venue.news().slice(2)).toEqual([['partial', 0.3, 99.9], ['expire']]);
    expect(venue.events).toEqual([]);
    expect(venue.broker.positionOf('BTCUSDT')).toBe(0);
  });

  it('of the side that would enlarge it is refused', () => {
    const venue = long(0.3);
    venue.broker.submit(order({ cid: 'more', qty: 0.1, reduceOnly: true }), 3);
    venue.show(4);
    expect(reasonOf(venue)).toEqual(['reject', 'reduce_only', -2022]);
  });

  it('is exempt from the least notional', () => {
    const venue = long(0.1);
    venue.broker.submit(order({ cid: 'exit', side: 'sell', qty: 0.01, reduceOnly: true }), 3);
    venue.show(4);
    expect(venue.news().at(-1)).toEqual(['fill', 0.01, 99.9]);
  });

  it('that rests ends when another order has closed the position', () => {
    const venue = long(0.5);
    venue.broker.submit(limit('sell', 100.1, 0.5, { cid: 'target', reduceOnly: true }), 3);
    venue.show(4);
    venue.broker.submit(order({ cid: 'stop', side: 'sell', qty: 0.5, reduceOnly: true }), 5);
    venue.show(6);
    expect(reasonOf(venue)).toEqual(['expire', 'position_closed', null]);
    expect(venue.broker.stateOf('target')).toMatchObject({ status: 'EXPIRED', filledQty: 0 });
    expect(venue.broker.positionOf('BTCUSDT')).toBe(0);
  });

  it('that rests fills no more than the position', () => {
    const venue = long(0.5);
    venue.broker.submit(limit('sell', 100, 0.8, { cid: 'target', reduceOnly: true }), 3);
    venue.show(4);
    venue.print(5, 'buy', 100, 5);
    expect(venue.news().slice(2)).toEqual([['partial', 0.5, 100], ['expire']]);
  });
});
