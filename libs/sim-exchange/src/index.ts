export { FAULT_KINDS, type Fault, type FaultKind, type ScheduledFault } from './lib/faults/fault';
export { parseScheduledFault } from './lib/faults/parse-fault';
export { generateFrames } from './lib/generator/generate-frames';
export type { GenerateOptions, MarketOptions } from './lib/generator/market-options';
export { DEFAULT_SYMBOLS, knownSymbol, parseSymbolSpec, type SymbolSpec } from './lib/symbols/symbol-spec';
