import { secToMs, type Bps, type DataQuality, type Ms, type Pct } from '@aurora/kernel';
import { cvar } from './cvar';
import type { GovernanceConfig } from './governance-config';

export type GovernanceCode =
  | 'AURORA.HALT'
  | 'DQ_EVENT.STALE_BOOK'
  | 'DQ_EVENT.CROSSED_BOOK'
  | 'DQ_EVENT.ABNORMAL_SPREAD'
  | 'RISK.DENY.DRAWDOWN'
  | 'RISK.DENY.CVAR'
  | 'SPREAD_GUARD_TRIP'
  | 'LATENCY_GUARD_TRIP'
  | 'VOLATILITY_GUARD_TRIP'
  | 'RISK.DENY.POS_LIMIT';

type Given<T> = T | null | undefined;

/** What governance looks at. A number that is not given is not judged; open positions that are not given are none. */
export interface GovernanceInput {
  /** Order outcomes of the reject-storm window. */
  readonly recentStats?: Given<{ readonly total?: Given<number>; readonly rejects?: Given<number> }>;
  readonly dq?: Given<Partial<DataQuality>>;
  readonly pnlTodayPct?: Given<Pct>;
  /** Past returns, or what knows their CVaR already. Read only while `cvar_limit` is not 0. */
  readonly returns?: Given<readonly number[] | { cvar(alpha: number): number | null }>;
  readonly spreadBps?: Given<Bps>;
  readonly latencyMs?: Given<Ms>;
  readonly volStdBps?: Given<Bps>;
  readonly openPositions?: Given<number>;
}

export interface GovernanceVerdict {
  readonly allow: boolean;
  readonly code: GovernanceCode | null;
  /** Beside the code: `killswitch_active`, and `DQ_EVENT.*` of flags that were set but are not the code. */
  readonly notes: readonly string[];
  /** Rest of the halt; 0 for everything else. */
  readonly cooldownMs: Ms;
  /** The numbers compared; `null` where none were. */
  readonly value: number | null;
  readonly limit: number | null;
  /** The kill-switch began to halt, or was found to have ended, with this call. Lengthening is no transition. */
  readonly transition: HaltTransition | null;
}

export type HaltTransition = 'halt' | 'resume';

/** What survives a restart. */
export interface GovernanceState {
  readonly haltUntilMs: Ms;
  readonly halting: boolean;
}

interface Breach {
  readonly code: GovernanceCode;
  readonly value: number | null;
  readonly limit: number | null;
}

const NO_NOTES: readonly string[] = Object.freeze([]);
const PASS: GovernanceVerdict = Object.freeze({
  allow: true,
  code: null,
  notes: NO_NOTES,
  cooldownMs: 0,
  value: null,
  limit: null,
  transition: null,
});
const DEFAULT_DAILY_DD_LIMIT_PCT: Pct = 10;

/**
 * The last word, in this order: kill-switch, data quality, drawdown, CVaR, spread, latency, volatility, positions.
 * NaN never passes a limit.
 */
export class Governance {
  private haltUntil: Ms = 0;
  private halting = false;

  constructor(private config: GovernanceConfig) {}

  /** End of the latest halt, 0 when there was none since the last resume. */
  get haltUntilMs(): Ms {
    return this.haltUntil;
  }

  /** Takes new limits into force; a running halt keeps its end. */
  configure(config: GovernanceConfig): void {
    this.config = config;
  }

  /** Judges an order that everything before would allow. */
  approve(input: GovernanceInput, nowMs: Ms): GovernanceVerdict {
    const verdict = this.killSwitch(input, nowMs);
    if (!verdict.allow) return verdict;
    const breach = this.dataQuality(input.dq) ?? this.accountLimits(input) ?? this.marketLimits(input);
    const notes = dqNotes(input.dq, breach?.code);
    if (breach) return { allow: false, ...breach, notes, cooldownMs: 0, transition: verdict.transition };
    return notes.length === 0 ? verdict : { ...verdict, notes };
  }

  /**
   * The kill-switch alone: trips on a reject rate at or above `reject_storm_pct` and on a stale or crossed book, and
   * denies until `reject_storm_cooldown_s` after the latest trip; exactly at the end it passes.
   */
  killSwitch({ recentStats, dq }: GovernanceInput, nowMs: Ms): GovernanceVerdict {
    const wasHalted = this.halting && nowMs < this.haltUntil;
    const rate = this.stormRate(recentStats);
    if (rate !== null || dq?.staleBook || dq?.crossedBook)
      this.haltUntil = Math.max(this.haltUntil, nowMs + secToMs(this.config.rejectStormCooldownS));
    if (!this.isHalted(nowMs)) {
      const transition = this.tick(nowMs);
      return transition === null ? PASS : { ...PASS, transition };
    }
    this.halting = true;
    return {
      allow: false,
      code: 'AURORA.HALT',
      notes: ['killswitch_active', ...dqNotes(dq)],
      cooldownMs: this.haltUntil - nowMs,
      value: rate,
      limit: rate === null ? null : this.config.rejectStormPct,
      transition: wasHalted ? null : 'halt',
    };
  }

  isHalted(nowMs: Ms): boolean {
    return nowMs < this.haltUntil;
  }

  /** `resume` once when a halt has ended since the last call, else `null`. Deciding does this by itself. */
  tick(nowMs: Ms): 'resume' | null {
    if (!this.halting || this.isHalted(nowMs)) return null;
    this.halting = false;
    return 'resume';
  }

  /** Lifts the halt. @returns `resume` when there was one to lift. */
  resume(): 'resume' | null {
    const wasHalting = this.halting;
    this.haltUntil = 0;
    this.halting = false;
    return wasHalting ? 'resume' : null;
  }

  exportState(): GovernanceState {
    return { haltUntilMs: this.haltUntil, halting: this.halting };
  }

  restore(state: GovernanceState): void {
    this.haltUntil = state.haltUntilMs;
    this.halting = state.halting;
  }

  /** The reject rate when it trips the switch, else `null`. */
  private stormRate(stats: GovernanceInput['recentStats']): number | null {
    const total = stats?.total ?? 0;
    if (total < Math.max(1, this.config.rejectStormMinTotal)) return null;
    const rate = (stats?.rejects ?? 0) / total;
    return rate < this.config.rejectStormPct ? null : rate;
  }

  private dataQuality(dq: GovernanceInput['dq']): Breach | null {
    if (!dq) return null;
    if (dq.staleBook) return { code: 'DQ_EVENT.STALE_BOOK', value: null, limit: null };
    if (dq.crossedBook) return { code: 'DQ_EVENT.CROSSED_BOOK', value: null, limit: null };
    if (dq.abnormalSpread) return { code: 'DQ_EVENT.ABNORMAL_SPREAD', value: null, limit: null };
    return null;
  }

  private accountLimits({ pnlTodayPct, returns }: GovernanceInput): Breach | null {
    const { config } = this;
    const floorPct = -Math.abs(config.dailyDdLimitPct ?? DEFAULT_DAILY_DD_LIMIT_PCT);
    if (pnlTodayPct != null && !(pnlTodayPct >= floorPct))
      return { code: 'RISK.DENY.DRAWDOWN', value: pnlTodayPct, limit: floorPct };
    if (config.cvarLimit === 0 || returns == null) return null;
    const tail = 'cvar' in returns ? returns.cvar(config.cvarAlpha) : cvar(returns, config.cvarAlpha);
    const floor = -Math.abs(config.cvarLimit);
    return tail !== null && !(tail >= floor) ? { code: 'RISK.DENY.CVAR', value: tail, limit: floor } : null;
  }

  private marketLimits({ spreadBps, latencyMs, volStdBps, openPositions }: GovernanceInput): Breach | null {
    const { spreadBpsLimit, latencyMsLimit, volGuardStdBps, maxConcurrentPositions } = this.config;
    if (exceeds(spreadBps, spreadBpsLimit))
      return { code: 'SPREAD_GUARD_TRIP', value: spreadBps, limit: spreadBpsLimit };
    if (exceeds(latencyMs, latencyMsLimit))
      return { code: 'LATENCY_GUARD_TRIP', value: latencyMs, limit: latencyMsLimit };
    if (exceeds(volStdBps, volGuardStdBps))
      return { code: 'VOLATILITY_GUARD_TRIP', value: volStdBps, limit: volGuardStdBps };
    const open = openPositions ?? 0;
    if (open < maxConcurrentPositions) return null;
    return { code: 'RISK.DENY.POS_LIMIT', value: open, limit: maxConcurrentPositions };
  }
}

/** NaN exceeds every limit; a number that is not given exceeds none. */
const exceeds = (value: Given<number>, limit: number): value is number => value != null && !(value <= limit);

function dqNotes(dq: GovernanceInput['dq'], code?: GovernanceCode): readonly string[] {
  if (!dq || !(dq.staleBook || dq.crossedBook || dq.abnormalSpread || dq.cyclicSequence)) return NO_NOTES;
  const set = [
    dq.staleBook ? 'DQ_EVENT.STALE_BOOK' : null,
    dq.crossedBook ? 'DQ_EVENT.CROSSED_BOOK' : null,
    dq.abnormalSpread ? 'DQ_EVENT.ABNORMAL_SPREAD' : null,
    dq.cyclicSequence ? 'DQ_EVENT.CYCLIC_SEQUENCE' : null,
  ];
  return set.filter((note) => note !== null && note !== code) as string[];
}
