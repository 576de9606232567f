export { findRoot } from './lib/find-config.node';
export { loadConfig, type LoadedConfig, type LoadOptions } from './lib/load-config.node';
