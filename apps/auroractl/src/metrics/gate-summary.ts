import type { GateCountersAnswer, OpsStateAnswer } from '@aurora/contracts';
import { denialsOf, type Denial } from '../gate/denials';
import type { GateApi } from '../gate/gate-api';
import { PartReader, type NotShown } from '../gate/gate-part';
import { Scrape } from '../gate/scrape';

/** Counts of decisions. */
export interface DecisionCounts {
  readonly decisions: number;
  readonly allowed: number;
  readonly denied: number;
  /** 0..1; `null` without decisions. */
  readonly deny_rate: number | null;
  readonly denials: readonly Denial[];
}

/** What a gate has done, in a window and since its start, as `auroractl metrics --json` says it. */
export interface GateSummary {
  readonly url: string;
  readonly at: string;
  /** Decisions of the last minutes; `null` when it could not be had, see `not_shown`. */
  readonly window: ({ readonly minutes: number } & DecisionCounts) | null;
  readonly since_start: {
    readonly started_at: string | null;
    readonly decisions: DecisionCounts;
    /** The gate's own time, estimated from the histogram. */
    readonly latency_ms: { readonly p50: number | null; readonly p95: number | null; readonly p99: number | null };
    readonly events_emitted: number;
    readonly events_dropped: Readonly<Record<string, number>>;
    readonly orders: {
      readonly success: number;
      readonly rejected: number;
      readonly submitted_shadow: number;
    };
  };
  readonly now: {
    /** The gate's own time, of the last one to two minutes. */
    readonly latency_p99_ms: number | null;
    readonly event_queue_depth: number | null;
    readonly ece: number | null;
    readonly brier: number | null;
    /** Percent of equity. */
    readonly cvar95_min: number | null;
  };
  readonly not_shown: readonly NotShown[];
}

const DECISIONS = 'aurora_pretrade_decisions_total';
const LATENCY = 'aurora_pretrade_latency_ms';

/** @param minutes length of the window, 1..1440. */
export async function readSummary(gate: GateApi, minutes: number): Promise<GateSummary> {
  const parts = new PartReader(gate);
  const [metrics, counters, state] = await Promise.all([
    gate.text('/metrics'),
    parts.read<GateCountersAnswer>('window', 'api', `/gates/counters?minutes=${minutes}`),
    parts.read<OpsStateAnswer>('time of the start', 'ops', '/ops/state'),
  ]);
  const scrape = new Scrape(metrics);
  return {
    url: gate.url,
    at: new Date().toISOString(),
    window: counters && { minutes: counters.minutes, ...(await countsOf(counters.allowed, counters.by_reason)) },
    since_start: {
      started_at: state && new Date(state.started_at_ms).toISOString(),
      ...(await sinceStart(scrape)),
    },
    now: {
      latency_p99_ms: scrape.gauge('aurora_latency_p99_ms'),
      event_queue_depth: scrape.gauge('aurora_event_queue_depth'),
      ece: scrape.gauge('aurora_ece'),
      brier: scrape.gauge('aurora_brier'),
      cvar95_min: scrape.gauge('aurora_cvar95_min'),
    },
    not_shown: parts.notShown,
  };
}

async function sinceStart(scrape: Scrape): Promise<Omit<GateSummary['since_start'], 'started_at'>> {
  const allowed = scrape.sum(DECISIONS, { decision: 'allow' });
  return {
    decisions: await countsOf(allowed, countsBy(scrape, DECISIONS, 'reason_code', { decision: 'deny' })),
    latency_ms: {
      p50: scrape.quantile(LATENCY, 0.5),
      p95: scrape.quantile(LATENCY, 0.95),
      p99: scrape.quantile(LATENCY, 0.99),
    },
    events_emitted: scrape.sum('aurora_events_emitted_total'),
    events_dropped: countsBy(scrape, 'aurora_events_dropped_total', 'why'),
    orders: {
      success: scrape.sum('aurora_orders_success_total'),
      rejected: scrape.sum('aurora_orders_rejected_total'),
      submitted_shadow: scrape.sum('aurora_orders_submitted_shadow_total'),
    },
  };
}

const countsBy = (scrape: Scrape, name: string, label: string, where = {}): Record<string, number> =>
  Object.fromEntries(scrape.all(name, where).map(({ labels, value }) => [labels[label] ?? '', value]));

async function countsOf(allowed: number, byReason: Readonly<Record<string, number>>): Promise<DecisionCounts> {
  const denials = await denialsOf(byReason);
  const denied = denials.reduce((sum, one) => sum + one.denied, 0);
  const decisions = allowed + denied;
  return { decisions, allowed, denied, deny_rate: decisions === 0 ? null : denied / decisions, denials };
}
