import { SIGMOID_CALIBRATOR, type Calibrator } from '@aurora/calibration';
import {
  DayPnl,
  ExposureLedger,
  Governance,
  HealthGuard,
  PositionBook,
  RealisedReturns,
  RejectStormWindow,
  RiskManager,
  type RiskSettings,
} from '@aurora/risk';
import { AntiChurnState } from './anti-churn/anti-churn-state';
import type { GateState } from './context';
import type { GateConfig } from './gate-config';
import { TrapHistories } from './trap/trap-measure';

/** Settings of the risk manager: its own section, and the drawdown limit that stands in for an unset one. */
export const riskSettings = ({ risk, guards }: Pick<GateConfig, 'guards' | 'risk'>): RiskSettings => ({
  ...risk,
  dailyDdLimitPct: guards.dailyDdLimitPct,
});

/** The state of a gate that has seen nothing: armed, ACTIVE, flat. The calibrator is the fixed sigmoid unless given. */
export const createGateState = (
  { aurora, guards, risk }: Pick<GateConfig, 'aurora' | 'guards' | 'risk'>,
  calibrator: Calibrator = SIGMOID_CALIBRATOR,
): GateState => ({
  health: new HealthGuard(aurora),
  trap: new TrapHistories(),
  antiChurn: new AntiChurnState(),
  positions: new PositionBook(),
  ledger: new ExposureLedger(),
  dayPnl: new DayPnl(risk.equityUsdt),
  risk: new RiskManager(riskSettings({ guards, risk })),
  governance: new Governance(guards),
  rejectStorm: new RejectStormWindow(guards.rejectStormWindowS),
  returns: new RealisedReturns(),
  icp: new Map(),
  tradingState: 'ACTIVE',
  calibrator,
});
