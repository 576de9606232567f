import { order } from './broker.fixture';
import { ASKS, BIDS, open, reasonOf } from './open-venue.fixture';

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
