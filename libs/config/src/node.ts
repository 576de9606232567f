export { findRoot } from './lib/find-config.node';
export {
  loadConfig,
  readConfigSources,
  type ConfigFiles,
  type LoadedConfig,
  type LoadOptions,
} from './lib/load-config.node';
