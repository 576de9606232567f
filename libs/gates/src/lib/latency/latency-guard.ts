import { latencyMsLimit } from '@aurora/risk';
import { configSlice } from '@aurora/kernel';
import { block, defineGuard, pass } from '../guard';

export const latencyConfig = configSlice({ guards: { latency_ms_limit: latencyMsLimit } });

/** Denies an opening whose market data took longer than the limit, in ms. Exactly at the limit passes. */
export const latencyGuard = defineGuard({
  id: 'latency',
  summary: 'Denies an opening whose latency is above guards.latency_ms_limit (ms); exactly at the limit passes.',
  config: latencyConfig,
  reasons: {
    latency_guard: {
      summary: 'Latency is above guards.latency_ms_limit.',
      note: (value, limit) => `latency_guard_exceeded:${value.toFixed(1)}>${limit.toFixed(1)}`,
    },
  },
  inputs: ['latency_ms'],
  judges: 'openings',
  bind: ({ guards: { latencyMsLimit: limit } }) => ({
    check: ({ inputs: { latency_ms: latencyMs } }) =>
      // So written that NaN blocks.
      latencyMs <= limit ? pass(latencyMs, limit) : block('latency_guard', latencyMs, limit),
  }),
});
