import type { Side } from '@aurora/kernel';
import fc from 'fast-check';
import { PositionBook, type Fill } from './position-book';

const fill = (side: Side, qty: number | undefined, changes: Partial<Fill> = {}): Fill => ({
  symbol: 'BTCUSDT',
  side,
  qty,
  price: 100,
  nowMs: 1000,
  ...changes,
});

describe('PositionBook', () => {
  it('opens, grows at the average price, shrinks and ends', () => {
    const book = new PositionBook();
    expect(book.applyFill(fill('buy', 1))).toEqual({ closedQty: 0, openedQty: 1, realisedUsdt: 0, closed: false });
    book.applyFill(fill('buy', 3, { price: 120, nowMs: 2000 }));
    expect(book.position('BTCUSDT')).toMatchObject({ qty: 4, avgPrice: 115, openedAtMs: 1000 });
    expect(book.applyFill(fill('sell', 1, { price: 125 }))).toEqual({
      closedQty: 1,
      openedQty: 0,
      realisedUsdt: 10,
      closed: false,
    });
    expect(book.position('BTCUSDT')).toMatchObject({ qty: 3, avgPrice: 115, openedAtMs: 1000 });
    expect(book.applyFill(fill('sell', 3, { price: 105 }))).toEqual({
      closedQty: 3,
      openedQty: 0,
      realisedUsdt: -30,
      closed: true,
    });
    expect([book.position('BTCUSDT'), book.openCount(), book.notional('BTCUSDT')]).toEqual([undefined, 0, 0]);
  });

  it('flips: the rest opens on the other side', () => {
    const book = new PositionBook();
    book.applyFill(fill('sell', 2));
    expect(book.applyFill(fill('buy', 5, { price: 90, nowMs: 9000 }))).toEqual({
      closedQty: 2,
      openedQty: 3,
      realisedUsdt: 20,
      closed: true,
    });
    expect(book.position('BTCUSDT')).toMatchObject({ qty: 3, avgPrice: 90, openedAtMs: 9000 });
  });

  it.each<[string, Fill, number]>([
    ['reduce-only, other side, too much', fill('sell', 9, { reduceOnly: true }), 0],
    ['reduce-only, same side', fill('buy', 9, { reduceOnly: true }), 4],
    ['close, too much', fill('sell', 9, { close: true }), 0],
    ['close, in part', fill('sell', 1, { close: true }), 3],
    ['close, side of the position', fill('buy', 1, { close: true }), 3],
    ['close, without a quantity', fill('sell', undefined, { close: true }), 0],
  ])('never flips or grows: %s', (_, closing, qty) => {
    const book = new PositionBook();
    book.applyFill(fill('buy', 4));
    expect(book.applyFill(closing)).toMatchObject({ closedQty: 4 - qty, openedQty: 0, closed: qty === 0 });
    expect(book.position('BTCUSDT')?.qty ?? 0).toBe(qty);
  });

  it('hears of a close without a position, opens none', () => {
    const book = new PositionBook();
    expect(book.applyFill(fill('sell', 2, { close: true }))).toEqual({
      closedQty: 0,
      openedQty: 0,
      realisedUsdt: 0,
      closed: true,
    });
    expect(book.applyFill(fill('sell', 2, { reduceOnly: true })).closed).toBe(false);
    expect(book.openCount()).toBe(0);
  });

  it('is flat after equal parts, to the last digit', () => {
    const book = new PositionBook();
    book.applyFill(fill('buy', 0.1));
    book.applyFill(fill('buy', 0.2));
    expect(book.applyFill(fill('sell', 0.3)).closed).toBe(true);
    expect(book.openCount()).toBe(0);
  });

  it('makes nothing up where a price is missing', () => {
    const book = new PositionBook();
    book.applyFill(fill('buy', 1, { price: undefined }));
    expect([book.position('BTCUSDT')?.avgPrice, book.notional('BTCUSDT'), book.notional('BTCUSDT', 50)]).toEqual([
      null,
      null,
      50,
    ]);
    book.applyFill(fill('buy', 1));
    expect(book.position('BTCUSDT')?.avgPrice).toBeNull();
    expect(book.applyFill(fill('sell', 1)).realisedUsdt).toBeNull();
    const priced = new PositionBook();
    priced.applyFill(fill('sell', 2));
    expect(priced.notional('BTCUSDT')).toBe(200);
    expect(priced.applyFill(fill('buy', 1, { price: undefined })).realisedUsdt).toBeNull();
  });

  it.each([0, -1, NaN, Infinity])('refuses the number %p and changes nothing', (bad) => {
    const book = new PositionBook();
    expect(() => book.applyFill(fill('buy', bad))).toThrow(RangeError);
    expect(() => book.applyFill(fill('buy', 1, { price: bad }))).toThrow(RangeError);
    expect(() => book.applyFill(fill('buy', undefined))).toThrow(RangeError);
    if (!Number.isFinite(bad)) expect(() => book.applyFill(fill('buy', 1, { nowMs: bad }))).toThrow(RangeError);
    expect(book.openCount()).toBe(0);
  });

  it('holds the sum of the fills, and what it realises with what it holds is what was paid and received', () => {
    const one = fc.record({
      side: fc.constantFrom<Side>('buy', 'sell'),
      qty: fc.integer({ min: 1, max: 50 }).map((lots) => lots / 10),
      price: fc.integer({ min: 1, max: 1000 }).map((ticks) => ticks / 10),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 40 }), (fills) => {
        const book = new PositionBook();
        let [cash, net, realised] = [0, 0, 0];
        for (const { side, qty, price } of fills) {
          const sign = side === 'buy' ? 1 : -1;
          net += sign * qty;
          cash -= sign * qty * price;
          realised += book.applyFill(fill(side, qty, { price })).realisedUsdt!;
        }
        const held = book.position('BTCUSDT');
        expect(held?.qty ?? 0).toBeCloseTo(net, 9);
        expect(realised).toBeCloseTo(cash + (held?.qty ?? 0) * (held?.avgPrice ?? 0), 6);
      }),
    );
  });

  it('survives a restart to the digit', () => {
    const book = new PositionBook();
    book.applyFill(fill('buy', 0.1, { price: 3 }));
    book.applyFill(fill('buy', 0.2, { price: 4 }));
    book.applyFill(fill('sell', 7, { symbol: 'ETHUSDT', price: undefined }));
    const again = new PositionBook();
    again.restore(JSON.parse(JSON.stringify(book.exportState())));
    expect(again.exportState()).toEqual(book.exportState());
    expect([again.openCount(), again.position('ETHUSDT')?.avgPrice]).toEqual([2, null]);
    expect(again.applyFill(fill('sell', 0.3)).closed).toBe(true);
  });
});
