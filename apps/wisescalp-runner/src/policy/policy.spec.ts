import { parsePretradeRequest } from '@aurora/contracts';
import { TrapWindow } from '@aurora/market';
import { SIGNAL } from '../signal/signal.fixture';
import { approve } from './approved-order';
import { readGateAnswer } from './gate-answer';
import { pretradeRequest, type WantedOrder } from './pretrade-request';

const ORDER: WantedOrder = {
  symbol: 'BTCUSDT',
  side: 'buy',
  qty: 0.5,
  reduceOnly: false,
  clientOrderId: 'c-1',
  slipBps: 1.25,
};
const ACCOUNT = { openPositions: 1, pnlTodayPct: -0.5 };
const requestOf = (order: Partial<WantedOrder> = {}, signal = SIGNAL) => {
  const trap = new TrapWindow();
  trap.addDeltas([{ tsMs: 0, side: 'buy', ticks: 1, size: 3, kind: 'cancel' }], signal.nowMs);
  trap.addTrade(signal.nowMs);
  return pretradeRequest({ ...ORDER, ...order }, signal, trap, ACCOUNT, 10, 'r-1');
};

describe('pretradeRequest', () => {
  it('carries what was measured', () => {
    expect(requestOf()).toEqual({
      ts: 1_000_000,
      req_id: 'r-1',
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

const ANSWER = { allow: true, max_qty: 0.5, cooldown_ms: 0, reason: 'ok', decision_id: 'd-1' };

describe('readGateAnswer', () => {
  it('reads what the runner acts on', () => {
    expect(readGateAnswer({ ...ANSWER, more: 1 })).toEqual({
      allow: true,
      maxQty: 0.5,
      cooldownMs: 0,
      reason: 'ok',
      decisionId: 'd-1',
    });
  });

  it.each<[string, unknown]>([
    ['null', null],
    ['a text', 'allow'],
    ['allow as a text', { ...ANSWER, allow: 'true' }],
    ['allow as a number', { ...ANSWER, allow: 1 }],
    ['no allow', { ...ANSWER, allow: undefined }],
    ['no max_qty', { ...ANSWER, max_qty: undefined }],
    ['max_qty null', { ...ANSWER, max_qty: null }],
    ['max_qty negative', { ...ANSWER, max_qty: -1 }],
    ['max_qty NaN', { ...ANSWER, max_qty: NaN }],
    ['max_qty infinite', { ...ANSWER, max_qty: Infinity }],
    ['no cooldown', { ...ANSWER, cooldown_ms: undefined }],
    ['no reason', { ...ANSWER, reason: undefined }],
    ['no decision id', { ...ANSWER, decision_id: '' }],
  ])('%s is no answer', (_, body) => expect(readGateAnswer(body)).toBeUndefined());
});

describe('approve', () => {
  const answer = { allow: true, maxQty: 0.5, cooldownMs: 0, reason: 'ok', decisionId: 'd-1' };
  it.each<[string, object, number | undefined]>([
    ['all of it', {}, 0.5],
    ['more than wanted', { maxQty: 9 }, 0.5],
    ['part of it, in whole lots', { maxQty: 0.1239 }, 0.123],
    ['less than a lot', { maxQty: 0.0009 }, undefined],
    ['none of it', { maxQty: 0 }, undefined],
    ['denied, whatever the quantity', { allow: false, maxQty: 0.5 }, undefined],
  ])('%s', (_, change, qty) => expect(approve(ORDER, { ...answer, ...change }, '0.001')?.qty).toBe(qty));
});
