import { parsePretradeRequest } from './parse-pretrade-request';
import { BODIES } from './pretrade-bodies.fixture';
import type { PretradeCheckRequest } from './pretrade-request.dto';
import { toGateRequest } from './to-gate-request';

const ORDER = { symbol: 'BTC/USDT', side: 'BUY', qty: 0.5 };

const FULL: PretradeCheckRequest = {
  ts: 1763800000000,
  req_id: 'r1',
  account: { mode: 'PROD', account_id: 'main', subaccount: 'a' },
  order: {
    ...ORDER,
    price: 64000,
    base_notional: 0,
    notional: 32000,
    type: 'limit',
    reduce_only: true,
    client_order_id: '',
  },
  market: {
    latency_ms: 0,
    spread_bps: 1.2,
    slip_bps_est: 0.8,
    a_bps: 10,
    b_bps: 24,
    score: -0.6,
    mode_regime: 'normal',
    trap_cancel_deltas: [1],
    trap_add_deltas: [],
    trap_trades_cnt: 3,
    obi_sign: 2,
    tfi_sign: -1,
    sprt_samples: [0.1],
    pnl_today_pct: -0.4,
    open_positions: 2,
    vol_std_bps: 35,
    cvar_hist: [-0.01],
    dq: { stale_book: true, crossed_book: null },
    z: [1, 2],
    aci: 0.5,
  },
  risk_tags: ['news'],
  fees_bps: 8,
};

const ABSENT = {
  tsMs: undefined,
  reqId: undefined,
  mode: undefined,
  accountId: undefined,
  subaccount: undefined,
  order: {
    symbol: 'BTCUSDT',
    side: 'buy',
    qty: 0.5,
    price: undefined,
    notional: undefined,
    type: undefined,
    reduceOnly: false,
    clientOrderId: undefined,
  },
  market: {
    latencyMs: undefined,
    spreadBps: undefined,
    slipBpsEst: undefined,
    aBps: undefined,
    bBps: undefined,
    score: undefined,
    regime: undefined,
    trapCancelDeltas: undefined,
    trapAddDeltas: undefined,
    trapTradesCnt: undefined,
    obiSign: undefined,
    tfiSign: undefined,
    sprtSamples: undefined,
    pnlTodayPct: undefined,
    openPositions: undefined,
    volStdBps: undefined,
    cvarHist: undefined,
    dq: undefined,
    z: undefined,
    aci: undefined,
  },
  riskTags: [],
  feesBps: 0,
};

const nulled = (value: object): object => Object.fromEntries(Object.keys(value).map((key) => [key, null]));

describe('toGateRequest', () => {
  it('has every key, undefined where nothing was given', () => {
    expect(toGateRequest({ order: ORDER })).toStrictEqual(ABSENT);
  });

  it.each<[string, number | number[] | null, readonly number[] | undefined]>([
    ['a list of returns', [-1, 2], [-1, 2]],
    ['one number, the CVaR itself', -1, [-1]],
    ['zero', 0, [0]],
    ['nothing', null, undefined],
  ])('reads cvar_hist given as %s', (_, cvar_hist, cvarHist) => {
    expect(toGateRequest({ order: ORDER, market: { cvar_hist } }).market.cvarHist).toEqual(cvarHist);
  });

  it('reads null as absent', () => {
    const body = {
      ...nulled(FULL),
      account: nulled(FULL.account!),
      market: nulled(FULL.market!),
      order: { ...nulled(FULL.order), ...ORDER },
    };
    const parsed = parsePretradeRequest(body);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
    expect(toGateRequest(parsed.request)).toStrictEqual(ABSENT);
  });

  it('reads every field, zero and the empty text as values', () => {
    expect(parsePretradeRequest(FULL)).toMatchObject({ ok: true, unknownFields: [] });
    expect(toGateRequest(FULL)).toStrictEqual({
      tsMs: 1763800000000,
      reqId: 'r1',
      mode: 'live',
      accountId: 'main',
      subaccount: 'a',
      order: {
        symbol: 'BTCUSDT',
        side: 'buy',
        qty: 0.5,
        price: 64000,
        notional: 0,
        type: 'limit',
        reduceOnly: true,
        clientOrderId: '',
      },
      market: {
        latencyMs: 0,
        spreadBps: 1.2,
        slipBpsEst: 0.8,
        aBps: 10,
        bBps: 24,
        score: -0.6,
        regime: 'normal',
        trapCancelDeltas: [1],
        trapAddDeltas: [],
        trapTradesCnt: 3,
        obiSign: 2,
        tfiSign: -1,
        sprtSamples: [0.1],
        pnlTodayPct: -0.4,
        openPositions: 2,
        volStdBps: 35,
        cvarHist: [-0.01],
        dq: { staleBook: true, crossedBook: false, abnormalSpread: false, cyclicSequence: false },
        z: [1, 2],
        aci: 0.5,
      },
      riskTags: ['news'],
      feesBps: 8,
    });
  });

  it.each([
    [null, 32000, 32000],
    [undefined, 32000, 32000],
    [0, 32000, 0],
    [-50, 32000, -50],
    [null, null, undefined],
    [undefined, 0, 0],
  ])('reads notional from base_notional %s, then notional %s: %s', (base, notional, read) => {
    const stated = base === undefined ? { notional } : { base_notional: base, notional };
    expect(toGateRequest({ order: { ...ORDER, ...stated } }).order.notional).toBe(read);
  });

  it('keeps the keys in one order, so that every request has one hidden class', () => {
    const keys = (body: PretradeCheckRequest) => Object.keys(toGateRequest(body).market);
    for (const body of BODIES) expect(keys(body)).toEqual(keys(FULL));
  });

  it('throws on a side that was never validated', () => {
    expect(() => toGateRequest({ order: { ...ORDER, side: 'up' } })).toThrow(RangeError);
  });
});
