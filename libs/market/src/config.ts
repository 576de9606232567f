// The configuration keys alone: whoever only reads a configuration need not load the library.
export { marketConfig, type MarketConfig } from './lib/market-config';
