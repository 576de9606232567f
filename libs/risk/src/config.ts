// The configuration keys alone: whoever only reads a configuration need not load the library.
export { governanceConfig } from './lib/governance/governance-config';
export { healthConfig } from './lib/health/health-config';
export { riskConfig } from './lib/risk-manager/risk-config';
