// The kinds that run guards: without anti-churn and governance, in lenient mode, with the calibrator unfitted.
import { toGateRequest } from '@aurora/contracts';
import { createGateState, gateConfig, GUARD_SET, Pipeline, TrapHistory, trapConfig, trapGuard } from '@aurora/gates';
import { camelKeys, defaultsOf, secToMs } from '@aurora/kernel';
import { healthSettings } from './health-settings.mjs';

/** Defaults of every section with what the input says over them. */
function settingsOf({ config, health }) {
  const sections = {};
  for (const part of [defaultsOf(gateConfig), camelKeys(config)])
    for (const [name, keys] of Object.entries(part)) sections[name] = { ...sections[name], ...keys };
  const { order } = sections.pretrade;
  sections.pretrade.order = health === null ? order.filter((guard) => guard !== 'health') : order;
  return { ...sections, aurora: healthSettings(health ?? {}) };
}

/** The steps of a sequence share one state, whatever their symbols. */
const oneHistory = (history) => ({ of: () => history });

const freshState = (settings) => ({ ...createGateState(settings), trap: oneHistory(new TrapHistory()) });

const healthOperations = {
  record: (health, { latency_ms }, nowMs) => health.record(latency_ms, nowMs),
  cooloff: (health, { sec }, nowMs) => health.coolOff(sec, nowMs),
  disarm: (health) => health.disarm(),
};

export function pipelineSeq(input) {
  const settings = settingsOf(input);
  const gate = new Pipeline({ first: [], ordered: GUARD_SET.ordered, last: [] }, settings);
  const state = freshState(settings);
  for (const step of input.health_ops ?? [])
    healthOperations[step.op](state.health, step, secToMs(input.steps[0].now_s));
  return input.steps.map((step) => {
    if (step.health_reset_before) state.health.reset();
    return answerOf(gate.decide('conformance', toGateRequest(step), 'shadow', secToMs(step.now_s), state));
  });
}

export const pipeline = (input) => pipelineSeq({ ...input, steps: [input] })[0];

function answerOf({ allow, reason, found: { riskScale, trap, sprt, ePiBps, pTp } }) {
  return {
    allow,
    reason,
    risk_scale: riskScale,
    trap: trap && {
      trap_z: trap.trapZ,
      cancel_rate: trap.cancelRate,
      repl_rate: trap.replRate,
      trap_score: trap.trapScore,
    },
    sprt: sprt && { decision: sprt.decision, llr: sprt.llr, n_obs: sprt.nObs },
    e_pi_bps: ePiBps,
    p_tp: pTp,
  };
}

export function trapSeq({ window_s, history, steps }) {
  const { guards, trap } = defaultsOf(trapConfig);
  const trapHistories = oneHistory(new TrapHistory(history));
  return steps.map(({ z_threshold, cancel_pctl, ...market }) => {
    const settings = { ...trap, windowS: window_s, zThreshold: z_threshold, cancelPctl: cancel_pctl };
    const found = { trap: null, trapFlag: false };
    trapGuard.bind({ guards, trap: settings }).observe({
      found,
      state: { trap: trapHistories },
      request: {
        order: { symbol: 'X' },
        market: {
          trapCancelDeltas: market.cancel_deltas,
          trapAddDeltas: market.add_deltas,
          trapTradesCnt: market.trades_cnt,
          obiSign: market.obi_sign ?? undefined,
          tfiSign: market.tfi_sign ?? undefined,
        },
      },
    });
    const { cancelRate, replRate, trapRaw, trapZ } = found.trap;
    return { cancel_rate: cancelRate, repl_rate: replRate, trap_raw: trapRaw, trap_z: trapZ, flag: found.trapFlag };
  });
}
