import { type Calibrator } from '@aurora/calibration';
import { type AuroraConfig } from '@aurora/config';
import { createGateState, type AntiChurnHistory, type GateState } from '@aurora/gates';
import {
  type DayPnlState,
  type ExposureState,
  type GovernanceState,
  type HealthState,
  type PositionBookState,
  type RiskOverrides,
  type TradingState,
} from '@aurora/risk';
import { OrderProgress, type OrderProgressState } from './order-progress';

/** What of the engine's state survives a restart. Plain JSON; histories of latency and TRAP start anew. */
export interface EngineSnapshot {
  readonly health: HealthState;
  readonly governance: GovernanceState;
  readonly trading_state: TradingState;
  readonly positions: PositionBookState;
  readonly day_pnl: DayPnlState;
  readonly reservations: ExposureState;
  readonly anti_churn: AntiChurnHistory;
  readonly risk_overrides: RiskOverrides;
  readonly returns: { readonly returns: readonly number[] };
  readonly orders: OrderProgressState;
}

/** The state of one engine: what the guards read, and what only outcomes need. */
export interface EngineState {
  readonly gate: GateState;
  readonly orders: OrderProgress;
}

/** A fresh state, or the one of an earlier run. */
export function createState(
  config: AuroraConfig,
  calibrator: Calibrator,
  snapshot: EngineSnapshot | null,
): EngineState {
  const state: EngineState = { orders: new OrderProgress(), gate: createGateState(config, calibrator) };
  if (snapshot !== null) restore(state, snapshot);
  return state;
}

function restore({ gate, orders }: EngineState, snapshot: EngineSnapshot): void {
  gate.health.restore(snapshot.health);
  gate.governance.restore(snapshot.governance);
  gate.risk.restore(snapshot.risk_overrides);
  gate.antiChurn.restore(snapshot.anti_churn);
  gate.positions.restore(snapshot.positions);
  gate.ledger.restore(snapshot.reservations);
  gate.dayPnl.restore(snapshot.day_pnl);
  gate.returns.restore(snapshot.returns);
  gate.tradingState = snapshot.trading_state;
  orders.restore(snapshot.orders);
}

export const snapshotOf = ({ gate, orders }: EngineState): EngineSnapshot => ({
  health: gate.health.exportState(),
  governance: gate.governance.exportState(),
  trading_state: gate.tradingState,
  positions: gate.positions.exportState(),
  day_pnl: gate.dayPnl.exportState(),
  reservations: gate.ledger.exportState(),
  anti_churn: gate.antiChurn.exportState(),
  risk_overrides: gate.risk.exportState(),
  returns: gate.returns.exportState(),
  orders: orders.exportState(),
});
