import { MODES, type Mode } from '@aurora/kernel';
import { Flag, Int, Num, OneOf, Text } from '../shape/fields';
import { TRADING_STATES, type TradingStateName } from './parameters';

const MAX = Infinity;
const COUNT = { min: 0, max: Number.MAX_SAFE_INTEGER };
const TIME_MS = { min: 0, max: 8.64e15 };
const STATE_NAMES = Object.values(TRADING_STATES);

/** A success that has nothing to tell. */
export class StatusAnswer {
  @Text('Always ok.', { required: true, maxLength: 16, example: 'ok' })
  status!: string;
}

/** Answer of `GET /version`. */
export class VersionAnswer {
  @Text('Version of the service.', { required: true, maxLength: 64, example: '0.1.0' })
  version!: string;

  @Text('Git revision it was built from; null when not known.', { nullable: true, maxLength: 64, example: 'ca3ba5c' })
  git_revision!: string | null;

  @Text('Order of the guards.', { required: true, maxLength: 64, example: 'er_before_slip' })
  order_profile!: string;

  @Flag('Fixed answers for client integration, never for trading.')
  lite?: boolean | null;
}

/** Answer of `GET /health` and `GET /liveness`. */
export class HealthAnswer {
  @OneOf('State of the service.', ['starting', 'healthy', 'degraded'], { required: true, example: 'healthy' })
  status!: 'starting' | 'healthy' | 'degraded';

  @Flag('Models are in place.', { required: true, example: true })
  models_loaded!: boolean;

  @Text('Version of the service.', { required: true, maxLength: 64, example: '0.1.0' })
  version!: string;
}

/** Answer of `GET /readiness`; the same fields whatever the status. */
export class ReadinessAnswer {
  @Flag('The configuration is in place.', { required: true, example: true })
  config_loaded!: boolean;

  @Num('Time of the last event written, ms since the Unix epoch; null before the first.', {
    ...TIME_MS,
    nullable: true,
    example: 1763800000000,
  })
  last_event_ts!: number | null;

  @Flag('The gate is halted.', { required: true, example: false })
  halt!: boolean;

  @Flag('Models are in place.', { required: true, example: true })
  models_loaded!: boolean;

  @OneOf('Set by operators.', STATE_NAMES, { required: true, example: 'ACTIVE' })
  trading_state!: TradingStateName;

  @Flag('Events can be written.', { required: true, example: true })
  event_log_ok!: boolean;

  @Flag('State can be saved.', { required: true, example: true })
  state_store_ok!: boolean;
}

/** The guard's state, answered by every control route. */
export class GuardStateAnswer {
  @Flag('Armed; a disarmed gate allows nothing.', { required: true, example: true })
  armed!: boolean;

  @Flag('Halted until reset.', { required: true, example: false })
  halted!: boolean;

  @Flag('A cool-off is running.', { required: true, example: false })
  in_cooloff!: boolean;

  @Num('End of the cool-off, ms since the Unix epoch; null when none is running.', {
    ...TIME_MS,
    nullable: true,
    example: 1763800120000,
  })
  cooloff_until_ms!: number | null;

  @Int('Warnings of the last 300 s.', { ...COUNT, required: true, example: 0 })
  warns_5m!: number;

  @Num('95th percentile of latency in the window, ms; null without samples.', {
    min: 0,
    max: MAX,
    nullable: true,
    example: 11.2,
  })
  p95_ms!: number | null;

  @Num('End of the kill-switch, ms since the Unix epoch; null when it is off.', {
    ...TIME_MS,
    nullable: true,
    example: 1763800060000,
  })
  halt_until_ms!: number | null;

  @OneOf('Set by operators.', STATE_NAMES, { required: true, example: 'ACTIVE' })
  trading_state!: TradingStateName;
}

/** Answer of `GET /ops/state`: the guard's state, and whose and when it is. */
export class OpsStateAnswer extends GuardStateAnswer {
  @OneOf('Mode of the service.', [...MODES], { required: true, example: 'shadow' })
  mode!: Mode;

  @Num('When the service started, ms since the Unix epoch.', { ...TIME_MS, required: true, example: 1763796400000 })
  started_at_ms!: number;

  @Num("The service's time, ms since the Unix epoch: what is left of a cool-off is counted from it.", {
    ...TIME_MS,
    required: true,
    example: 1763800000000,
  })
  now_ms!: number;
}

/** Answer of `GET /risk/snapshot` and `POST /risk/set`. */
export class RiskSnapshotAnswer {
  @Num('Daily loss cap, percent of equity.', { min: 0, max: MAX, required: true, example: 5 })
  dd_day_pct!: number;

  @Num('Cap on open positions.', { min: 0, max: MAX, required: true, example: 10 })
  max_concurrent!: number;

  @Num('Size scale, 0..1.', { min: 0, max: 1, required: true, example: 1 })
  size_scale!: number;

  @Num('Booked profit and loss of the day, percent of equity; null when nothing was booked in percent.', {
    min: -MAX,
    max: MAX,
    nullable: true,
    example: -0.4,
  })
  pnl_today_pct!: number | null;

  @Num('Booked profit and loss of the day, quote currency; null when nothing was booked in it.', {
    min: -MAX,
    max: MAX,
    nullable: true,
    example: -40,
  })
  pnl_today_usdt!: number | null;

  @Int('Open positions booked.', { ...COUNT, required: true, example: 2 })
  open_positions!: number;

  @Num('Positions and reservations, quote currency.', { min: 0, max: MAX, required: true, example: 32000 })
  exposure_usdt!: number;
}
