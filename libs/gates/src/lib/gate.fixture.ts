import { defaultsOf, type GateRequest, type MarketView, type Mode, type OrderIntent } from '@aurora/kernel';
import type { GateState } from './context';
import { createGateState } from './create-gate-state';
import type { Decision, GuardReport } from './decision';
import { gateConfig, type GateConfig } from './gate-config';
import { GUARD_SET, type GuardId } from './guard-registry';
import { type OrderedGuardId } from './ordered-guard-ids';
import { Pipeline, type GuardSet } from './pipeline';

/** A moment inside a UTC day. */
export const NOW_MS = 1_700_000_000_000;

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
function configOf(changes: ConfigChanges): GateConfig {
  const sections: Record<string, object> = { ...defaultsOf(gateConfig) };
  for (const [name, keys] of Object.entries(changes)) sections[name] = { ...sections[name], ...keys };
  return sections as GateConfig;
}

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
    this.state = createGateState(this.config);
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
