import { configSlice, int, oneOf, texts } from '@aurora/kernel';
import { ORDERED_GUARD_IDS } from './ordered-guard-ids';

export const ORDER_PROFILES = ['er_before_slip', 'slip_before_er'] as const;
export type OrderProfile = (typeof ORDER_PROFILES)[number];

export const pretradeConfig = configSlice({
  pretrade: {
    order: texts({
      description:
        'Guards in the order they judge; one that is left out is off. Anti-churn always comes first, governance and exposure last.',
      default: ORDERED_GUARD_IDS,
      items: { enum: [...ORDERED_GUARD_IDS] },
      uniqueItems: true,
      maxItems: ORDERED_GUARD_IDS.length,
    }),
    order_profile: oneOf(ORDER_PROFILES, {
      description: 'slip_before_er lets slippage judge before expected return; er_before_slip the other way round.',
      default: 'er_before_slip',
      env: ['PRETRADE_ORDER_PROFILE'],
    }),
    evaluate: oneOf(['first_deny', 'all'], {
      description:
        'first_deny stops at the first guard that blocks; all runs and reports every guard, the first block still names the reason.',
      default: 'first_deny',
    }),
    missing_input: oneOf(['by_mode', 'deny', 'lenient'], {
      description:
        'What an absent input does: deny blocks, lenient reads 0 and says so; by_mode denies in live and is lenient elsewhere. Live always denies.',
      default: 'by_mode',
    }),
    idempotency_ttl_ms: int({
      description: 'How long the same req_id gets the very same answer back, in ms.',
      default: 60_000,
      minimum: 0,
      maximum: 86_400_000,
    }),
    idempotency_max_keys: int({
      description: 'Answers kept for repeats; beyond it the oldest give way.',
      default: 100_000,
      minimum: 1,
      maximum: 10_000_000,
    }),
  },
});
