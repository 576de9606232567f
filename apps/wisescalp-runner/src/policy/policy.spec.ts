import { parsePretradeRequest } from '@aurora/contracts';
import { TrapWindow } from '@aurora/market';
import type { WantedOrder } from '../orders/wanted-order';
import { SIGNAL } from '../signal/signal.fixture';
import { pretradeRequest } from './pretrade-request';

const ORDER: WantedOrder = {
  symbol: 'BTCUSDT',
  side: 'buy',
  qty: 0.5,
  reduceOnly: false,
  clientOrderId: 'c-1',
  purpose: 'open',
  type: 'market',
  slipBps: 1.25,
};
const ACCOUNT = { openPositions: 1, pnlTodayPct: -0.5 };
const requestOf = (order: Partial<WantedOrder> = {}, signal = SIGNAL) => {
  const trap = new TrapWindow();
  trap.addDeltas([{ tsMs: 0, side: 'buy', ticks: 1, size: 3, kind: 'cancel' }], signal.nowMs);
  trap.addTrade(signal.nowMs);
  return pretradeRequest({ ...ORDER, ...order }, signal, trap, ACCOUNT, 10);
};

describe('pretradeRequest', () => {
  it('carries what was measured', () => {
    expect(requestOf()).toEqual({
      ts: 1_000_000,
      req_id: 'c-1',
      account: { mode: 'shadow' },
      order: {
        symbol: 'BTCUSDT',
        side: 'buy',
        qty: 0.5,
        base_notional: 50,
        type: 'market',
        reduce_only: false,
        client_order_id: 'c-1',
      },
      market: {
        latency_ms: 4,
        spread_bps: 2,
        slip_bps_est: 1.25,
        a_bps: 20,
        b_bps: 40,
        score: 0.5,
        trap_cancel_deltas: [3],
        trap_add_deltas: [],
        trap_trades_cnt: 1,
        obi_sign: 1,
        tfi_sign: -1,
        sprt_samples: [1, -2],
        pnl_today_pct: -0.5,
        open_positions: 1,
        vol_std_bps: 1.5,
        dq: { stale_book: false, crossed_book: false, abnormal_spread: false, cyclic_sequence: false },
      },
      fees_bps: 10,
    });
  });

  it('tells type and price of a limit order', () => {
    expect(requestOf({ type: 'limit', price: 99.5 }).order).toMatchObject({ type: 'limit', price: 99.5 });
  });

  it('turns score and samples into the direction of the order', () => {
    const { market } = requestOf({ side: 'sell' }, { ...SIGNAL, score: -0.5 });
    expect(market).toMatchObject({ score: 0.5, sprt_samples: [-1, 2] });
    expect(requestOf({ side: 'sell' }).market).toMatchObject({ score: -0.5 });
  });

  it('leaves out what is not known instead of inventing it', () => {
    const market = requestOf({}, { ...SIGNAL, stopBps: undefined, targetBps: undefined, standardReturns: [] }).market!;
    expect(Object.keys(market)).not.toEqual(expect.arrayContaining(['a_bps']));
    expect([market.a_bps, market.b_bps, market.sprt_samples]).toEqual([undefined, undefined, undefined]);
  });

  it('tells of a crossed book by its flag, not by a negative spread', () => {
    const crossed = {
      ...SIGNAL,
      features: { ...SIGNAL.features, spreadBps: -3 },
      quality: { ...SIGNAL.quality, crossedBook: true },
    };
    expect(requestOf({}, crossed).market).toMatchObject({ spread_bps: 0, dq: { crossed_book: true } });
  });

  it('is a request by the contract, with no unknown field', () => {
    expect(parsePretradeRequest(requestOf())).toMatchObject({ ok: true });
    expect(JSON.stringify(parsePretradeRequest(requestOf()))).not.toContain('unknown_field');
  });
});
