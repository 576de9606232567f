import { learningConfig } from '@aurora/calibration/config';
import { type ConfigOf, type Mode } from '@aurora/kernel';
import { loggingConfig } from '@aurora/events/config';
import { gateConfig } from '@aurora/gates/config';
import { brokerConfig, parentGateConfig, rewardConfig, sizingConfig, slaConfig } from '@aurora/execution/config';
import { marketConfig } from '@aurora/market/config';
import { tunerConfig } from '@aurora/tuning/config';
import { runnerConfig } from './runner-keys';
import { ackConfig, apiConfig, securityConfig, storageConfig } from './service-keys';

/** Every slice of the gate's configuration, in the order of the reference. A new one is added here and to `AuroraConfig`. */
export const auroraSlices = [
  gateConfig,
  marketConfig,
  runnerConfig,
  parentGateConfig,
  rewardConfig,
  slaConfig,
  sizingConfig,
  brokerConfig,
  learningConfig,
  tunerConfig,
  loggingConfig,
  apiConfig,
  securityConfig,
  storageConfig,
  ackConfig,
] as const;

type SliceValues = ConfigOf<typeof gateConfig> &
  ConfigOf<typeof marketConfig> &
  ConfigOf<typeof runnerConfig> &
  ConfigOf<typeof parentGateConfig> &
  ConfigOf<typeof rewardConfig> &
  ConfigOf<typeof slaConfig> &
  ConfigOf<typeof sizingConfig> &
  ConfigOf<typeof brokerConfig> &
  ConfigOf<typeof learningConfig> &
  ConfigOf<typeof tunerConfig> &
  ConfigOf<typeof loggingConfig> &
  ConfigOf<typeof apiConfig> &
  ConfigOf<typeof securityConfig> &
  ConfigOf<typeof storageConfig> &
  ConfigOf<typeof ackConfig>;

/** The whole configuration as code sees it, with what the loader has derived in place. */
export type AuroraConfig = SliceValues & {
  readonly mode: Mode;
  readonly symbols: readonly string[];
  readonly risk: { readonly ddDayPct: number };
  readonly guards: { readonly dailyDdLimitPct: number };
  readonly security: { readonly requireTokenForTrading: boolean };
  readonly state: { readonly dir: string };
  readonly tuner: { readonly dir: string };
};
