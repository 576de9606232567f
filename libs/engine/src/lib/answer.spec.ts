import fc from 'fast-check';
import { type PretradeCheckAnswer } from '@aurora/contracts';
import { type Decision, type Findings, type GuardReport } from '@aurora/gates';
import { type GateRequest } from '@aurora/kernel';
import { answerJson, answerSetup, type AnswerContext } from './answer';

type Case = readonly [decision: Decision, request: GateRequest, context: AnswerContext];

const CONFIG_HASH = 'c0ffee';
const CALIBRATOR = 'desk "7"@1';

/** The contract's own shape, field by field; its type says when a field is forgotten. */
function expected([{ found, ...decision }, { market, feesBps }, context]: Case): PretradeCheckAnswer {
  const { risk, trap, sprt, icp } = found;
  return {
    allow: decision.allow,
    max_qty: decision.maxQty,
    risk_scale: found.riskScale,
    cooldown_ms: decision.cooldownMs,
    reason: decision.reason,
    hard_gate: context.hardGate,
    quotas: context.quotas,
    decision_id: context.decisionId,
    observability: {
      gate_state: decision.allow ? 'PASS' : 'BLOCK',
      mode: context.mode,
      latency_ms: market.latencyMs ?? null,
      spread_bps: market.spreadBps ?? null,
      slip_bps_est: market.slipBpsEst ?? null,
      a_bps: market.aBps ?? null,
      b_bps: market.bBps ?? null,
      score: market.score ?? null,
      fees_bps: feesBps,
      mode_regime: market.regime ?? null,
      reasons: [...decision.notes],
      guards: decision.guards.map(({ guard, outcome, reason, value, limit }) =>
        reason === null ? { guard, outcome, value, limit } : { guard, outcome, reason, value, limit },
      ),
      p_tp: found.pTp,
      e_pi_bps: found.ePiBps,
      risk: risk && {
        base_notional: risk.baseNotional,
        scaled_notional: risk.scaledNotional,
        pnl_today_pct: risk.pnlTodayPct,
        open_positions: risk.openPositions,
        dd_day_pct: risk.ddDayPct,
        max_concurrent: risk.maxConcurrent,
        size_scale: risk.sizeScale,
      },
      trap: trap && {
        trap_z: trap.trapZ,
        cancel_rate: trap.cancelRate,
        repl_rate: trap.replRate,
        trap_score: trap.trapScore,
        flag: found.trapFlag,
      },
      sprt: sprt && { decision: sprt.decision, llr: sprt.llr, n_obs: sprt.nObs },
      icp: icp && { alpha: icp.alpha, transition: icp.transition },
      diagnostics: [
        ...decision.missing.map((field) => `missing_input:${field}`),
        ...context.unknownFields.map((field) => `unknown_field:${field}`),
      ],
      config_hash: CONFIG_HASH,
      calibrator: CALIBRATOR,
    },
  };
}

const number = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(-0, 1e21, 1e-7, 5e-324, 0.1 + 0.2));
const words = fc.string({ unit: 'binary' });
const maybe = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: null });
const given = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: undefined });

const report: fc.Arbitrary<GuardReport> = fc.record({
  guard: fc.constantFrom('latency', 'expected_return', 'exposure'),
  outcome: fc.constantFrom('pass', 'block', 'skip'),
  reason: maybe(fc.constantFrom('latency_guard', 'DQ_EVENT.STALE_BOOK')),
  value: maybe(number),
  limit: maybe(number),
});

const trap = fc.record({
  cancelRate: number,
  replRate: number,
  trapRaw: number,
  trapZ: number,
  trapScore: number,
  history: fc.nat(),
  cancelsHigh: fc.boolean(),
});

const risk = fc.record({
  baseNotional: number,
  scaledNotional: number,
  pnlTodayPct: number,
  openPositions: fc.nat(),
  ddDayPct: number,
  maxConcurrent: fc.nat(),
  sizeScale: number,
});

const found: fc.Arbitrary<Findings> = fc.record({
  trap: maybe(trap),
  trapFlag: fc.boolean(),
  pTp: maybe(number),
  ePiBps: maybe(number),
  sprt: maybe(fc.record({ decision: fc.constantFrom('ACCEPT', 'REJECT', 'CONTINUE'), llr: number, nObs: fc.nat() })),
  icp: maybe(fc.record({ alpha: number, transition: fc.boolean() })),
  health: fc.constant(null),
  risk: maybe(risk),
  riskScale: number,
  maxQty: number,
  notes: fc.array(words),
  governance: fc.constant(null),
});

const decision: fc.Arbitrary<Decision> = fc.record({
  approved: fc.constant(null),
  allow: fc.boolean(),
  reason: words,
  reasonCode: fc.constant(null),
  blockedBy: fc.constant(null),
  maxQty: number,
  cooldownMs: number,
  notes: fc.array(words, { maxLength: 3 }),
  guards: fc.array(report),
  missing: fc.subarray(['latency_ms', 'score'] as const),
  readingZero: fc.constant([]),
  errors: fc.constant([]),
  found,
});

const request = fc
  .record({ latencyMs: given(number), spreadBps: given(number), slipBpsEst: given(number), regime: given(words) })
  .chain((some) =>
    fc
      .record({ aBps: given(number), bBps: given(number), score: given(number), feesBps: number })
      .map(({ feesBps, ...others }) => ({ market: { ...some, ...others }, feesBps }) as GateRequest),
  );

const context: fc.Arbitrary<AnswerContext> = fc.record({
  decisionId: words,
  mode: fc.constantFrom('shadow', 'live'),
  hardGate: fc.boolean(),
  quotas: fc.record({ trades_pm_left: maybe(fc.nat()), symbol_exposure_left_usdt: maybe(number) }),
  unknownFields: fc.array(words, { maxLength: 3 }),
  setup: fc.constant(answerSetup(CONFIG_HASH, CALIBRATOR)),
});

describe('answerJson', () => {
  it('says what JSON.stringify says of the contract, whatever the numbers and texts', () => {
    fc.assert(
      fc.property(fc.tuple(decision, request, context), (all: Case) => {
        expect(answerJson(...all)).toBe(JSON.stringify(expected(all)));
      }),
      { numRuns: 1000 },
    );
  });
});
