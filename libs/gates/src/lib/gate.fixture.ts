import { icpConfig, SIGMOID_CALIBRATOR, type sprtConfig } from '@aurora/calibration';
import {
  defaultsOf,
  type ConfigOf,
  type GateRequest,
  type MarketView,
  type Mode,
  type OrderIntent,
} from '@aurora/kernel';
import {
  DayPnl,
  ExposureLedger,
  Governance,
  HealthGuard,
  PositionBook,
  RealisedReturns,
  RejectStormWindow,
  RiskManager,
  type governanceConfig,
  type healthConfig,
  type riskConfig,
} from '@aurora/risk';
import type { antiChurnConfig } from './anti-churn/anti-churn-guard';
import { AntiChurnState } from './anti-churn/anti-churn-state';
import type { GateState } from './context';
import type { Decision, GuardReport } from './decision';
import type { expectedReturnConfig } from './expected-return/expected-return-guard';
import { GUARD_SET, GUARDS, type GuardId, type OrderedGuardId } from './guard-registry';
import { Pipeline, type GuardSet } from './pipeline';
import { pretradeConfig } from './pretrade-config';
import type { slippageConfig } from './slippage/slippage-guard';
import type { trapConfig } from './trap/trap-guard';
import { TrapHistories } from './trap/trap-measure';

/** A moment inside a UTC day. */
export const NOW_MS = 1_700_000_000_000;

export type GateConfig = ConfigOf<typeof pretradeConfig> &
  ConfigOf<typeof icpConfig> &
  ConfigOf<typeof antiChurnConfig> &
  ConfigOf<typeof healthConfig> &
  ConfigOf<typeof trapConfig> &
  ConfigOf<typeof expectedReturnConfig> &
  ConfigOf<typeof slippageConfig> &
  ConfigOf<typeof riskConfig> &
  ConfigOf<typeof sprtConfig> &
  ConfigOf<typeof governanceConfig>;

/** Keys that differ from their defaults. */
export type ConfigChanges = { readonly [Section in keyof GateConfig]?: Partial<GateConfig[Section]> };

export interface RequestChanges {
  readonly order?: Partial<OrderIntent>;
  readonly market?: Partial<MarketView>;
  readonly feesBps?: number;
}

export interface Circumstances {
  readonly nowMs?: number;
  readonly mode?: Mode;
}

/** Every key at its default, and what differs over it. */
export function configOf(changes: ConfigChanges = {}): GateConfig {
  const sections: Record<string, object> = {};
  for (const part of [...[pretradeConfig, icpConfig, ...GUARDS.map(({ config }) => config)].map(defaultsOf), changes])
    for (const [name, keys] of Object.entries(part)) sections[name] = { ...sections[name], ...keys };
  return sections as GateConfig;
}

export const freshState = ({ aurora, risk, guards }: GateConfig): GateState => ({
  health: new HealthGuard(aurora),
  trap: new TrapHistories(),
  antiChurn: new AntiChurnState(),
  positions: new PositionBook(),
  ledger: new ExposureLedger(),
  dayPnl: new DayPnl(risk.equityUsdt),
  risk: new RiskManager({ ...risk, dailyDdLimitPct: guards.dailyDdLimitPct }),
  governance: new Governance(guards),
  rejectStorm: new RejectStormWindow(guards.rejectStormWindowS),
  returns: new RealisedReturns(),
  icp: new Map(),
  tradingState: 'ACTIVE',
  calibrator: SIGMOID_CALIBRATOR,
});

const ORDER: OrderIntent = {
  symbol: 'BTCUSDT',
  side: 'buy',
  qty: 2,
  price: 100,
  notional: undefined,
  type: undefined,
  reduceOnly: false,
  clientOrderId: undefined,
};

const NOTHING_SAID: MarketView = {
  latencyMs: undefined,
  spreadBps: undefined,
  slipBpsEst: undefined,
  aBps: undefined,
  bBps: undefined,
  score: undefined,
  regime: undefined,
  trapCancelDeltas: undefined,
  trapAddDeltas: undefined,
  trapTradesCnt: undefined,
  obiSign: undefined,
  tfiSign: undefined,
  sprtSamples: undefined,
  pnlTodayPct: undefined,
  openPositions: undefined,
  volStdBps: undefined,
  cvarHist: undefined,
  dq: undefined,
  z: undefined,
  aci: undefined,
};

/** What every guard passes in live mode. */
const GOOD_MARKET = { latencyMs: 10, spreadBps: 2, slipBpsEst: 1, aBps: 5, bBps: 40, score: 0.9 };

/** An opening that a fresh gate allows, with what differs. */
export const requestOf = ({ order, market, feesBps = 0 }: RequestChanges = {}): GateRequest => ({
  tsMs: undefined,
  reqId: undefined,
  mode: undefined,
  accountId: undefined,
  subaccount: undefined,
  riskTags: [],
  feesBps,
  order: { ...ORDER, ...order },
  market: { ...NOTHING_SAID, ...GOOD_MARKET, ...market },
});

/** The same without anything said about the market. */
export const barely = (changes: RequestChanges = {}): GateRequest => ({
  ...requestOf(changes),
  market: { ...NOTHING_SAID, ...changes.market },
});

export const EXIT = { reduceOnly: true, side: 'sell' } as const;

/** A fresh gate with real state behind it. Decides in live mode unless told otherwise. */
export class TestGate {
  readonly config: GateConfig;
  readonly state: GateState;
  readonly pipeline: Pipeline;
  private decisions = 0;

  constructor(changes: ConfigChanges = {}, guards: GuardSet = GUARD_SET) {
    this.config = configOf(changes);
    this.state = freshState(this.config);
    this.pipeline = new Pipeline(guards, this.config);
  }

  decide(changes: RequestChanges = {}, circumstances?: Circumstances): Decision {
    return this.judge(requestOf(changes), circumstances);
  }

  /** Judges a request as it is, and notes an allowed opening as the service does. */
  judge(request: GateRequest, { nowMs = NOW_MS, mode = 'live' }: Circumstances = {}): Decision {
    const decision = this.pipeline.decide(`decision-${this.decisions++}`, request, mode, nowMs, this.state);
    if (decision.allow && !request.order.reduceOnly) this.state.antiChurn.allowed(request.order.symbol, nowMs);
    return decision;
  }

  /** Fills an order of the default symbol at 100. */
  fill(side: 'buy' | 'sell', qty: number, nowMs: number = NOW_MS): void {
    this.state.positions.applyFill({ symbol: ORDER.symbol, side, qty, price: 100, nowMs });
  }
}

/** A gate whose configured order holds these guards alone; anti-churn, governance and exposure are always there. */
export const gateOf = (order: readonly OrderedGuardId[], changes: ConfigChanges = {}): TestGate =>
  new TestGate({ ...changes, pretrade: { order, ...changes.pretrade } });

export const reportOf = (decision: Decision, id: GuardId): GuardReport | undefined =>
  decision.guards.find(({ guard }) => guard === id);
