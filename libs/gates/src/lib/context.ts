import type { Calibrator, DynamicIcp } from '@aurora/calibration';
import type { GateRequest, TradingSymbol } from '@aurora/kernel';
import type {
  DayPnl,
  ExposureLedger,
  Governance,
  HealthGuard,
  HealthSample,
  PositionBook,
  RealisedReturns,
  RejectStormWindow,
  RiskManager,
  TradingState,
} from '@aurora/risk';
import type { AntiChurnState } from './anti-churn/anti-churn-state';
import type { InputNumbers } from './inputs';
import type { TrapHistories, TrapMeasure } from './trap/trap-measure';

/** Everything besides the request, the configuration and the time that a decision depends on. */
export interface GateState {
  readonly health: HealthGuard;
  readonly trap: TrapHistories;
  readonly antiChurn: AntiChurnState;
  readonly positions: PositionBook;
  readonly ledger: ExposureLedger;
  readonly dayPnl: DayPnl;
  readonly risk: RiskManager;
  readonly governance: Governance;
  readonly rejectStorm: RejectStormWindow;
  readonly returns: RealisedReturns;
  readonly icp: Map<TradingSymbol, DynamicIcp>;
  /** Set by operators. */
  tradingState: TradingState;
  calibrator: Calibrator;
}

/** What guards read of one request, and the numbers they leave for the answer. */
export interface GuardContext {
  readonly decisionId: string;
  readonly request: GateRequest;
  readonly nowMs: number;
  readonly state: GateState;
  /** A guard is asked only when its inputs were given, or read as 0 by a lenient policy. */
  readonly inputs: InputNumbers;
  /** Filled while the guards run; stays `null` where the guard that computes it did not. */
  readonly found: Findings;
}

/** Numbers computed on the way to a verdict. */
export interface Findings {
  trap: TrapMeasure | null;
  /** z, or high cancels against opposed imbalances, tripped, whether or not TRAP may block. */
  trapFlag: boolean;
  pTp: number | null;
  ePiBps: number | null;
  sprt: { readonly decision: 'ACCEPT' | 'REJECT' | 'CONTINUE'; readonly llr: number; readonly nObs: number } | null;
  icp: { readonly alpha: number; readonly transition: boolean } | null;
  health: HealthSample | null;
  risk: RiskFinding | null;
  /** 0..1; 1 until the risk guard ran, so also on exits. */
  riskScale: number;
  /** Largest base quantity that may be sent; 0 until the exposure guard granted it. */
  maxQty: number;
  /** Notes that belong into `reasons[]` although nothing blocked. */
  readonly notes: string[];
  /** The kill-switch began or ended with this request. */
  governance: 'halt' | 'resume' | null;
}

export interface RiskFinding {
  readonly baseNotional: number;
  readonly scaledNotional: number;
  readonly pnlTodayPct: number;
  readonly openPositions: number;
  readonly ddDayPct: number;
  readonly maxConcurrent: number;
  readonly sizeScale: number;
}

export const noFindings = (): Findings => ({
  trap: null,
  trapFlag: false,
  pTp: null,
  ePiBps: null,
  sprt: null,
  icp: null,
  health: null,
  risk: null,
  riskScale: 1,
  maxQty: 0,
  notes: [],
  governance: null,
});
