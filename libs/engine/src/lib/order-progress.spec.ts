import fc from 'fast-check';
import { OrderProgress, type OrderNames } from './order-progress';

const named = (changes: Partial<OrderNames> = {}): OrderNames => ({
  symbol: 'BTCUSDT',
  orderId: null,
  clientOrderId: null,
  exchangeOrderId: null,
  ...changes,
});

describe('OrderProgress', () => {
  it('turns cumulative fills into new ones', () => {
    const orders = new OrderProgress();
    const order = named({ orderId: '17' });
    expect(orders.advance(order, 0, false)).toEqual({ newQty: 0, repeated: false });
    expect(orders.advance(order, 0.25, false)).toEqual({ newQty: 0.25, repeated: false });
    expect(orders.advance(order, 0.25, false)).toEqual({ newQty: 0, repeated: false });
    expect(orders.advance(order, 0.1, false)).toEqual({ newQty: 0, repeated: false });
    expect(orders.advance(order, 1, true)).toEqual({ newQty: 0.75, repeated: false });
    expect(orders.advance(order, 1, true)).toEqual({ newQty: 0, repeated: true });
    expect(orders.advance(order, 0, false)).toEqual({ newQty: 0, repeated: true });
  });

  it('takes decimals apart as decimals', () => {
    const orders = new OrderProgress();
    orders.advance(named({ orderId: '17' }), 0.008, false);
    expect(orders.advance(named({ orderId: '17' }), 0.015, true).newQty).toBe(0.007);
  });

  it('takes in a fill that a cancel overtook', () => {
    const orders = new OrderProgress();
    const order = named({ orderId: '17' });
    orders.advance(order, 0, true);
    expect(orders.advance(order, 0.5, false)).toEqual({ newQty: 0.5, repeated: false });
    expect(orders.advance(order, 0.5, false).repeated).toBe(true);
  });

  it('knows an order by any of its ids', () => {
    const orders = new OrderProgress();
    orders.advance(named({ clientOrderId: 'c' }), 1, false);
    expect(orders.advance(named({ orderId: '17', clientOrderId: 'c' }), 1, false).newQty).toBe(0);
    expect(orders.advance(named({ exchangeOrderId: '17' }), 1, true).newQty).toBe(0);
    expect(orders.advance(named({ clientOrderId: 'c' }), 1, true).repeated).toBe(true);
  });

  it.each([
    ['of another symbol', named({ orderId: '17', symbol: 'ETHUSDT' })],
    ["of the client's own numbering", named({ clientOrderId: '17' })],
    ['of no symbol, where no fill was booked', named({ orderId: '17', symbol: null })],
    ['of a longer name', named({ orderId: '170' })],
    ['of the empty name', named({ orderId: '' })],
  ])('takes an order %s for another one', (_, other) => {
    const orders = new OrderProgress();
    orders.advance(named({ orderId: '17' }), 1, true);
    expect(orders.advance(other, 1, true)).toEqual({ newQty: 1, repeated: false });
  });

  it('counts every report of an order without a name', () => {
    const orders = new OrderProgress();
    for (const _ of 'ab') expect(orders.advance(named(), 1, true)).toEqual({ newQty: 1, repeated: false });
    expect(orders.exportState()).toEqual({ orders: [] });
  });

  it('remembers the last 8 names of an order, those of the last report among them', () => {
    const progress = new OrderProgress();
    const named = (orderId: string) => ({ symbol: 'BTCUSDT', orderId, clientOrderId: 'c', exchangeOrderId: null });
    for (let n = 1; n <= 100; n++) expect(progress.advance(named(`o${n}`), n, false).newQty).toBe(1);
    expect(progress.exportState().orders[0]!.keys).toHaveLength(8);
    const byOrderId = (orderId: string) => ({ ...named(orderId), clientOrderId: null });
    expect(progress.advance(byOrderId('o94'), 100, false).newQty).toBe(0);
    expect(progress.advance(byOrderId('o93'), 100, false).newQty).toBe(100);
  });

  it('remembers 4096 orders, those heard of last', () => {
    const orders = new OrderProgress();
    for (let n = 0; n < 4096; n++) orders.advance(named({ orderId: `${n}`, clientOrderId: `c${n}` }), 1, false);
    orders.advance(named({ orderId: '0' }), 1, false);
    orders.advance(named({ orderId: 'new' }), 1, false);
    expect(orders.exportState().orders).toHaveLength(4096);
    expect(orders.advance(named({ clientOrderId: 'c0' }), 1, true).newQty).toBe(0);
    expect(orders.advance(named({ clientOrderId: 'c1' }), 1, true).newQty).toBe(1);
  });

  it('lets orders go in the order in which they were heard of last, however many came and were restored', () => {
    let orders = new OrderProgress();
    const heard: string[] = [];
    const hear = (id: string) => {
      orders.advance(named({ orderId: id, clientOrderId: id }), 1, false);
      if (heard.includes(id)) heard.splice(heard.indexOf(id), 1);
      heard.push(id);
    };
    for (let n = 0; n < 14_000; n++) {
      hear(`${n}`);
      if (n % 7 === 0) hear(`${Math.floor(n * 0.9)}`);
      if (heard.length > 4096) heard.splice(0, heard.length - 4096);
      if (n % 5000 === 4999) {
        const state = orders.exportState();
        orders = new OrderProgress();
        orders.restore(state);
      }
    }
    expect(orders.exportState().orders.map(({ keys }) => keys[0]!.split('|').at(-1))).toEqual(heard);
  });

  const report = fc.record({
    names: fc.record({
      symbol: fc.constantFrom('BTCUSDT', null),
      orderId: fc.constantFrom('1', '2', null),
      clientOrderId: fc.constantFrom('1', '2', null),
      exchangeOrderId: fc.constantFrom('1', '2', null),
    }),
    filled: fc.constantFrom(0, 0.5, 1, 2),
    terminal: fc.boolean(),
  });

  it('never books less than the largest fill of an order nor more than its growth, and survives a restart', () => {
    fc.assert(
      fc.property(fc.array(report), fc.nat(20), (reports, restartAt) => {
        let orders = new OrderProgress();
        const booked = new Map<string, number>();
        reports.forEach(({ names, filled, terminal }, at) => {
          if (at === restartAt) {
            const restored = new OrderProgress();
            restored.restore(JSON.parse(JSON.stringify(orders.exportState())));
            expect(restored.exportState()).toEqual(orders.exportState());
            orders = restored;
          }
          // One name an order: its total is what it filled at most.
          const own = named({ orderId: names.orderId ?? '3' });
          const { newQty } = orders.advance(own, filled, terminal);
          const total = (booked.get(own.orderId!) ?? 0) + newQty;
          booked.set(own.orderId!, total);
          expect(newQty).toBeGreaterThanOrEqual(0);
          expect(total).toBeGreaterThanOrEqual(filled);
          expect([0, 0.5, 1, 2]).toContain(total);
        });
      }),
    );
  });
});
