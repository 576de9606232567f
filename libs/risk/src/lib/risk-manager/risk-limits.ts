import type { Fraction, Pct } from '@aurora/kernel';
import { riskConfig } from './risk-config';

/** The limits the risk guard judges by. */
export interface RiskLimits {
  readonly ddDayPct: Pct;
  readonly maxConcurrent: number;
  /** In [0, 1]. */
  readonly sizeScale: Fraction;
}

/** Where the limits come from; `null` and absent are unset. */
export interface RiskSettings {
  readonly ddDayPct?: Pct | null;
  readonly maxConcurrent?: number | null;
  readonly sizeScale?: number | null;
  /** `guards.daily_dd_limit_pct`, stands in for an unset `ddDayPct`. */
  readonly dailyDdLimitPct?: Pct | null;
}

const DEFAULT_DD_DAY_PCT: Pct = 100;

/** Limits in force: the drawdown of the risk section, else that of the guards section, else 100; the scale clipped. */
export function resolveRiskLimits(settings: RiskSettings): RiskLimits {
  return {
    ddDayPct: settings.ddDayPct ?? settings.dailyDdLimitPct ?? DEFAULT_DD_DAY_PCT,
    maxConcurrent: settings.maxConcurrent ?? riskConfig.risk.max_concurrent.default,
    sizeScale: clipScale(settings.sizeScale ?? riskConfig.risk.size_scale.default),
  };
}

/** Clipped to [0, 1]; NaN is 0, since nothing may be sent on an unknown scale. */
export const clipScale = (scale: number): Fraction => (scale > 0 ? Math.min(1, scale) : 0);

/** Settings with what environment variables say over them, for libraries used without the loader. */
export function riskSettingsWithEnv(
  settings: RiskSettings,
  env: Readonly<Record<string, string | undefined>>,
): RiskSettings {
  const { dd_day_pct, max_concurrent, size_scale } = riskConfig.risk;
  return {
    ...settings,
    ddDayPct: fromEnv(dd_day_pct.env, env) ?? settings.ddDayPct ?? null,
    maxConcurrent: fromEnv(max_concurrent.env, env) ?? settings.maxConcurrent ?? null,
    sizeScale: fromEnv(size_scale.env, env) ?? settings.sizeScale ?? null,
  };
}

function fromEnv(names: readonly string[] = [], env: Readonly<Record<string, string | undefined>>): number | undefined {
  const name = names.find((candidate) => env[candidate] !== undefined);
  if (name === undefined) return undefined;
  const value = env[name]!.trim() === '' ? NaN : Number(env[name]);
  if (!Number.isFinite(value)) throw new RangeError(`${name} must be a number, got "${env[name]}"`);
  return value;
}
