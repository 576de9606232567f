import {
  GuardReport,
  IcpReport,
  PretradeCheckAnswer,
  PretradeObservability,
  PretradeQuotas,
  RiskReport,
  schemasOf,
  SprtReport,
  TrapReport,
} from '@aurora/contracts';
import Ajv from 'ajv';
import { unjudgedAnswer } from './unjudged-answer';
import { bodyOf, configOf, Session, type Sections } from './session.fixture';

const schemas = schemasOf([
  PretradeCheckAnswer,
  GuardReport,
  IcpReport,
  PretradeObservability,
  PretradeQuotas,
  RiskReport,
  SprtReport,
  TrapReport,
]);
const validate = new Ajv({ strict: false, allErrors: true }).compile({
  $ref: '#/components/schemas/PretradeCheckAnswer',
  components: { schemas },
});

const FULL = {
  trap_cancel_deltas: [1, 2],
  trap_add_deltas: [3],
  trap_trades_cnt: 4,
  sprt_samples: [0.4, 0.6],
  z: 0.5,
  aci: 0.2,
};
const TRAP_READY: Sections = { trap: { min_history: 30 } };

describe('the answer', () => {
  it.each<[string, Sections, object]>([
    ['that passes', TRAP_READY, bodyOf({}, FULL)],
    [
      'with everything observed',
      { ...TRAP_READY, icp: { observe: true }, pretrade: { evaluate: 'all' } },
      bodyOf({}, FULL),
    ],
    ['with every quota', { risk: { max_orders_per_min: 3, max_symbol_exposure_usdt: 1e6 } }, bodyOf()],
    ['that blocks first', { guards: { latency_ms_limit: 5 } }, bodyOf()],
    ['that blocks in many places', { pretrade: { evaluate: 'all' } }, bodyOf({}, { latency_ms: 900, score: -1 })],
    ['to the barest body', {}, { order: { symbol: 'X', side: 'SELL', qty: 1 } }],
    ['to an exit', {}, bodyOf({ reduce_only: true }, { dq: { cyclic_sequence: true } })],
    ['of a live gate', { mode: 'testnet' }, bodyOf({}, {}, { account: { mode: 'prod' } })],
  ])('%s has the published shape', (_, config, body) => {
    const { answer, answerJson } = new Session(config).check(body);
    expect(validate(JSON.parse(answerJson)) ? null : validate.errors).toBeNull();
    expect(JSON.parse(answerJson)).toEqual(answer);
  });

  it.each(['audit_unavailable', 'guard_error:gate'] as const)(
    'that no guard stands behind has it too: %s',
    (reason) => {
      const answer = unjudgedAnswer({
        reason,
        decisionId: 'd',
        mode: 'live',
        configHash: 'h',
        calibrator: 'sigmoid@1',
      });
      expect(validate(answer) ? null : validate.errors).toBeNull();
      expect(answer).toMatchObject({ allow: false, max_qty: 0, hard_gate: true, reason });
    },
  );

  it('says what was asked, found and decided', () => {
    const session = new Session({ risk: { size_scale: 0.5, max_orders_per_min: 5, max_symbol_exposure_usdt: 10_000 } });
    const { answer } = session.check(bodyOf({}, { mode_regime: 'tight' }, { fees_bps: 1 }));
    const p = 1 / (1 + Math.exp(-1));
    expect(answer).toMatchObject({
      allow: true,
      max_qty: 0.05,
      risk_scale: 0.5,
      cooldown_ms: 0,
      reason: 'ok',
      hard_gate: false,
      quotas: { trades_pm_left: 4, symbol_exposure_left_usdt: 7_500 },
      decision_id: 'd1',
      observability: {
        gate_state: 'PASS',
        mode: 'shadow',
        latency_ms: 10,
        spread_bps: 2,
        fees_bps: 1,
        mode_regime: 'tight',
        reasons: [],
        p_tp: p,
        e_pi_bps: p * 40 - (1 - p) * 10 - 2,
        risk: { base_notional: 5_000, scaled_notional: 2_500, size_scale: 0.5 },
        trap: null,
        sprt: null,
        icp: null,
        diagnostics: [],
        config_hash: session.engine.config.hash,
        calibrator: 'sigmoid@1',
      },
    });
    expect(answer.observability.guards!.map(({ guard }) => guard)).toEqual(session.engine.guardOrder);
  });

  it('names what is missing and what nobody knows', () => {
    const body = { ...bodyOf({}, { latency_ms: null, latencyms: 3 }), rik_tags: [] };
    expect(new Session().check(body).answer.observability.diagnostics).toEqual([
      'missing_input:latency_ms',
      'unknown_field:market.latencyms',
      'unknown_field:rik_tags',
    ]);
    const live = new Session().check({ ...body, account: { mode: 'live' } }).answer;
    expect([live.allow, live.reason]).toEqual([false, 'missing_input:latency_ms']);
  });
});

describe('the mode in force', () => {
  const MODES = ['live', 'testnet', 'paper', 'shadow'] as const;
  const pairs = MODES.flatMap((service, at) =>
    MODES.map((asked, to) => [service, asked, MODES[Math.min(at, to)]!] as const),
  );

  it.each(pairs)('of a %s service asked for %s is %s', (service, asked, inForce) => {
    // A configuration for live wants tokens; the engine does not.
    const session = new Session({ mode: service === 'live' ? 'testnet' : service });
    if (service === 'live')
      session.engine.switchConfig({ ...configOf(), config: { ...configOf().config, mode: 'live' } });
    const { answer } = session.check(bodyOf({}, {}, { account: { mode: asked } }));
    expect(answer.observability.mode).toBe(inForce);
    expect(answer.hard_gate).toBe(inForce === 'live');
  });

  it('is that of the service where the request names none; PROD is live', () => {
    expect(new Session({ mode: 'paper' }).check(bodyOf()).answer.observability.mode).toBe('paper');
    expect(new Session().check(bodyOf({}, {}, { account: { mode: 'PROD' } })).answer.observability.mode).toBe('live');
  });
});

describe('hard_gate', () => {
  it.each<[string, boolean, (session: Session) => void]>([
    ['without a stop', false, () => undefined],
    ['while disarmed', true, (session) => session.operate({ kind: 'disarm' })],
    ['armed again', false, (session) => [session.operate({ kind: 'disarm' }), session.operate({ kind: 'arm' })]],
    ['while trading is halted', true, (session) => session.operate({ kind: 'trading_state', state: 'HALTED' })],
    [
      'while trading is only reducing',
      false,
      (session) => session.operate({ kind: 'trading_state', state: 'REDUCING' }),
    ],
    ['while cooling off', false, (session) => session.operate({ kind: 'cool_off', sec: 60 })],
    [
      'after the request that tripped the kill-switch',
      true,
      (session) => session.check(bodyOf({}, { dq: { stale_book: true } })),
    ],
    [
      'once that has ended',
      false,
      (session) => session.advance(session.check(bodyOf({}, { dq: { stale_book: true } })).answer.cooldown_ms),
    ],
    [
      'halted by latency',
      true,
      (session) => [session.check(bodyOf({}, { latency_ms: 60 })), session.check(bodyOf({}, { latency_ms: 60 }))],
    ],
  ])('%s: %p', (_, expected, before) => {
    const session = new Session();
    before(session);
    expect(session.engine.isStopped(session.nowMs)).toBe(expected);
    expect(session.check(bodyOf()).answer.hard_gate).toBe(expected);
  });

  it('is said by the very request that trips the kill-switch', () => {
    const { answer } = new Session().check(bodyOf({}, { dq: { crossed_book: true } }));
    expect(answer).toMatchObject({ allow: false, hard_gate: true, reason: 'AURORA.HALT', cooldown_ms: 60_000 });
  });
});

describe('quotas', () => {
  it('are null where no limit is configured', () => {
    expect(new Session().check(bodyOf()).answer.quotas).toEqual({
      trades_pm_left: null,
      symbol_exposure_left_usdt: null,
    });
  });

  it('count down, cut the last order, refuse the next, and come back with time and outcomes', () => {
    const session = new Session({
      risk: { max_symbol_exposure_usdt: 12_000, max_orders_per_min: 3, reservation_ttl_ms: 30_000 },
    });
    const asked = (body = bodyOf()) => {
      const { allow, max_qty, reason, quotas, cooldown_ms } = session.check(body).answer;
      return [allow, max_qty, reason, quotas.trades_pm_left, quotas.symbol_exposure_left_usdt, cooldown_ms];
    };
    expect(asked()).toEqual([true, 0.1, 'ok', 2, 7_000, 0]);
    expect(asked()).toEqual([true, 0.1, 'ok', 1, 2_000, 0]);
    expect(asked()).toEqual([true, expect.closeTo(0.04, 12), 'ok', 0, 0, 0]);
    expect(asked()).toEqual([false, 0, 'risk_orders_per_min', 0, 0, 60_000]);
    session.advance(29_999);
    expect(asked()).toEqual([false, 0, 'risk_orders_per_min', 0, 0, 30_001]);
    session.advance(1);
    expect(asked(bodyOf({ symbol: 'ETHUSDT' }))).toEqual([false, 0, 'risk_orders_per_min', 0, 12_000, 30_000]);
    session.advance(30_000);
    expect(asked()).toEqual([true, 0.1, 'ok', 2, 7_000, 0]);
    session.book({ decision_id: 'd7', order_id: 7, symbol: 'BTCUSDT', status: 'canceled', filled: 0 });
    expect(asked(bodyOf({ qty: 1 }))).toEqual([true, 0.24, 'ok', 1, 0, 0]);
  });

  it('stay as they are for an order that is refused', () => {
    const session = new Session({ risk: { max_orders_per_min: 2, max_symbol_exposure_usdt: 9_000 } });
    const { answer } = session.check(bodyOf({}, { spread_bps: 80.1 }));
    expect([answer.allow, answer.quotas]).toEqual([false, { trades_pm_left: 2, symbol_exposure_left_usdt: 9_000 }]);
  });
});
