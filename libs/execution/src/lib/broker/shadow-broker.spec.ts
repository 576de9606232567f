import { FILTERS } from '../venue/venue-filters.fixture';
import { TestVenue, limit, order } from './broker.fixture';

const BIDS = [
  [99.9, 2],
  [99.8, 3],
] as const;
const ASKS = [
  [100.1, 1],
  [100.2, 2],
  [100.5, 4],
] as const;

const open = (options = {}) => {
  const venue = new TestVenue(options);
  venue.show(0, BIDS, ASKS);
  return venue;
};

const reasonOf = (venue: TestVenue) => venue.events.map(({ kind, reason, code }) => [kind, reason, code]).at(-1);

describe('market orders', () => {
  it('take level by level, pay the taker fee and average their price', () => {
    const venue = open();
    venue.broker.submit(order({ qty: 2.5 }), 1);
    venue.show(2);
    const last = venue.events.at(-1)!;
    expect(venue.news()).toEqual([['submit'], ['ack'], ['partial', 1, 100.1], ['fill', 1.5, 100.2]]);
    expect([last.filledQty, last.avgPrice, last.fee, last.totalFee]).toEqual([2.5, 100.16, 0.07515, 0.1252]);
    expect([last.liquidity, last.orderId, venue.broker.positionOf('BTCUSDT')]).toEqual(['taker', 'shadow-c1', 2.5]);
  });

  it('sell into the bids', () => {
    const venue = open();
    venue.broker.submit(order({ side: 'sell', qty: 2.5 }), 1);
    venue.show(2);
    expect(venue.news().slice(2)).toEqual([
      ['partial', 2, 99.9],
      ['fill', 0.5, 99.8],
    ]);
    expect(venue.broker.positionOf('BTCUSDT')).toBe(-2.5);
  });

  it('expire with what the known book does not hold', () => {
    const venue = open();
    venue.broker.submit(order({ qty: 7.5 }), 1);
    venue.show(2);
    expect([reasonOf(venue), venue.broker.stateOf('c1')?.filledQty]).toEqual([['expire', 'no_liquidity', null], 7]);
  });

  it('end at the bound around the mark price, at the bound they still take', () => {
    const venue = open();
    venue.show(1, BIDS, [
      [100, 1],
      [105, 1],
      [105.1, 1],
    ]);
    venue.broker.onMarkPrice('BTCUSDT', 100);
    venue.broker.submit(order({ qty: 3 }), 2);
    venue.show(3);
    expect(venue.news()).toEqual([['submit'], ['ack'], ['partial', 1, 100], ['partial', 1, 105], ['expire']]);
  });

  it.each([
    ['buy', 100.1 / 1.05 + 1e-6, 'ack'],
    ['buy', 100.1 / 1.05 - 1e-6, 'reject'],
    ['sell', 99.9 / 0.95 - 1e-6, 'ack'],
    ['sell', 99.9 / 0.95 + 1e-6, 'reject'],
  ] as const)('a %s with the mark at %p: %s', (side, mark, kind) => {
    const venue = open();
    venue.broker.onMarkPrice('BTCUSDT', mark);
    venue.broker.submit(order({ side }), 1);
    venue.show(2);
    expect(venue.events[1]?.kind).toBe(kind);
    if (kind === 'reject') expect(reasonOf(venue)).toEqual(['reject', 'market_price_off_mark', -4131]);
  });

  it('find what earlier orders took gone, until the book changes that level', () => {
    const venue = open();
    venue.broker.submit(order({ cid: 'a', qty: 0.7 }), 1);
    venue.broker.submit(order({ cid: 'b', qty: 0.7 }), 1);
    venue.show(2);
    expect(venue.news().filter(([, qty]) => qty)).toEqual([
      ['fill', 0.7, 100.1],
      ['partial', 0.3, 100.1],
      ['fill', 0.4, 100.2],
    ]);
    venue.broker.submit(order({ cid: 'c', qty: 1 }), 3);
    venue.show(4);
    expect(venue.news().at(-1)).toEqual(['fill', 1, 100.2]);
    venue.show(5, BIDS, [[100.1, 0.9], ...ASKS.slice(1)]);
    venue.broker.submit(order({ cid: 'd', qty: 1 }), 6);
    venue.show(7);
    expect(venue.news().slice(-2)).toEqual([
      ['partial', 0.9, 100.1],
      ['fill', 0.1, 100.2],
    ]);
  });
});

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

describe('limit orders that cross', () => {
  it.each([
    [
      'GTC',
      100.2,
      [
        ['partial', 1, 100.1],
        ['partial', 2, 100.2],
      ],
      'PARTIAL',
    ],
    ['IOC', 100.2, [['partial', 1, 100.1], ['partial', 2, 100.2], ['expire']], 'EXPIRED'],
    [
      'FOK',
      100.5,
      [
        ['partial', 1, 100.1],
        ['partial', 2, 100.2],
        ['fill', 0.5, 100.5],
      ],
      'FILLED',
    ],
    ['IOC', 100, [['expire']], 'EXPIRED'],
  ] as const)('%s at %p', (timeInForce, price, fills, status) => {
    const venue = open();
    venue.broker.submit(limit('buy', price, 3.5, { timeInForce }), 1);
    venue.show(2);
    expect(venue.news()).toEqual([['submit'], ['ack'], ...fills]);
    expect(venue.broker.stateOf('c1')?.status).toBe(status);
  });

  it('rest with what is left, first in line, and are filled by what comes to them', () => {
    const venue = open();
    venue.broker.submit(limit('buy', 100.1, 1.5), 1);
    venue.show(2);
    venue.show(3);
    expect(venue.news()).toEqual([['submit'], ['ack'], ['partial', 1, 100.1]]);
    expect(venue.broker.openOrders[0]).toMatchObject({ status: 'PARTIAL', remainingQty: 0.5, aheadQty: 0 });
    venue.print(4, 'sell', 100.1, 0.2);
    venue.show(5, BIDS, [[100.1, 0.1], ...ASKS.slice(1)]);
    venue.show(6);
    venue.show(7, BIDS, [[100.1, 5], ...ASKS.slice(1)]);
    expect(venue.news()).toEqual([
      ['partial', 0.2, 100.1],
      ['partial', 0.1, 100.1],
      ['fill', 0.2, 100.1],
    ]);
    expect(venue.broker.stateOf('c1')?.totalFee).toBeCloseTo(100.1 * 5e-4 + 50.05 * 2e-4, 12);
  });
});

describe('resting orders', () => {
  const resting = (qty = 1) => {
    const venue = open();
    venue.broker.submit(limit('buy', 99.9, qty, { timeInForce: 'GTX' }), 1);
    venue.show(2);
    venue.news();
    return venue;
  };

  it('wait for the quantity that stood at the price, then fill at their price for the maker fee', () => {
    const venue = resting();
    expect(venue.broker.openOrders[0]?.aheadQty).toBe(2);
    venue.print(3, 'sell', 99.9, 1.9);
    venue.print(4, 'sell', 99.9, 0.3);
    expect(venue.broker.stateOf('c1')).toMatchObject({ status: 'PARTIAL', filledQty: 0.2, aheadQty: 0 });
    venue.print(5, 'sell', 99.9, 8);
    const last = venue.events.at(-1)!;
    expect(venue.news()).toEqual([
      ['partial', 0.2, 99.9],
      ['fill', 0.8, 99.9],
    ]);
    expect([last.liquidity, last.totalFee, last.avgPrice]).toEqual(['maker', 0.01998, 99.9]);
  });

  it.each([
    ['buyers at the price', 'buy', 99.9, {}],
    ['sellers above the price', 'sell', 100, {}],
    ['prints that no market order made', 'sell', 99, { kind: 'offMarketTrade' }],
    ['prints of another symbol', 'sell', 99, { symbol: 'ETHUSDT' }],
    ['prints as old as the book they joined', 'sell', 99, { tradeMs: 0 }],
  ] as const)('are not reached by %s', (_, aggressor, price, changes) => {
    const venue = resting();
    venue.print(3, aggressor, price, 100, changes);
    expect(venue.news()).toEqual([]);
    expect(venue.broker.openOrders[0]?.aheadQty).toBe(2);
  });

  it('are reached by prints newer than the book they joined', () => {
    const venue = resting();
    venue.print(3, 'sell', 99, 100, { tradeMs: 1 });
    expect(venue.news()).toEqual([['fill', 1, 99.9]]);
  });

  it('are filled at their own price by prints beyond it, as far as those go', () => {
    const venue = resting();
    venue.print(3, 'sell', 99.8, 0.4);
    venue.print(4, 'sell', 99.9, 0.1);
    expect(venue.news()).toEqual([
      ['partial', 0.4, 99.9],
      ['partial', 0.1, 99.9],
    ]);
  });

  it('are filled at their own price by what the other side offers there or beyond', () => {
    const venue = resting(3);
    venue.show(
      3,
      [[99.6, 5]],
      [
        [99.7, 1],
        [99.9, 1],
        [100, 9],
      ],
    );
    venue.show(4);
    expect(venue.news()).toEqual([
      ['partial', 1, 99.9],
      ['partial', 1, 99.9],
    ]);
    expect(venue.broker.openOrders[0]?.aheadQty).toBe(0);
  });

  it('advance when the book shows less than stood ahead, not when others join', () => {
    const venue = resting();
    venue.show(3, [[99.9, 5]], ASKS);
    expect(venue.broker.openOrders[0]?.aheadQty).toBe(2);
    venue.show(4, [[99.9, 1.5]], ASKS);
    expect(venue.broker.openOrders[0]?.aheadQty).toBe(1.5);
    venue.print(5, 'sell', 99.9, 0.25, { tradeMs: 4 });
    expect(venue.broker.openOrders[0]?.aheadQty).toBe(1.5);
    venue.print(5, 'sell', 99.9, 0.5);
    expect(venue.broker.openOrders[0]?.aheadQty).toBe(1);
  });

  it('beyond the known book wait for the market to go beyond them', () => {
    const venue = open();
    venue.broker.submit(limit('sell', 100.6, 1), 1);
    venue.show(2);
    venue.print(3, 'buy', 100.6, 50);
    expect(venue.broker.openOrders[0]).toMatchObject({ filledQty: 0, aheadQty: Infinity });
    venue.print(4, 'buy', 100.7, 50);
    expect(venue.news().at(-1)).toEqual(['fill', 1, 100.6]);
  });

  it('share a print: best price first, then the earlier, and none of it twice', () => {
    const venue = open();
    venue.broker.submit(limit('buy', 99.8, 1, { cid: 'low' }), 1);
    venue.broker.submit(limit('buy', 99.9, 1, { cid: 'early' }), 1);
    venue.broker.submit(limit('buy', 99.9, 1, { cid: 'late' }), 1);
    venue.broker.submit(limit('buy', 100, 1, { cid: 'best' }), 1);
    venue.show(2);
    venue.events.length = 0;
    venue.print(3, 'sell', 99.9, 4.5);
    expect(venue.events.map(({ order: { cid }, lastQty }) => [cid, lastQty])).toEqual([
      ['best', 1],
      ['early', 1],
      ['late', 0.5],
    ]);
    venue.print(4, 'sell', 99.8, 3.75);
    expect(venue.events.slice(3).map(({ order: { cid }, lastQty }) => [cid, lastQty])).toEqual([
      ['late', 0.5],
      ['low', 0.25],
    ]);
  });

  it('are not filled while the book is not to be trusted, nor by a second kind of the same prints', () => {
    const venue = resting();
    venue.lose(3);
    venue.print(4, 'sell', 99, 5);
    expect(venue.news()).toEqual([]);
    venue.show(5, BIDS, ASKS);
    venue.print(6, 'sell', 99, 5, { kind: 'aggTrade' });
    expect(venue.news()).toEqual([]);
    venue.print(7, 'sell', 99, 5);
    expect(venue.news()).toEqual([['fill', 1, 99.9]]);
  });
});

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
