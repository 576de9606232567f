import { antiChurnGuard } from './anti-churn/anti-churn-guard';
import { expectedReturnGuard } from './expected-return/expected-return-guard';
import { exposureGuard } from './exposure/exposure-guard';
import { governanceGuard } from './governance/governance-guard';
import { healthGuard } from './health/health-guard';
import { latencyGuard } from './latency/latency-guard';
import { type ORDERED_GUARD_IDS } from './ordered-guard-ids';
import { riskGuard } from './risk/risk-guard';
import { slippageGuard } from './slippage/slippage-guard';
import { spreadGuard } from './spread/spread-guard';
import { sprtGuard } from './sprt/sprt-guard';
import { trapGuard } from './trap/trap-guard';

type InOrder<Ids extends readonly string[]> = { readonly [I in keyof Ids]: { readonly id: Ids[I] } };

/** The guards of `ORDERED_GUARD_IDS`, in the same order. */
export const ORDERED_GUARDS = [
  latencyGuard,
  healthGuard,
  trapGuard,
  expectedReturnGuard,
  slippageGuard,
  riskGuard,
  sprtGuard,
  spreadGuard,
] as const satisfies InOrder<typeof ORDERED_GUARD_IDS>;

/** Every guard: anti-churn comes first, governance and exposure have the last word. */
export const GUARDS = [antiChurnGuard, ...ORDERED_GUARDS, governanceGuard, exposureGuard] as const;

/** The guards as the pipeline takes them. */
export const GUARD_SET = {
  first: [antiChurnGuard],
  ordered: ORDERED_GUARDS,
  last: [governanceGuard, exposureGuard],
} as const;

export type GuardId = (typeof GUARDS)[number]['id'];

type ReasonOf<G> = G extends { readonly reasons: infer Reasons } ? keyof Reasons & string : never;
type GuardReason = ReasonOf<(typeof GUARDS)[number]>;
/** Codes that no single guard gives. */
type GateReason = 'missing_input' | 'guard_error' | 'audit_unavailable';
export type ReasonCode = GuardReason | GateReason;
