import { configSlice, int, num, type ConfigOf } from '@aurora/kernel';

/** Configuration of the HealthGuard. */
export const healthConfig = configSlice({
  aurora: {
    latency_guard_ms: num({
      description: 'p95 of latency above which the health guard warns, in ms; exactly at the limit is no warning.',
      default: 30,
      exclusiveMinimum: 0,
      maximum: 600_000,
      env: ['AURORA_LATENCY_GUARD_MS'],
    }),
    latency_window_sec: num({
      description: 'Length of the window the p95 of latency is taken over, in seconds.',
      default: 60,
      exclusiveMinimum: 0,
      maximum: 3600,
      env: ['AURORA_LATENCY_WINDOW_SEC'],
    }),
    cooloff_base_sec: num({
      description: 'Length of the cool-off a warning starts, in seconds.',
      default: 120,
      minimum: 0,
      maximum: 86_400,
      env: ['AURORA_COOLOFF_SEC'],
    }),
    halt_threshold_repeats: int({
      description: 'Warnings within 300 s that halt the gate; reaching the number halts.',
      default: 2,
      minimum: 1,
      maximum: 1000,
      env: ['AURORA_HALT_THRESHOLD_REPEATS'],
    }),
    latency_min_samples: int({
      description: 'Samples the window must hold before its p95 is judged; one slow request is no p95.',
      default: 1,
      minimum: 1,
      maximum: 1_000_000,
    }),
    latency_warn_interval_s: num({
      description: 'Least time between two warnings, in seconds; exactly when it has passed the next counts. 0 is off.',
      default: 0,
      minimum: 0,
      maximum: 300,
    }),
  },
});

export type HealthConfig = ConfigOf<typeof healthConfig>['aurora'];
