import fc from 'fast-check';
import { ExposureLedger } from './exposure-ledger';
import { CAP_1000, OFF, order, TWO_A_MINUTE } from './reservation-request.fixture';

describe('exposure cap', () => {
  it('grants what is left, exactly up to the cap, then nothing', () => {
    const ledger = new ExposureLedger();
    expect(ledger.tryReserve(order({ notional: 600 }), CAP_1000)).toEqual({
      ok: true,
      grantedNotional: 600,
      retryAfterMs: 0,
    });
    expect(ledger.tryReserve(order({ notional: 600, qty: 3 }), CAP_1000)).toMatchObject({
      ok: true,
      grantedNotional: 400,
    });
    expect(ledger.inFlightReducingQty('BTCUSDT', 'buy')).toBe(1 + 2);
    expect(ledger.tryReserve(order({ notional: 1e-3 }), CAP_1000)).toEqual({
      ok: false,
      grantedNotional: 0,
      reason: 'risk_symbol_exposure',
      retryAfterMs: 0,
    });
    expect(ledger.quotas('BTCUSDT', CAP_1000, 0)).toEqual({ tradesPmLeft: null, symbolExposureLeftUsdt: 0 });
    expect(ledger.quotas('ETHUSDT', CAP_1000, 0).symbolExposureLeftUsdt).toBe(1000);
  });

  it.each([
    ['a long', 990, 10],
    ['a short', -990, 10],
    ['a position over the cap', 1200, 0],
    ['a position of unknown value', null, 0],
    ['a position of value NaN', NaN, 0],
    ['what rounding leaves', 1000 - 1e-7, 0],
  ])('counts %s', (_, positionNotional, left) => {
    const caps = { ...CAP_1000, positionNotional };
    const ledger = new ExposureLedger();
    expect(ledger.quotas('BTCUSDT', caps, 0).symbolExposureLeftUsdt).toBe(left);
    expect(ledger.tryReserve(order(), caps)).toMatchObject({ ok: left > 0, grantedNotional: left });
  });

  it('refuses an order of which the cap leaves no quantity at all', () => {
    const ledger = new ExposureLedger();
    const least = order({ qty: Number.MIN_VALUE, notional: 1e15 });
    expect(ledger.tryReserve(least, CAP_1000)).toMatchObject({ ok: false, reason: 'risk_symbol_exposure' });
    expect(ledger.totalReserved()).toBe(0);
    expect(ledger.tryReserve(order({ notional: 1000 }), CAP_1000)).toMatchObject({ ok: true, grantedNotional: 1000 });
  });

  it('refuses an opening without a value under a cap, not without one', () => {
    const ledger = new ExposureLedger();
    expect(ledger.tryReserve(order({ notional: 0 }), CAP_1000)).toMatchObject({ reason: 'risk_symbol_exposure' });
    expect(ledger.tryReserve(order({ notional: 0 }), OFF).ok).toBe(true);
  });

  it('neither refuses nor counts an exit', () => {
    const ledger = new ExposureLedger();
    const caps = { ...CAP_1000, positionNotional: 5000 };
    expect(ledger.tryReserve(order({ reduceOnly: true, side: 'sell', qty: 7 }), caps)).toMatchObject({
      ok: true,
      grantedNotional: 100,
    });
    expect(ledger.inFlightReducingQty('BTCUSDT', 'sell')).toBe(7);
    expect(ledger.quotas('BTCUSDT', CAP_1000, 0).symbolExposureLeftUsdt).toBe(1000);
  });

  it('never lets openings together exceed the cap, whatever settles and expires between', () => {
    const step = fc.oneof(
      fc.record({ notional: fc.double({ min: 0, max: 500, noNaN: true }), stepMs: fc.nat(30_000) }),
      fc.record({ settle: fc.nat(30), share: fc.double({ min: 0, max: 1.2, noNaN: true }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const ledger = new ExposureLedger();
        const given: { id: string; atMs: number; notional: number; done: boolean }[] = [];
        let nowMs = 0;
        for (const one of steps) {
          if ('notional' in one) {
            nowMs += one.stepMs;
            const request = order({ notional: one.notional, nowMs });
            const grant = ledger.tryReserve(request, CAP_1000);
            if (grant.ok)
              given.push({ id: request.decisionId, atMs: nowMs, notional: grant.grantedNotional, done: false });
          } else if (given[one.settle]) {
            const target = given[one.settle]!;
            if (one.share > 1) target.done = true;
            ledger.settle(target.id, one.share > 1 ? undefined : 0);
          }
          const inForce = given.filter(({ done, atMs }) => !done && atMs + 60_000 > nowMs);
          const sum = inForce.reduce((total, { notional }) => total + notional, 0);
          expect(sum).toBeLessThanOrEqual(1000 * (1 + 1e-9));
          expect(ledger.quotas('BTCUSDT', CAP_1000, nowMs).symbolExposureLeftUsdt).toBeCloseTo(
            Math.max(0, 1000 - sum),
            5,
          );
        }
      }),
    );
  });
});

describe('orders per minute', () => {
  it('denies beyond the limit until the oldest is exactly a minute old', () => {
    const ledger = new ExposureLedger();
    ledger.tryReserve(order({ nowMs: 0 }), TWO_A_MINUTE);
    expect(ledger.quotas('BTCUSDT', TWO_A_MINUTE, 0)).toEqual({ tradesPmLeft: 1, symbolExposureLeftUsdt: null });
    ledger.tryReserve(order({ nowMs: 10_000, symbol: 'ETHUSDT' }), TWO_A_MINUTE);
    expect(ledger.tryReserve(order({ nowMs: 59_999 }), TWO_A_MINUTE)).toEqual({
      ok: false,
      grantedNotional: 0,
      reason: 'risk_orders_per_min',
      retryAfterMs: 1,
    });
    expect(ledger.tryReserve(order({ nowMs: 60_000 }), TWO_A_MINUTE).ok).toBe(true);
    expect(ledger.quotas('BTCUSDT', TWO_A_MINUTE, 60_000).tradesPmLeft).toBe(0);
  });

  it('counts exits, never denies them', () => {
    const ledger = new ExposureLedger();
    for (let i = 0; i < 5; i++)
      expect(ledger.tryReserve(order({ reduceOnly: true, nowMs: i }), TWO_A_MINUTE).ok).toBe(true);
    expect(ledger.tryReserve(order({ nowMs: 5 }), TWO_A_MINUTE)).toMatchObject({ ok: false, retryAfterMs: 59_998 });
  });

  it('denies all openings at a limit of 0, for a time it does not know', () => {
    const caps = { ...OFF, maxOrdersPerMin: 0 };
    expect(new ExposureLedger().tryReserve(order(), caps)).toMatchObject({ ok: false, retryAfterMs: 0 });
  });

  it('does not count what it refused', () => {
    const ledger = new ExposureLedger();
    const caps = { ...TWO_A_MINUTE, maxSymbolExposureUsdt: 0 };
    ledger.tryReserve(order(), caps);
    expect(ledger.quotas('BTCUSDT', caps, 0)).toEqual({ tradesPmLeft: 2, symbolExposureLeftUsdt: 0 });
  });

  it('equals counting the last minute over a long stream', () => {
    const ledger = new ExposureLedger();
    const caps = { ...OFF, maxOrdersPerMin: 100, ttlMs: 1 };
    let allowed: number[] = [];
    for (let nowMs = 0; nowMs < 400_000; nowMs += 137) {
      allowed = allowed.filter((atMs) => atMs > nowMs - 60_000);
      const { ok } = ledger.tryReserve(order({ nowMs }), caps);
      expect(ok).toBe(allowed.length < 100);
      if (ok) allowed.push(nowMs);
    }
    expect(ledger.size).toBeLessThanOrEqual(1);
  });
});
