import fc from 'fast-check';
import { ExposureLedger, reservationPages, type ReservationRequest } from './exposure-ledger';
import { CAP_1000, OFF, order, TWO_A_MINUTE } from './reservation-request.fixture';

describe('reservations', () => {
  it('end exactly with their time to live, the latest configured one', () => {
    const ledger = new ExposureLedger();
    ledger.tryReserve(order({ nowMs: 0 }), CAP_1000);
    expect(ledger.quotas('BTCUSDT', CAP_1000, 59_999).symbolExposureLeftUsdt).toBe(900);
    expect(ledger.quotas('BTCUSDT', CAP_1000, 60_000).symbolExposureLeftUsdt).toBe(1000);
    ledger.tryReserve(order({ nowMs: 60_000 }), CAP_1000);
    expect(ledger.quotas('BTCUSDT', { ...CAP_1000, ttlMs: 10 }, 60_010).symbolExposureLeftUsdt).toBe(1000);
    expect(ledger.size).toBe(0);
  });

  it('shrink with what is filled so far and end with the order', () => {
    const ledger = new ExposureLedger();
    const request = order({ qty: 4, notional: 400 });
    const left = () => ledger.quotas('BTCUSDT', CAP_1000, 0).symbolExposureLeftUsdt;
    ledger.tryReserve(request, CAP_1000);
    expect(ledger.settle(request.decisionId, 1)).toMatchObject({ symbol: 'BTCUSDT', qty: 4, filledQty: 0 });
    expect([left(), ledger.inFlightReducingQty('BTCUSDT', 'buy')]).toEqual([700, 3]);
    ledger.settle(request.decisionId, 1);
    ledger.settle(request.decisionId, 0.5);
    expect(left()).toBe(700);
    expect(ledger.settle(request.decisionId, 4)).toMatchObject({ filledQty: 1 });
    expect([left(), ledger.size, ledger.inFlightReducingQty('BTCUSDT', 'buy')]).toEqual([1000, 0, 0]);
    expect(ledger.settle(request.decisionId)).toBeUndefined();
  });

  it('end in any order', () => {
    const ledger = new ExposureLedger();
    const requests = [1, 2, 3, 4].map((nowMs) => order({ nowMs }));
    for (const request of requests) ledger.tryReserve(request, OFF);
    for (const at of [1, 3, 0]) ledger.settle(requests[at]!.decisionId);
    expect(ledger.exportState().reservations.map(({ atMs }) => atMs)).toEqual([3]);
    ledger.tryReserve(order({ nowMs: 60_003 }), OFF);
    expect(ledger.exportState().reservations.map(({ atMs }) => atMs)).toEqual([60_003]);
  });

  it.each<Partial<ReservationRequest>>([
    { qty: 0 },
    { qty: -1 },
    { qty: NaN },
    { qty: Infinity },
    { notional: -1 },
    { notional: NaN },
    { notional: Infinity },
    { nowMs: NaN },
  ])('are refused for %p, leaving nothing behind', (changes) => {
    const ledger = new ExposureLedger();
    expect(() => ledger.tryReserve(order(changes), OFF)).toThrow(RangeError);
    expect(ledger.size).toBe(0);
  });

  it('are one per decision', () => {
    const ledger = new ExposureLedger();
    ledger.tryReserve(order({ decisionId: 'same' }), OFF);
    expect(() => ledger.tryReserve(order({ decisionId: 'same' }), OFF)).toThrow('same');
  });

  it('survive a restart with exposure, time to live and the count of the minute', () => {
    const ledger = new ExposureLedger();
    const caps = { ...CAP_1000, maxOrdersPerMin: 3 };
    const first = order({ nowMs: 1000, qty: 2, notional: 200 });
    ledger.tryReserve(first, caps);
    ledger.tryReserve(order({ nowMs: 2000, side: 'sell' }), caps);
    ledger.settle(first.decisionId, 1);
    const again = new ExposureLedger();
    again.restore(JSON.parse(JSON.stringify(ledger.exportState())));
    expect(again.exportState()).toEqual(ledger.exportState());
    expect(again.quotas('BTCUSDT', caps, 3000)).toEqual({ tradesPmLeft: 1, symbolExposureLeftUsdt: 800 });
    expect(again.inFlightReducingQty('BTCUSDT', 'sell')).toBe(1);
    again.expire(61_000);
    expect(again.size).toBe(1);
  });

  it('are exported as they are at that moment, in pages that are the same while nothing changes', () => {
    const ledger = new ExposureLedger();
    const requests = Array.from({ length: 1000 }, (_, i) => order({ nowMs: i }));
    for (const request of requests) ledger.tryReserve(request, OFF);
    const before = ledger.exportState();
    const text = JSON.stringify(before);
    ledger.settle(requests[999]!.decisionId, 0.5);
    const after = ledger.exportState();
    expect(reservationPages(before).flatMap((page) => page.reservations())).toEqual(before.reservations);
    expect(JSON.stringify(before)).toBe(text);
    expect(reservationPages(after).slice(0, -1)).toEqual(reservationPages(before).slice(0, -1));
    expect(reservationPages(after)[0]).toBe(reservationPages(before)[0]);
    expect(after.reservations.at(-1)).toMatchObject({ filledQty: 0.5 });
    const read = JSON.parse(text) as typeof before;
    expect(reservationPages(read).map((page) => page.reservations())).toEqual([read.reservations]);
  });

  it('are not restored twice for one decision', () => {
    const ledger = new ExposureLedger();
    ledger.tryReserve(order({ decisionId: 'same' }), OFF);
    const { reservations, ...rest } = ledger.exportState();
    const twice = { ...rest, reservations: [...reservations, ...reservations] };
    expect(() => new ExposureLedger().restore(twice)).toThrow('decision same holds two reservations');
  });

  it('survive a restart before the first one', () => {
    const again = new ExposureLedger();
    again.restore(JSON.parse(JSON.stringify(new ExposureLedger().exportState())));
    again.expire(1e15);
    expect(again.exportState()).toEqual({ ttlMs: null, reservations: [], orderTimesMs: [] });
  });
});

describe('takeBack', () => {
  const step = fc.record({
    afterMs: fc.constantFrom(0, 1, 20_000, 59_999, 60_000),
    symbol: fc.constantFrom('BTCUSDT', 'ETHUSDT'),
    reduceOnly: fc.boolean(),
    maxOrdersPerMin: fc.constantFrom(null, 0, 1, 3),
    stays: fc.boolean(),
  });

  it('leaves a ledger as if the order had not been asked for', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const [asked, spared] = [new ExposureLedger(), new ExposureLedger()];
        let nowMs = 0;
        for (const { afterMs, symbol, reduceOnly, maxOrdersPerMin, stays } of steps) {
          nowMs += afterMs;
          const caps = { ...CAP_1000, maxOrdersPerMin };
          const request = order({ symbol, reduceOnly, nowMs });
          const { ok } = asked.tryReserve(request, caps);
          if (stays) expect(spared.tryReserve(request, caps).ok).toBe(ok);
          else if (ok) asked.takeBack(request.decisionId, maxOrdersPerMin);
          for (const limit of [1, 3])
            for (const each of ['BTCUSDT', 'ETHUSDT'])
              expect(asked.quotas(each, { ...caps, maxOrdersPerMin: limit }, nowMs).tradesPmLeft).toBe(
                spared.quotas(each, { ...caps, maxOrdersPerMin: limit }, nowMs).tradesPmLeft,
              );
          expect(JSON.stringify(asked.exportState())).toBe(JSON.stringify(spared.exportState()));
        }
      }),
    );
  });

  it('leaves alone what was never reserved', () => {
    const ledger = new ExposureLedger();
    ledger.tryReserve(order(), TWO_A_MINUTE);
    ledger.takeBack('nobody', 2);
    expect([ledger.size, ledger.quotas('BTCUSDT', TWO_A_MINUTE, 0).tradesPmLeft]).toEqual([1, 1]);
  });
});
