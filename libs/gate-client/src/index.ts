export { type GateFailureKind, type GateVerdict, type OrderGate } from './lib/order-gate';
export { approve, type Approvable, type Approved } from './lib/approve';
export { type AuroraGateOptions, type BreakerOptions, type GateFailure } from './lib/gate-options';
export { AuroraGate } from './lib/aurora-gate.node';
export { type GateStats } from './lib/gate-line.node';
