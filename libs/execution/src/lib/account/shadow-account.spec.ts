import { Decimal, sideSign, type Side } from '@aurora/kernel';
import fc from 'fast-check';
import { ShadowAccount, type PaidFill } from './shadow-account';

const MIDNIGHT = Date.UTC(2024, 6, 19);
const fill = (side: Side, qty: number, price: number, changes: Partial<PaidFill> = {}): PaidFill => ({
  symbol: 'BTCUSDT',
  side,
  qty,
  price,
  feeUsdt: 0.1,
  nowMs: MIDNIGHT - 1,
  ...changes,
});

describe('ShadowAccount', () => {
  it('books a trade that is closed in parts, after fees', () => {
    const account = new ShadowAccount(1000);
    expect(account.applyFill(fill('buy', 2, 100))).toMatchObject({ netUsdt: -0.1, tripUsdt: null, openedQty: 2 });
    expect([account.openPositions, account.openNotionalUsdt, account.unrealisedUsdt('BTCUSDT', 103)]).toEqual([
      1, 200, 6,
    ]);
    expect(account.applyFill(fill('sell', 1, 104, { reduceOnly: true }))).toMatchObject({
      realisedUsdt: 4,
      netUsdt: 3.9,
      tripUsdt: null,
    });
    expect(account.applyFill(fill('sell', 1, 99, { reduceOnly: true }))).toMatchObject({
      realisedUsdt: -1,
      netUsdt: -1.1,
      tripUsdt: 2.7,
      closed: true,
    });
    expect([account.openPositions, account.realisedUsdt, account.equityUsdt]).toEqual([0, 2.7, 1002.7]);
    expect([account.position('BTCUSDT'), account.unrealisedUsdt('BTCUSDT', 1)]).toEqual([undefined, 0]);
    expect([account.dayPnlUsdt(MIDNIGHT - 1), account.dayPnlPct(MIDNIGHT - 1)]).toEqual([
      expect.closeTo(2.7, 12),
      expect.closeTo(0.27, 12),
    ]);
    expect(account.dayPnlUsdt(MIDNIGHT)).toBe(0);
  });

  it('never flips by a closing, and starts a new trade after a flip', () => {
    const account = new ShadowAccount(1000);
    account.applyFill(fill('sell', 1, 100));
    expect(account.applyFill(fill('buy', 3, 90, { reduceOnly: true }))).toMatchObject({ closedQty: 1, tripUsdt: 9.8 });
    expect(account.openPositions).toBe(0);
    account.applyFill(fill('sell', 1, 100));
    expect(account.applyFill(fill('buy', 3, 90))).toMatchObject({ closed: true, openedQty: 2, tripUsdt: 9.8 });
    expect(account.applyFill(fill('sell', 2, 90))).toMatchObject({ tripUsdt: -0.1 });
  });

  it('takes a rebate', () => {
    const account = new ShadowAccount(1000);
    account.applyFill(fill('buy', 1, 100, { feeUsdt: -0.2 }));
    expect(account.realisedUsdt).toBe(0.2);
  });

  it('realises what was paid and received, to the cent', () => {
    const one = fc.record({
      side: fc.constantFrom<Side>('buy', 'sell'),
      qty: fc.integer({ min: 1, max: 500 }).map((units) => units / 1000),
      price: fc.integer({ min: 1, max: 10_000 }).map((ticks) => ticks / 100),
      feeUsdt: fc.integer({ min: -100, max: 1000 }).map((units) => units / 1000),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 40 }), (fills) => {
        const account = new ShadowAccount(1000);
        let cash = new Decimal(0);
        for (const { side, qty, price, feeUsdt } of fills) {
          account.applyFill(fill(side, qty, price, { feeUsdt }));
          cash = cash.sub(new Decimal(qty).mul(price).mul(sideSign(side))).sub(feeUsdt);
        }
        const mark = 50;
        const held = account.position('BTCUSDT')?.qty ?? 0;
        const worth = cash.add(new Decimal(held).mul(mark)).toNumber();
        expect(account.realisedUsdt + account.unrealisedUsdt('BTCUSDT', mark)).toBeCloseTo(worth, 6);
      }),
    );
  });

  it('goes on where it stopped', () => {
    const account = new ShadowAccount(1000);
    account.applyFill(fill('buy', 0.3, 100.1));
    account.applyFill(fill('sell', 0.1, 100.2, { reduceOnly: true }));
    const again = new ShadowAccount(1000);
    again.restore(JSON.parse(JSON.stringify(account.exportState())));
    expect(again.exportState()).toEqual(account.exportState());
    const last = fill('sell', 0.2, 100.3, { reduceOnly: true });
    expect(again.applyFill(last)).toEqual(account.applyFill(last));
  });

  it.each([{ feeUsdt: NaN }, { feeUsdt: Infinity }, { qty: 0 }, { price: NaN }, { nowMs: NaN }])(
    'refuses %p and changes nothing',
    (bad) => {
      const account = new ShadowAccount(1000);
      expect(() => account.applyFill(fill('buy', 1, 100, bad))).toThrow(RangeError);
      expect([account.openPositions, account.realisedUsdt, account.exportState().trips]).toEqual([0, 0, []]);
    },
  );

  it.each([0, -1, NaN, Infinity])('refuses an equity of %p', (equity) => {
    expect(() => new ShadowAccount(equity)).toThrow(RangeError);
  });
});
