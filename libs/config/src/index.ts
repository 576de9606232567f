export {
  applyOverlay,
  configFromLog,
  inspectConfig,
  mergedSchema,
  resolveConfig,
  type LoggedChange,
  type ResolvedConfig,
} from './lib/aurora-config';
export { checkOverlay } from './lib/check-overlay';
export { ConfigError, type ConfigProblem, type ConfigSource } from './lib/config-error';
export { type DocumentSource } from './lib/load/document';
export { isIpOrCidr } from './lib/load/ip-or-cidr';
export { type AliasUsed, type EnvSources, type EnvTexts } from './lib/load/read-env';
export { type ConfigSources, type Resolved } from './lib/load/resolve';
export { LOADER_ENV } from './lib/load/unknown-env-names';
export { type ConfigDiagnostic, type Provenance } from './lib/load/view';
export { isExampleToken } from './lib/rules/example-token';
export { OPS_TOKEN_MIN_LENGTH } from './lib/rules/token-checks';
export { type SchemaNode } from './lib/schema/config-key';
export { ackConfig, apiConfig, securityConfig, storageConfig } from './lib/schema/service-keys';
export { type AuroraConfig } from './lib/schema/slices';
export { configKeys, type ConfigKeyRow } from './lib/show/config-keys';
export { describeConfig, maskedConfig, maskToken, type ConfigLine } from './lib/show/describe-config';
export { renderReference } from './lib/show/render-reference';
