import { Flag, Free, Int, NestedList, Num, OneOf, Text } from '../shape/fields';

const COUNT = { min: 0, max: Number.MAX_SAFE_INTEGER };
const TIME_MS = { min: 0, max: 8.64e15 };

/** One model in use. */
export class ModelStatus {
  @Text('Symbol it serves, * for all.', { required: true, maxLength: 64, example: 'BTCUSDT' })
  symbol!: string;

  @Text('Calibrator, name@version.', { required: true, maxLength: 128, example: 'isotonic@3' })
  calibrator!: string;

  @Flag('Fitted on data; false for the fixed sigmoid.', { required: true, example: true })
  fitted!: boolean;

  @Num('When it was fitted, ms since the Unix epoch; null when it was not.', {
    ...TIME_MS,
    nullable: true,
    example: 1763700000000,
  })
  fitted_at_ms!: number | null;

  @OneOf('How it turns a score into a probability.', ['isotonic', 'platt', 'temperature', 'sigmoid'], {
    required: true,
    example: 'isotonic',
  })
  kind!: string;

  @Text('Version alone.', { required: true, maxLength: 128, example: '20260122T101500Z-0007' })
  version!: string;

  @Int('Samples it was fitted on; null when it was not.', { ...COUNT, nullable: true, example: 1400 })
  n!: number | null;

  @Int('Later outcomes that ece and brier are of; null when they are of the fitted samples themselves, or not known.', {
    ...COUNT,
    nullable: true,
    example: 600,
  })
  held_out_n!: number | null;

  @Num('Expected calibration error as its artifact states it; null when it states none.', {
    min: 0,
    max: 1,
    nullable: true,
    example: 0.021,
  })
  ece!: number | null;

  @Num('Brier score as its artifact states it; null when it states none.', {
    min: 0,
    max: 1,
    nullable: true,
    example: 0.212,
  })
  brier!: number | null;
}

/** Answer of `GET /ops/model_status`. */
export class ModelStatusAnswer {
  @NestedList(() => ModelStatus, 'One entry a symbol.', { required: true })
  models!: ModelStatus[];
}

/** Answer of the overlay routes. */
export class OverlayAnswer {
  @Free('The overlay in force; null when there is none.', {
    nullable: true,
    example: { guards: { spread_bps_limit: 60 } },
  })
  overlay!: Record<string, unknown> | null;

  @Num('When it was applied, ms since the Unix epoch; null when there is none.', {
    ...TIME_MS,
    nullable: true,
    example: 1763800000000,
  })
  applied_at_ms!: number | null;

  @Text('Who applied it.', { nullable: true, maxLength: 128, example: 'ops' })
  author!: string | null;

  @Text('Why.', { nullable: true, maxLength: 512, example: 'thin books after the listing' })
  reason!: string | null;

  @Text('Digest of the configuration in force.', { required: true, maxLength: 128, example: '5f2a90c1' })
  config_hash!: string;
}

const COUNTS = { required: true, values: { type: 'integer' as const, minimum: 0 } };

/** Answer of `GET /gates/counters`. */
export class GateCountersAnswer {
  @Int('Length of the look-back, minutes.', { ...COUNT, required: true, example: 15 })
  minutes!: number;

  @Int('Decisions made.', { ...COUNT, required: true, example: 1200 })
  decisions!: number;

  @Int('Allowed.', { ...COUNT, required: true, example: 1100 })
  allowed!: number;

  @Int('Denied.', { ...COUNT, required: true, example: 100 })
  denied!: number;

  @Num('Denied share, 0..1; null without decisions.', { min: 0, max: 1, nullable: true, example: 0.0833 })
  deny_rate!: number | null;

  @Free('Denials by reason code.', { ...COUNTS, example: { latency_guard: 60, spread_bps_too_wide: 40 } })
  by_reason!: Record<string, number>;
}

/** One decision in short. */
export class DecisionSample {
  @Num('When, ms since the Unix epoch.', { ...TIME_MS, required: true, example: 1763800000000 })
  ts_ms!: number;

  @Text('Decision id.', { required: true, maxLength: 128, example: '019aa8c3-5c00-7000-8000-000000000001' })
  decision_id!: string;

  @Text('Canonical symbol.', { required: true, maxLength: 64, example: 'BTCUSDT' })
  symbol!: string;

  @OneOf('Direction.', ['buy', 'sell'], { required: true, example: 'buy' })
  side!: string;

  @Flag('Allowed.', { required: true, example: true })
  allow!: boolean;

  @Text('ok or the reason of the first block.', { required: true, maxLength: 256, example: 'ok' })
  reason!: string;
}

/** Answer of `GET /gates/sample`. */
export class GateSampleAnswer {
  @NestedList(() => DecisionSample, 'The last decisions, newest first.', { required: true })
  decisions!: DecisionSample[];
}
