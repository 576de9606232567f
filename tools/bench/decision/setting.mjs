// A gate in the middle of a busy day: every guard on and configured, every history full.
import { SIGMOID_CALIBRATOR } from '@aurora/calibration';
import { resolveConfig } from '@aurora/config';
import { parsePretradeRequest, toGateRequest } from '@aurora/contracts';
import { GateEngine } from '@aurora/engine';
import { AntiChurnState, GUARD_SET, Pipeline, TrapHistories } from '@aurora/gates';
import {
  DayPnl,
  ExposureLedger,
  Governance,
  HealthGuard,
  PositionBook,
  RealisedReturns,
  RejectStormWindow,
  RiskManager,
} from '@aurora/risk';

export const WINDOW_SEC = 60;

/** Nothing is off, and no limit is so tight that a later guard is never asked. */
export const resolved = resolveConfig({
  yaml: {
    file: 'bench',
    value: {
      aurora: { latency_min_samples: 20, latency_warn_interval_s: 5, min_open_interval_ms: 0 },
      trap: { min_history: 30, z_threshold: 100, score_threshold: 1 },
      risk: { max_symbol_exposure_usdt: 1e12, equity_usdt: 1e6 },
      guards: { cvar_limit: 90 },
    },
  },
});

/** Bodies of about 650 bytes as bots send them, each with its own numbers; all of them are allowed. */
export function bodies(count = 64) {
  let seed = 1;
  const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  const list = (length, scale) => Array.from({ length }, () => Number((random() * scale).toFixed(4)));
  return Array.from({ length: count }, (_, n) => ({
    account: { mode: 'shadow', account_id: 'main' },
    order: {
      symbol: 'BTCUSDT',
      side: n % 2 ? 'buy' : 'sell',
      qty: 0.05,
      price: 64_000 + n,
      client_order_id: `bench-${n}`,
    },
    market: {
      latency_ms: Number((5 + random() * 10).toFixed(3)),
      spread_bps: Number((1 + random() * 4).toFixed(3)),
      slip_bps_est: Number(random().toFixed(3)),
      a_bps: 8,
      b_bps: 40,
      score: Number((0.4 + random() / 2).toFixed(4)),
      mode_regime: 'tight',
      trap_cancel_deltas: list(5, 2),
      trap_add_deltas: list(5, 6),
      trap_trades_cnt: 12,
      obi_sign: 1,
      tfi_sign: 1,
      sprt_samples: list(4, 0.5),
      vol_std_bps: 35.5,
      dq: { stale_book: false, crossed_book: false, abnormal_spread: false, cyclic_sequence: false },
      z: Number(random().toFixed(4)),
      aci: 0.2,
    },
    risk_tags: ['scalping'],
    fees_bps: 1.2,
  }));
}

export const requests = bodies().map((body) => toGateRequest(accepted(body)));

export function accepted(body) {
  const parsed = parsePretradeRequest(body);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.request;
}

export function gateState() {
  const { config } = resolved;
  const returns = new RealisedReturns();
  for (let n = 0; n < 500; n++) returns.add(((n * 37) % 100) / 100 - 0.4);
  return {
    health: new HealthGuard(config.aurora),
    governance: new Governance(config.guards),
    risk: new RiskManager({ ...config.risk, dailyDdLimitPct: config.guards.dailyDdLimitPct }),
    trap: new TrapHistories(),
    antiChurn: new AntiChurnState(),
    positions: new PositionBook(),
    ledger: new ExposureLedger(),
    dayPnl: new DayPnl(config.risk.equityUsdt),
    rejectStorm: new RejectStormWindow(config.guards.rejectStormWindowS),
    returns,
    icp: new Map(),
    tradingState: 'ACTIVE',
    calibrator: SIGMOID_CALIBRATOR,
  };
}

/** Orders that are on their way at a time. */
const IN_FLIGHT = 64;
const START_MS = Date.UTC(2026, 0, 5);

/** Decides on and on; the time between two decisions keeps `samples` of them in the window of latency. */
export class PipelineRun {
  constructor(samples) {
    this.stepMs = (WINDOW_SEC * 1000) / samples;
    this.pipeline = new Pipeline(GUARD_SET, resolved.config);
    this.state = gateState();
    this.nowMs = START_MS;
    this.count = 0;
    fill(this, samples);
  }

  once() {
    const request = requests[this.count & 63];
    this.nowMs += this.stepMs;
    return this.pipeline.decide(`d${this.count++}`, request, 'shadow', this.nowMs, this.state);
  }

  /** What happens between two decisions: an older order comes to its end. */
  between() {
    this.state.ledger.settle(`d${this.count - IN_FLIGHT}`);
  }
}

/** The same through the engine: mode, quotas, answer, its bytes and the events. */
export class EngineRun {
  constructor(samples) {
    this.stepMs = (WINDOW_SEC * 1000) / samples;
    this.bodies = bodies();
    this.jsons = this.bodies.map((body) => JSON.stringify(body));
    this.engine = new GateEngine(GUARD_SET, resolved, SIGMOID_CALIBRATOR);
    this.nowMs = START_MS;
    this.count = 0;
    fill(this, samples);
  }

  once() {
    const at = this.count & 63;
    this.nowMs += this.stepMs;
    return this.engine.check(`d${this.count++}`, this.bodies[at], [], this.jsons[at], this.nowMs);
  }

  between() {
    const body = { decision_id: `d${this.count - IN_FLIGHT}`, status: 'canceled' };
    this.engine.book({ body, enriched: body }, '{}', this.nowMs);
  }
}

/** Lets a run go on until its window is full and its code is compiled. */
function fill(run, samples) {
  for (let n = 0; n < samples + 2000; n++) {
    const { allow, answer } = run.once();
    if (!(allow ?? answer.allow)) throw new Error('the setting is meant to allow');
    run.between();
  }
}
