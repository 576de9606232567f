import { icpConfig, sprtConfig } from '@aurora/calibration/config';
import { configSlice, type ConfigOf } from '@aurora/kernel';
import { governanceConfig, healthConfig, riskConfig } from '@aurora/risk/config';
import { antiChurnConfig } from './anti-churn/anti-churn-guard';
import { expectedReturnConfig } from './expected-return/expected-return-guard';
import { pretradeConfig } from './pretrade-config';
import { slippageConfig } from './slippage/slippage-guard';
import { trapConfig } from './trap/trap-guard';

/** Every key the pipeline and its guards read, with default and bounds: for a gate that runs without the loader. */
export const gateConfig = configSlice({
  ...pretradeConfig,
  ...icpConfig,
  ...slippageConfig,
  ...sprtConfig,
  trap: trapConfig.trap,
  guards: { ...governanceConfig.guards, ...trapConfig.guards },
  aurora: { ...healthConfig.aurora, ...antiChurnConfig.aurora },
  risk: { ...riskConfig.risk, ...expectedReturnConfig.risk },
});

export type GateConfig = ConfigOf<typeof gateConfig>;
