import { limit } from './broker.fixture';
import { ASKS, BIDS, open } from './open-venue.fixture';

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
