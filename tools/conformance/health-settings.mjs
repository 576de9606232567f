import { defaultsOf } from '@aurora/kernel';
import { healthConfig } from '@aurora/risk';

/** The health section as the configuration names it. */
export function healthSettings(config) {
  const { aurora } = defaultsOf(healthConfig);
  return {
    latencyGuardMs: config.threshold_ms ?? aurora.latencyGuardMs,
    latencyWindowSec: config.window_sec ?? aurora.latencyWindowSec,
    cooloffBaseSec: config.base_cooloff_sec ?? aurora.cooloffBaseSec,
    haltThresholdRepeats: config.halt_threshold_repeats ?? aurora.haltThresholdRepeats,
    latencyMinSamples: config.min_samples ?? aurora.latencyMinSamples,
    latencyWarnIntervalS: config.warn_interval_s ?? aurora.latencyWarnIntervalS,
  };
}
