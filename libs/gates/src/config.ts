// The configuration keys alone: whoever only reads a configuration need not load the library.
export { gateConfig, type GateConfig } from './lib/gate-config';
