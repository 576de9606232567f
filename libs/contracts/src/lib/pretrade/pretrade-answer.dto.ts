import type { Mode } from '@aurora/kernel';
import { MODES } from '@aurora/kernel';
import { Flag, Int, Nested, NestedList, Num, OneOf, Text, Texts } from '../shape/fields';

const MAX = Infinity;
const ANY = { min: -MAX, max: MAX };
const COUNT = { min: 0, max: Number.MAX_SAFE_INTEGER };

/** What is left of the configured limits. Real counts; null where no limit is configured. */
export class PretradeQuotas {
  @Int('Orders that may still be allowed in this minute.', { ...COUNT, nullable: true, example: 57 })
  trades_pm_left!: number | null;

  @Num('Exposure the symbol may still take, quote currency.', { min: 0, max: MAX, nullable: true, example: 18000 })
  symbol_exposure_left_usdt!: number | null;
}

/** Answer of one guard. */
export class GuardReport {
  @Text('Guard id.', { required: true, maxLength: 64, example: 'latency' })
  guard!: string;

  @OneOf('What it said; skip says that it had nothing to judge or was not asked.', ['pass', 'block', 'skip'], {
    required: true,
    example: 'pass',
  })
  outcome!: 'pass' | 'block' | 'skip';

  @Text('Reason code, when it blocked.', { maxLength: 256 })
  reason?: string | null;

  @Num('The number it judged; null where it compared none.', { ...ANY, example: 12.5 })
  value?: number | null;

  @Num('The limit it was held against; null where it compared none.', { ...ANY, example: 500 })
  limit?: number | null;
}

/** Numbers of the risk guard. */
export class RiskReport {
  @Num('Value of the order as asked, quote currency.', { ...ANY, required: true, example: 32000 })
  base_notional!: number;

  @Num('Value after scaling, quote currency.', { ...ANY, required: true, example: 32000 })
  scaled_notional!: number;

  @Num('Profit and loss of the day used, percent of equity.', { ...ANY, required: true, example: -0.4 })
  pnl_today_pct!: number;

  @Num('Open positions used.', { ...ANY, required: true, example: 2 })
  open_positions!: number;

  @Num('Daily loss cap, percent of equity.', { ...ANY, required: true, example: 5 })
  dd_day_pct!: number;

  @Num('Cap on open positions.', { ...ANY, required: true, example: 10 })
  max_concurrent!: number;

  @Num('Size scale in force, 0..1.', { min: 0, max: 1, required: true, example: 1 })
  size_scale!: number;
}

/** Numbers of the TRAP guard. Rates are base quantity per second. */
export class TrapReport {
  @Num('Standing of this measure against its history, -4..4.', { min: -4, max: 4, required: true, example: 0.3 })
  trap_z!: number;

  @Num('Cancelled per second.', { min: 0, max: MAX, required: true, example: 3.5 })
  cancel_rate!: number;

  @Num('Added per second.', { min: 0, max: MAX, required: true, example: 4 })
  repl_rate!: number;

  @Num('Composite score, 0..1.', { min: 0, max: 1, required: true, example: 0.42 })
  trap_score!: number;

  @Flag('The z or the sign rule tripped.')
  flag?: boolean | null;
}

/** Outcome of the sequential test. */
export class SprtReport {
  @OneOf('Decision.', ['ACCEPT', 'REJECT', 'CONTINUE'], { required: true, example: 'CONTINUE' })
  decision!: string;

  @Num('Log likelihood ratio.', { ...ANY, required: true, example: 0.9 })
  llr!: number;

  @Int('Observations used.', { ...COUNT, required: true, example: 4 })
  n_obs!: number;
}

/** Inductive conformal prediction, observed only. */
export class IcpReport {
  @Num('Miscoverage level in force.', { min: 0, max: 1, required: true, example: 0.1 })
  alpha!: number;

  @Flag('The regime is changing.', { required: true, example: false })
  transition!: boolean;
}

/** Why the answer is what it is. */
export class PretradeObservability {
  @OneOf('PASS or BLOCK.', ['PASS', 'BLOCK'], { required: true, example: 'PASS' })
  gate_state!: 'PASS' | 'BLOCK';

  @OneOf('Mode in force.', MODES, { required: true, example: 'testnet' })
  mode!: Mode;

  @Num('Latency used, ms.', { ...ANY, nullable: true, example: 12.5 })
  latency_ms!: number | null;

  @Num('Spread used, bps.', { ...ANY, nullable: true, example: 1.2 })
  spread_bps!: number | null;

  @Num('Slippage estimate used, bps.', { ...ANY, nullable: true, example: 0.8 })
  slip_bps_est!: number | null;

  @Num('Loss if stopped used, bps.', { ...ANY, nullable: true, example: 10 })
  a_bps!: number | null;

  @Num('Gain at target used, bps.', { ...ANY, nullable: true, example: 24 })
  b_bps!: number | null;

  @Num('Score used.', { ...ANY, nullable: true, example: 0.6 })
  score!: number | null;

  @Num('Round-trip fees used, bps.', { ...ANY, required: true, example: 8 })
  fees_bps!: number;

  @Text('Regime the client named.', { maxLength: 64, nullable: true, example: 'normal' })
  mode_regime!: string | null;

  @Texts('Every note, the first block first.', { maxLength: 256, maxItems: 256, required: true, example: [] })
  reasons!: string[];

  @NestedList(() => GuardReport, 'Answers of the guards in the order they were asked.', { required: true })
  guards!: GuardReport[];

  @Num('Probability of reaching the target first; null when expected return was not computed.', {
    min: 0,
    max: 1,
    nullable: true,
    example: 0.77,
  })
  p_tp!: number | null;

  @Num('Expected net return, bps; null when it was not computed.', { ...ANY, nullable: true, example: 7.4 })
  e_pi_bps!: number | null;

  @Nested(() => RiskReport, 'Null when the risk guard did not run.', { nullable: true })
  risk!: RiskReport | null;

  @Nested(() => TrapReport, 'Null when the TRAP guard had no input or did not run.', { nullable: true })
  trap!: TrapReport | null;

  @Nested(() => SprtReport, 'Null when the sequential test did not run.', { nullable: true })
  sprt!: SprtReport | null;

  @Nested(() => IcpReport, 'Null unless it is observed.', { nullable: true })
  icp!: IcpReport | null;

  @Texts('Gaps and oddities of the request, e.g. missing_input:latency_ms, unknown_field:market.latencyms.', {
    maxLength: 512,
    maxItems: 256,
    required: true,
    example: [],
  })
  diagnostics!: string[];

  @Text('Digest of the configuration the decision was made under.', {
    maxLength: 128,
    required: true,
    example: '5f2a90c1',
  })
  config_hash!: string;

  @Text('Calibrator in use, name@version.', { maxLength: 128, required: true, example: 'sigmoid@1' })
  calibrator!: string;
}

/** Answer of `POST /pretrade/check`. */
export class PretradeCheckAnswer {
  @Flag('May this order be sent.', { required: true, example: true })
  allow!: boolean;

  @Num('Largest base quantity that may be sent now, risk_scale already in it; 0 when not allowed.', {
    min: 0,
    max: MAX,
    required: true,
    example: 0.5,
  })
  max_qty!: number;

  @Num('Scale the risk guard applied, 0..1.', { min: 0, max: 1, required: true, example: 1 })
  risk_scale!: number;

  @Num('How long asking again is pointless, ms; 0 when not known or not blocked.', {
    min: 0,
    max: MAX,
    required: true,
    example: 0,
  })
  cooldown_ms!: number;

  @Text('ok, or the reason of the first guard that blocked.', { maxLength: 256, required: true, example: 'ok' })
  reason!: string;

  @Flag('The caller must obey even if it runs permissively.', { required: true, example: false })
  hard_gate!: boolean;

  @Nested(() => PretradeQuotas, 'What is left of the configured limits.', { required: true })
  quotas!: PretradeQuotas;

  @Text('UUIDv7; stands in every later record of this order.', {
    maxLength: 128,
    required: true,
    example: '019aa8c3-5c00-7000-8000-000000000001',
  })
  decision_id!: string;

  @Nested(() => PretradeObservability, 'Why the answer is what it is.', { required: true })
  observability!: PretradeObservability;
}

/** What {@link PretradeCheckAnswer} is made of. */
export const PRETRADE_ANSWER_PARTS = [
  PretradeQuotas,
  PretradeObservability,
  GuardReport,
  RiskReport,
  TrapReport,
  SprtReport,
  IcpReport,
] as const;
