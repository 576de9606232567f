import { setTimeout as wait } from 'node:timers/promises';
import type { Ms } from '@aurora/kernel';
import { fetchText } from '../gate/fetch-text';
import { Scrape } from '../gate/scrape';
import type { CanaryLimits } from './canary-limits';

const INTERVAL_MS = 1000;
/** The gate may be away so long before that alone ends the canary. */
const AWAY_MS = 10_000;
/** Fewer decisions say nothing of a rate. */
export const ENOUGH_DECISIONS = 20;
/** A rate must be beyond its limit over so many decisions to end the canary early. */
const SURE_DECISIONS = 100;

/** What runs, for a canary. */
export interface CanaryScene {
  readonly gateUrl: string;
  /** `/metrics` of the runner. */
  readonly runnerMetricsUrl: string;
  readonly sessionDir: string;
  /** Names of processes of its own that have ended although nobody asked them to. */
  readonly gone: () => readonly string[];
}

/** What was seen from outside while it ran. */
export interface CanarySight {
  readonly elapsedMs: Ms;
  /** How often the gate was asked how it is, and how often it said healthy. */
  readonly asked: number;
  readonly healthy: number;
  /** Worst p99 of the gate's own time that it stated; `null` when it never decided. */
  readonly worstP99Ms: Ms | null;
  /** Lines of a log that will never be written, and reports the gate could not be told of. */
  readonly dropped: number;
  readonly reportsLost: number;
  readonly healthErrors: number;
  /** Questions that no gate answered. */
  readonly unanswered: number;
  /** Why it ended before its time; `null` when it did not. */
  readonly early: string | null;
}

export interface WatchOptions {
  readonly durationMs: Ms;
  readonly limits: CanaryLimits;
  readonly stop: AbortSignal;
  readonly onSecond: (elapsedMs: Ms, what: string) => void;
}

/** Looks at gate and runner once a second until the time is over, a limit is broken beyond doubt, or it is stopped. Never rejects. */
export async function watchCanary(scene: CanaryScene, options: WatchOptions): Promise<CanarySight> {
  const startMs = performance.now();
  const tally = new Tally(scene, options.limits);
  for (;;) {
    const elapsedMs = performance.now() - startMs;
    await tally.look();
    options.onSecond(elapsedMs, tally.shortly());
    const early = options.stop.aborted ? 'stopped by a signal' : tally.breach();
    if (early !== null || elapsedMs >= options.durationMs) return tally.sight(elapsedMs, early);
    const pauseMs = Math.min(INTERVAL_MS, Math.max(0, options.durationMs - elapsedMs));
    // A signal ends the pause; it is looked at above.
    await wait(pauseMs, undefined, { signal: options.stop }).catch(() => undefined);
  }
}

/** Counters of a process since the canary began. */
class Since {
  private first: Scrape | undefined;
  private last: Scrape | undefined;

  take(text: string | null): void {
    if (text === null) return;
    this.last = new Scrape(text);
    this.first ??= this.last;
  }

  gauge(name: string): number | null {
    return this.last?.gauge(name) ?? null;
  }

  /** A gate that was started anew counts from 0 again: what it has counted since then is the least there was. */
  count(name: string, labels: Readonly<Record<string, string>> = {}): number {
    const now = this.last?.sum(name, labels) ?? 0;
    const before = this.first?.sum(name, labels) ?? 0;
    return now >= before ? now - before : now;
  }
}

const VERDICTS = 'wisescalp_gate_verdicts_total';

class Tally {
  private readonly gate = new Since();
  private readonly runner = new Since();
  private asked = 0;
  private healthy = 0;
  private worstP99Ms: Ms | null = null;
  private lastHealthyMs = performance.now();

  constructor(
    private readonly scene: CanaryScene,
    private readonly limits: CanaryLimits,
  ) {}

  async look(): Promise<void> {
    const { gateUrl, runnerMetricsUrl } = this.scene;
    const [health, gate, runner] = await Promise.all([
      fetchText(new URL('/health', gateUrl).href),
      fetchText(new URL('/metrics', gateUrl).href),
      fetchText(runnerMetricsUrl),
    ]);
    this.asked++;
    if (health?.includes('"healthy"') === true) {
      this.healthy++;
      this.lastHealthyMs = performance.now();
    }
    this.gate.take(gate);
    this.runner.take(runner);
    const p99 = this.gate.gauge('aurora_latency_p99_ms');
    if (p99 !== null) this.worstP99Ms = Math.max(p99, this.worstP99Ms ?? 0);
  }

  /** A limit that is broken whatever else comes; `null` while there is none. */
  breach(): string | null {
    const gone = this.scene.gone();
    if (gone.length > 0) return `${gone.join(', ')} has ended`;
    if (performance.now() - this.lastHealthyMs > AWAY_MS) return `the gate was away for ${AWAY_MS / 1000} s`;
    if (this.dropped() > 0) return 'events were lost';
    const { allow, deny } = this.decisions();
    const rate = deny / (allow + deny);
    if (allow + deny >= SURE_DECISIONS && rate > this.limits.maxDenyRate)
      return `${(rate * 100).toFixed(0)} % of ${allow + deny} decisions were denied`;
    return null;
  }

  shortly(): string {
    const { allow, deny } = this.decisions();
    return `${allow + deny} decisions, ${deny} denied, ${this.runner.count('aurora_orders_submitted_shadow_total')} orders`;
  }

  sight(elapsedMs: Ms, early: string | null): CanarySight {
    const { asked, healthy, worstP99Ms, gate, runner } = this;
    const [emitted, code] = ['aurora_events_emitted_total', { code: 'HEALTH.ERROR' }] as const;
    return {
      ...{ elapsedMs, asked, healthy, worstP99Ms, early },
      dropped: this.dropped(),
      reportsLost: runner.count('wisescalp_reports_lost_total'),
      healthErrors: gate.count(emitted, code) + runner.count(emitted, code),
      unanswered: runner.count(VERDICTS) - runner.count(VERDICTS, { source: 'gate' }),
    };
  }

  private decisions(): { readonly allow: number; readonly deny: number } {
    const name = 'aurora_pretrade_decisions_total';
    return { allow: this.gate.count(name, { decision: 'allow' }), deny: this.gate.count(name, { decision: 'deny' }) };
  }

  private dropped(): number {
    const name = 'aurora_events_dropped_total';
    // What is held back is counted in the next of its kind, and so not lost.
    const lost = this.gate.count(name) - this.gate.count(name, { why: 'held_back' });
    return lost + (this.runner.gauge('wisescalp_events_dropped') ?? 0);
  }
}
