import { secToMs, type Ms, type Sec } from '@aurora/kernel';
import type { HealthConfig } from './health-config';
import { RecentWarnings } from './recent-warnings';
import { SlidingQuantile } from './sliding-quantile';

export type HealthBlock = 'latency_disarmed' | 'latency_halt' | 'latency_cooloff';

/** What one sample did. */
export interface HealthSample {
  /** False when the p95 is above the threshold, whether or not that counted as a warning. */
  readonly ok: boolean;
  readonly p95: Ms;
  /** The sample is a warning: `HEALTH.LATENCY_P95_HIGH`. */
  readonly warned: boolean;
  /** What the warning began; a halt that was there already does not begin again. */
  readonly escalation: 'cooloff' | 'halt' | null;
}

export interface HealthVerdict {
  readonly allow: boolean;
  readonly reason: HealthBlock | null;
  /** Rest of the cool-off; 0 for a halt or a disarmed gate, which end by an operator's hand. */
  readonly cooldownMs: Ms;
}

export interface HealthSnapshot {
  readonly armed: boolean;
  readonly halted: boolean;
  readonly inCooloff: boolean;
  /** 0 when there was none since the last reset. */
  readonly cooloffUntilMs: Ms;
  /** Warnings of the last 300 s, one exactly that old included; reset clears them. */
  readonly warns5m: number;
  /** `null` without samples. */
  readonly p95: Ms | null;
  readonly samples: number;
  readonly thresholdMs: Ms;
}

/** What survives a restart. */
export interface HealthState {
  readonly armed: boolean;
  readonly halted: boolean;
  readonly cooloffUntilMs: Ms;
  readonly warnsMs: readonly Ms[];
}

const ALLOWED: HealthVerdict = Object.freeze({ allow: true, reason: null, cooldownMs: 0 });

/**
 * Escalation on the p95 of latency: a p95 above the threshold warns; a warning starts a cool-off, or halts when one is
 * running; enough warnings within 300 s halt. A cool-off only ever lengthens; a halt lasts until {@link reset}.
 */
export class HealthGuard {
  private readonly window: SlidingQuantile;
  private armed = true;
  private halted = false;
  private cooloffUntilMs = 0;
  private readonly warnings = new RecentWarnings();

  constructor(private config: HealthConfig) {
    this.window = new SlidingQuantile(secToMs(config.latencyWindowSec), 0.95);
  }

  /** p95 above which a sample warns. */
  get thresholdMs(): Ms {
    return this.config.latencyGuardMs;
  }

  /** Takes new thresholds into force; samples and state stay. */
  configure(config: HealthConfig): void {
    this.config = config;
    this.window.resize(secToMs(config.latencyWindowSec));
  }

  /**
   * Adds a sample and escalates when the p95 is above the threshold. Time that goes backward is read as the latest
   * seen. @throws RangeError when latency or time is not finite.
   */
  record(latencyMs: Ms, nowMs: Ms): HealthSample {
    this.window.push(latencyMs, nowMs);
    const p95 = this.window.quantile();
    const ok = this.window.size < this.config.latencyMinSamples || p95 <= this.config.latencyGuardMs;
    if (ok || !this.mayWarn()) return { ok, p95, warned: false, escalation: null };
    return { ok, p95, warned: true, escalation: this.warn(this.window.latestMs) };
  }

  /** May an order pass? In this order: disarmed, halted, cooling off. A cool-off is over exactly at its end. */
  enforce(nowMs: Ms): HealthVerdict {
    if (!this.armed) return { allow: false, reason: 'latency_disarmed', cooldownMs: 0 };
    if (this.halted) return { allow: false, reason: 'latency_halt', cooldownMs: 0 };
    if (nowMs >= this.cooloffUntilMs) return ALLOWED;
    return { allow: false, reason: 'latency_cooloff', cooldownMs: this.cooloffUntilMs - nowMs };
  }

  /**
   * Starts or lengthens a cool-off by hand; seconds are cut to whole ones, negative ones read as 0.
   * @returns the end of the cool-off in ms. @throws RangeError when an argument is not finite.
   */
  coolOff(sec: Sec, nowMs: Ms): Ms {
    if (!Number.isFinite(sec) || !Number.isFinite(nowMs))
      throw new RangeError(`seconds and time must be finite, got ${sec} at ${nowMs}`);
    this.lengthenCooloff(nowMs + secToMs(Math.max(0, Math.trunc(sec))));
    return this.cooloffUntilMs;
  }

  /** Clears warnings, cool-off and halt; keeps the samples and the armed flag. */
  reset(): void {
    this.warnings.restore([]);
    this.cooloffUntilMs = 0;
    this.halted = false;
  }

  arm(): void {
    this.armed = true;
  }

  disarm(): void {
    this.armed = false;
  }

  snapshot(nowMs: Ms): HealthSnapshot {
    this.window.expire(nowMs);
    const samples = this.window.size;
    return {
      armed: this.armed,
      halted: this.halted,
      inCooloff: nowMs < this.cooloffUntilMs,
      cooloffUntilMs: this.cooloffUntilMs,
      warns5m: this.warnings.count(this.window.latestMs),
      p95: samples === 0 ? null : this.window.quantile(),
      samples,
      thresholdMs: this.config.latencyGuardMs,
    };
  }

  exportState(): HealthState {
    const { armed, halted, cooloffUntilMs, warnings } = this;
    return { armed, halted, cooloffUntilMs, warnsMs: warnings.exportTimesMs() };
  }

  restore(state: HealthState): void {
    this.armed = state.armed;
    this.halted = state.halted;
    this.cooloffUntilMs = state.cooloffUntilMs;
    this.warnings.restore(state.warnsMs);
  }

  private mayWarn(): boolean {
    const sinceMs = this.window.latestMs - (this.warnings.latestMs ?? -Infinity);
    // A clock set back over a restart must not silence warnings until it has caught up.
    return sinceMs < 0 || sinceMs >= secToMs(this.config.latencyWarnIntervalS);
  }

  private warn(nowMs: Ms): 'cooloff' | 'halt' | null {
    const { halted: wasHalted } = this;
    const wasCooling = nowMs < this.cooloffUntilMs;
    const warnings = this.warnings.add(nowMs);
    if (!wasCooling) this.lengthenCooloff(nowMs + secToMs(this.config.cooloffBaseSec));
    this.halted ||= wasCooling || warnings >= this.config.haltThresholdRepeats;
    if (this.halted && !wasHalted) return 'halt';
    return wasCooling ? null : 'cooloff';
  }

  private lengthenCooloff(untilMs: Ms): void {
    if (untilMs > this.cooloffUntilMs) this.cooloffUntilMs = untilMs;
  }
}
