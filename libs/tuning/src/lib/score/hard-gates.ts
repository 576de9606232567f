import type { Fraction, Ms } from '@aurora/kernel';
import type { Harvest } from './harvest';

/** What a trial may not break, whatever its score. Exactly at a limit passes. */
export interface HardLimits {
  readonly denyRateMax: Fraction;
  readonly latencyP99MsMax: Ms;
  readonly eceMax: number;
  /** Of the returns, a fraction of equity, losses negative. */
  readonly cvar95Min: Fraction;
  /** Fewest decisions that a trial can be judged by; none when not given. */
  readonly decisionsMin?: number;
}

export type HardGate = 'decisions' | 'deny_rate' | 'latency_p99_ms' | 'ece' | 'cvar95';

/** A limit that was not kept. `value` is `null` when nothing was measured, which keeps no limit. */
export interface BrokenGate {
  readonly gate: HardGate;
  readonly value: number | null;
  readonly limit: number;
}

/**
 * Which limits a trial broke, in the order decisions, deny rate, latency, calibration, tail. A number that is NaN or was not measured
 * breaks its limit.
 * @param unmeasured gates that nothing can be measured for where the trial ran: these alone may be `null`.
 */
export function checkHardGates(
  harvest: Pick<Harvest, 'denyRate' | 'latencyP99Ms' | 'ece' | 'cvar95'> & Partial<Pick<Harvest, 'decisions'>>,
  limits: HardLimits,
  unmeasured: readonly HardGate[] = [],
): BrokenGate[] {
  const broken: BrokenGate[] = [];
  const check = (gate: HardGate, value: number | null, limit: number, isKept: Kept): void => {
    const passes = value === null ? unmeasured.includes(gate) : isKept(value, limit);
    if (!passes) broken.push({ gate, value: Number.isNaN(value) ? null : value, limit });
  };
  if (limits.decisionsMin !== undefined) check('decisions', harvest.decisions ?? null, limits.decisionsMin, atLeast);
  check('deny_rate', harvest.denyRate, limits.denyRateMax, atMost);
  check('latency_p99_ms', harvest.latencyP99Ms, limits.latencyP99MsMax, atMost);
  check('ece', harvest.ece, limits.eceMax, atMost);
  check('cvar95', harvest.cvar95, limits.cvar95Min, atLeast);
  return broken;
}

type Kept = (value: number, limit: number) => boolean;
const atMost: Kept = (value, limit) => value <= limit;
const atLeast: Kept = (value, limit) => value >= limit;
