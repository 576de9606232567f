import { configSlice, num, type ConfigOf } from '@aurora/kernel';

/** Configuration of the latency SLA; the price of latency also enters the expected net reward. */
export const slaConfig = configSlice({
  sla: {
    max_latency_ms: num({
      description: 'Highest latency at which an order is worth routing, in ms; exactly at the limit passes.',
      default: 250,
      minimum: 0,
      maximum: 600_000,
    }),
    kappa_bps_per_ms: num({
      description: 'Edge lost per millisecond of latency, in bps.',
      default: 0.01,
      minimum: 0,
      maximum: 100,
    }),
    min_edge_after_bps: num({
      description: 'Least edge that must be left after latency, in bps; exactly at the limit passes.',
      default: 0,
      minimum: -10_000,
      maximum: 10_000,
    }),
  },
});

export type SlaConfig = ConfigOf<typeof slaConfig>['sla'];
