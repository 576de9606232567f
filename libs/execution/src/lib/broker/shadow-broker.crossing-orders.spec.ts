import { limit } from './broker.fixture';
import { ASKS, BIDS, open } from './open-venue.fixture';

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
