// Thin adapters over the public functions of the libraries: names and units are converted (inputs speak of seconds and
// snake_case), nothing is computed here.
import {
  brier,
  conformalQuantile,
  ece,
  fitIsotonic,
  fitPlatt,
  logLoss,
  predictIsotonic,
  predictPlatt,
  sprtGaussian,
  waldBoundaries,
} from '@aurora/calibration';
import { assessSla, ParentGate, parentGateConfig } from '@aurora/execution';
import { camelKeys, defaultsOf, msToSec, secToMs } from '@aurora/kernel';
import {
  assessRisk,
  Governance,
  governanceConfig,
  HealthGuard,
  kellyBinary,
  kellyMuSigma,
  resolveRiskLimits,
  riskSettingsWithEnv,
} from '@aurora/risk';
import { pipeline, pipelineSeq, trapSeq } from './gate-kinds.mjs';
import { healthSettings } from './health-settings.mjs';

const kellys = { kelly_binary: kellyBinary, kelly_mu_sigma: kellyMuSigma };

function healthSeq({ config, steps }) {
  const guard = new HealthGuard(healthSettings(config));
  const operations = {
    record: ({ latency_ms }, nowMs) => {
      const { ok, p95 } = guard.record(latency_ms, nowMs);
      return { ok, p95 };
    },
    enforce: (_, nowMs) => {
      const { allow, reason } = guard.enforce(nowMs);
      return { allow, reason: reason?.slice('latency_'.length) ?? null };
    },
    cooloff: ({ sec }, nowMs) => ({ cooloff_until: msToSec(guard.coolOff(sec, nowMs)) }),
    reset: () => guard.reset(),
    arm: () => guard.arm(),
    disarm: () => guard.disarm(),
  };
  return steps.map((step) => {
    const nowMs = secToMs(step.now);
    const ret = operations[step.op](step, nowMs) ?? null;
    const { inCooloff, armed, halted, cooloffUntilMs } = guard.snapshot(nowMs);
    // The recordings count the 300 s that ended with the latest warning; a snapshot counts those that end now.
    const warns5m = guard.exportState().warnsMs.length;
    return { ret, in_cooloff: inCooloff, armed, halted, cooloff_until: msToSec(cooloffUntilMs), warns_5m: warns5m };
  });
}

function sprt({ alpha, beta, A, B, mu0, mu1, sigma, max_obs, samples }) {
  const boundaries = alpha === undefined ? { a: A, b: B } : waldBoundaries(alpha, beta);
  const { decision, llr, nObs } = sprtGaussian({ mu0, mu1, sigma, maxObs: max_obs, ...boundaries }, samples);
  return { decision, llr, n_obs: nObs };
}

function risk({ cfg, env, base_notional, pnl_today_pct, open_positions }) {
  const settings = { ...camelKeys(cfg.risk ?? {}), dailyDdLimitPct: cfg.gates?.daily_dd_limit_pct ?? null };
  const limits = resolveRiskLimits(riskSettingsWithEnv(settings, env));
  const order = { baseNotional: base_notional, pnlTodayPct: pnl_today_pct, openPositions: open_positions };
  const { allow, reason, scaledNotional } = assessRisk(order, limits);
  return {
    allow,
    reason,
    scaled_notional: scaledNotional,
    dd_day_pct: limits.ddDayPct,
    max_concurrent: limits.maxConcurrent,
    size_scale: limits.sizeScale,
  };
}

function governance({ gates, calls }) {
  const judge = new Governance({ ...defaultsOf(governanceConfig).guards, ...camelKeys(gates) });
  return calls.map(({ op, now, risk_state = {} }) => {
    if (op === 'resume') {
      judge.resume();
      return { halt_until: msToSec(judge.haltUntilMs) };
    }
    const { cvarHist, ...rest } = camelKeys(risk_state);
    // Here the CVaR itself is given, not the returns it is taken from.
    const returns = cvarHist == null ? null : { cvar: () => cvarHist };
    const { allow, code } = judge.approve({ ...rest, returns }, secToMs(now));
    return { allow, code, halt_until: msToSec(judge.haltUntilMs) };
  });
}

function parentGate({ cfg, steps }) {
  const gate = new ParentGate({ ...defaultsOf(parentGateConfig).parentGate, ...camelKeys(cfg) });
  return steps.map(({ op, now, ret, parent_ret, child_direction, child_spread_bps = null }) => {
    if (op === 'record') return { n: gate.record(ret) };
    const child = { parentReturn: parent_ret, childDirection: child_direction, childSpreadBps: child_spread_bps };
    const { cooldownRemainingMs, childSpreadBps, ...verdict } = gate.evaluate(child, secToMs(now));
    return { ...verdict, cooldown_remaining_s: msToSec(cooldownRemainingMs), child_spread_bps: childSpreadBps };
  });
}

function sla({ edge_bps, latency_ms, max_latency_ms, kappa_bps_per_ms, min_edge_after_bps }) {
  const { allow, edgeAfterBps } = assessSla(
    { edgeBps: edge_bps, latencyMs: latency_ms },
    { maxLatencyMs: max_latency_ms, kappaBpsPerMs: kappa_bps_per_ms, minEdgeAfterBps: min_edge_after_bps },
  );
  return { allow, edge_after_bps: edgeAfterBps };
}

function onGrid(fit, predict) {
  return ({ scores, labels, weights = null, grid }) => {
    const model = fit(scores, labels, weights);
    return { predictions: grid.map((score) => predict(model, score)) };
  };
}

/** Every kind: its input to its answer. */
export const KINDS = {
  pipeline,
  pipeline_seq: pipelineSeq,
  trap_seq: trapSeq,
  health_seq: healthSeq,
  sprt,
  risk,
  governance,
  parent_gate: parentGate,
  kelly: ({ fn, args }) => kellys[fn](camelKeys(args)),
  sla,
  isotonic: onGrid(fitIsotonic, predictIsotonic),
  platt: onGrid(fitPlatt, predictPlatt),
  calib_metrics: ({ p, y }) => ({
    brier: brier(p, y),
    log_loss: logLoss(p, y),
    ece10: ece(p, y, 10),
    ece15: ece(p, y, 15),
  }),
  conformal: ({ scores, alpha }) => ({ quantile: conformalQuantile(scores, alpha) }),
};
