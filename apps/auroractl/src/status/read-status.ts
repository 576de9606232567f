import type {
  GateCountersAnswer,
  HealthAnswer,
  ModelStatusAnswer,
  OpsStateAnswer,
  OrchestratorStatusAnswer,
  OverlayAnswer,
  RiskSnapshotAnswer,
  VersionAnswer,
} from '@aurora/contracts';
import { denialsOf } from '../gate/denials';
import type { GateApi } from '../gate/gate-api';
import { PartReader } from '../gate/gate-part';
import { Scrape } from '../gate/scrape';
import { concernsOf } from './concerns';
import { HEALTH_STATES, TRADING_STATES, type Decisions, type GateStatus, type GuardDetails } from './gate-status';
import { readReadiness } from './health';

const MINUTES = 15;
/** Held back on purpose, and counted in the next line of its kind. */
const HELD_BACK = 'held_back';

/** Looks at everything a gate tells about itself. Rejects with `Unreachable` when it does not answer. */
export async function readStatus(gate: GateApi): Promise<GateStatus> {
  const { status: health } = await gate.get<HealthAnswer>('/health');
  const parts = new PartReader(gate);
  const [version, metrics, state, readiness, counters, models, overlay, tuner, risk] = await Promise.all([
    gate.get<VersionAnswer>('/version'),
    gate.text('/metrics'),
    parts.read<OpsStateAnswer>('mode, start, time left of a cool-off', 'ops', '/ops/state'),
    parts.read('health of the log', 'ops', '/readiness', () => readReadiness(gate)),
    parts.read<GateCountersAnswer>('who blocked what', 'api', `/gates/counters?minutes=${MINUTES}`),
    parts.read<ModelStatusAnswer>('model', 'ops', '/ops/model_status'),
    parts.read<OverlayAnswer>('overlay', 'api', '/overlay/active'),
    parts.read<OrchestratorStatusAnswer>('tuner', 'api', '/orchestrator/status'),
    parts.read<RiskSnapshotAnswer>('risk', 'ops', '/risk/snapshot'),
  ]);
  const scrape = new Scrape(metrics);
  const status: Omit<GateStatus, 'up' | 'fine' | 'concerns'> = {
    url: gate.url,
    checked_at: new Date().toISOString(),
    health,
    version,
    started_at: state && new Date(state.started_at_ms).toISOString(),
    mode: state && state.mode,
    ...guardOf(state, scrape),
    decisions_15m: counters && (await decisionsOf(counters)),
    latency_p99_ms: scrape.gauge('aurora_latency_p99_ms'),
    event_log: {
      queue_depth: scrape.gauge('aurora_event_queue_depth'),
      lost: scrape.sum('aurora_events_dropped_total') - scrape.sum('aurora_events_dropped_total', { why: HELD_BACK }),
      readiness,
    },
    models: models && models.models,
    neutral_symbols: scrape
      .all('aurora_model_neutral_streak')
      .flatMap(({ labels, value }) => (value === 1 ? (labels['symbol'] ?? []) : [])),
    overlay,
    tuner,
    risk,
    clock_offset_s: scrape.gauge('aurora_clock_offset_seconds'),
    not_shown: parts.notShown,
  };
  const concerns = concernsOf(status);
  return { up: true, fine: concerns.length === 0, concerns, ...status };
}

/** The guard's state as operators are told it, else what everybody may know. */
function guardOf(state: OpsStateAnswer | null, scrape: Scrape) {
  return {
    armed: state?.armed ?? scrape.gauge('aurora_armed') === 1,
    trading_state: state?.trading_state ?? TRADING_STATES[scrape.gauge('aurora_trading_state') ?? 0] ?? 'HALTED',
    health_state: HEALTH_STATES[scrape.gauge('aurora_health_state') ?? 0] ?? 'halt',
    guard: state && detailsOf(state),
  };
}

const detailsOf = ({
  cooloff_until_ms: cool,
  halt_until_ms: halt,
  now_ms,
  warns_5m,
  p95_ms,
}: OpsStateAnswer): GuardDetails => ({
  cooloff_left_ms: cool === null ? null : Math.max(0, cool - now_ms),
  kill_switch_left_ms: halt === null ? null : Math.max(0, halt - now_ms),
  warns_5m,
  p95_ms,
});

async function decisionsOf({ by_reason: byReason, ...counted }: GateCountersAnswer): Promise<Decisions> {
  return { ...counted, denials: await denialsOf(byReason) };
}
