import type { AuroraConfig } from '@aurora/config';
import type { Fraction, Ms } from '@aurora/kernel';

/** What a canary must keep. Exactly at a limit passes. */
export interface CanaryLimits {
  readonly maxDenyRate: Fraction;
  readonly maxP99Ms: Ms;
  readonly maxEce: number;
  /** Of the returns, a fraction of equity, losses negative. */
  readonly minCvar95: Fraction;
  readonly maxRejects: number;
  /** Share of questions after its health that the gate answered. */
  readonly minAvailability: Fraction;
}

/** Limits of the command line; each that is not given is the tuner's hard gate, where it has one. */
export type LimitFlags = { readonly [Name in keyof CanaryLimits]?: number };

export const limitsOf = ({ tuner }: Pick<AuroraConfig, 'tuner'>, flags: LimitFlags): CanaryLimits => ({
  maxDenyRate: flags.maxDenyRate ?? tuner.maxDenyRate,
  maxP99Ms: flags.maxP99Ms ?? tuner.maxLatencyP99Ms,
  maxEce: flags.maxEce ?? tuner.maxEce,
  minCvar95: flags.minCvar95 ?? tuner.minCvar95,
  maxRejects: flags.maxRejects ?? 0,
  minAvailability: flags.minAvailability ?? 0.99,
});
