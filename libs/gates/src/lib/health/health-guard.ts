import { healthConfig } from '@aurora/risk';
import { block, defineGuard, pass } from '../guard';

/** Denies while the gate is disarmed, halted, or (openings only) cooling off because the p95 of latency was too high. */
export const healthGuard = defineGuard({
  id: 'health',
  summary: 'Denies while the gate is disarmed or halted, and openings while it cools off after a high p95 of latency.',
  config: healthConfig,
  reasons: {
    latency_disarmed: { summary: 'An operator disarmed the gate.' },
    latency_halt: {
      summary: 'The p95 of latency was too high too often; the gate is halted until an operator resets it.',
    },
    latency_cooloff: { summary: 'The p95 of latency was too high; openings wait until the cool-off ends.' },
  },
  inputs: ['latency_ms'],
  judges: 'all',
  bind: () => ({
    observe: ({ inputs, state, nowMs, found }) => {
      found.health = state.health.record(inputs.latency_ms, nowMs);
    },
    check: ({ request, state, nowMs, found }) => {
      const { health } = state;
      const { reason, cooldownMs } = health.enforce(nowMs);
      const p95 = found.health === null ? null : found.health.p95;
      if (reason === null || (reason === 'latency_cooloff' && request.order.reduceOnly))
        return pass(p95, health.thresholdMs);
      return block(reason, p95, health.thresholdMs, cooldownMs);
    },
  }),
});
