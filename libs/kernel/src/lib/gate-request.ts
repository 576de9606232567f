import type { Mode } from './modes';
import type { Side } from './side';
import type { TradingSymbol } from './symbol';
import type { Bps, Ms, Pct, Quote } from './units';

/**
 * What a bot asks and what the guards read. Every key is always present; `undefined` says the caller did not give it.
 * Numbers are finite and already inside the bounds of the wire shape.
 */
export interface GateRequest {
  /** The client's clock; never used as the time of the decision. */
  readonly tsMs: Ms | undefined;
  /** Idempotency key. */
  readonly reqId: string | undefined;
  /** What the client claims; the mode in force is the stricter of this and the service's. */
  readonly mode: Mode | undefined;
  readonly accountId: string | undefined;
  readonly subaccount: string | undefined;
  readonly order: OrderIntent;
  readonly market: MarketView;
  readonly riskTags: readonly string[];
  /** Round-trip fees, ≥ 0; 0 when not given. */
  readonly feesBps: Bps;
}

/** The order that wants to be sent. */
export interface OrderIntent {
  readonly symbol: TradingSymbol;
  readonly side: Side;
  /** Base quantity, > 0. */
  readonly qty: number;
  /** Limit price, > 0; absent on market orders. */
  readonly price: number | undefined;
  /** Value the client states for the order. */
  readonly notional: Quote | undefined;
  readonly type: string | undefined;
  /** The order can only shrink a position. */
  readonly reduceOnly: boolean;
  readonly clientOrderId: string | undefined;
}

/** The market as the client saw it when it asked. */
export interface MarketView {
  readonly latencyMs: Ms | undefined;
  readonly spreadBps: Bps | undefined;
  readonly slipBpsEst: Bps | undefined;
  /** Loss if stopped. */
  readonly aBps: Bps | undefined;
  /** Gain if the target is reached. */
  readonly bBps: Bps | undefined;
  /** Nominally −1..1; values outside are for the calibrator to clip. */
  readonly score: number | undefined;
  readonly regime: string | undefined;
  readonly trapCancelDeltas: readonly number[] | undefined;
  readonly trapAddDeltas: readonly number[] | undefined;
  readonly trapTradesCnt: number | undefined;
  readonly obiSign: number | undefined;
  readonly tfiSign: number | undefined;
  readonly sprtSamples: readonly number[] | undefined;
  readonly pnlTodayPct: Pct | undefined;
  readonly openPositions: number | undefined;
  readonly volStdBps: Bps | undefined;
  /** Past returns for CVaR. */
  readonly cvarHist: readonly number[] | undefined;
  readonly dq: DataQuality | undefined;
  /** Standardised residual, one or a row of them, for the conformal set. */
  readonly z: number | readonly number[] | undefined;
  readonly aci: number | undefined;
}

/** Faults of the data feed; a flag that was not given reads false. */
export interface DataQuality {
  readonly staleBook: boolean;
  readonly crossedBook: boolean;
  readonly abnormalSpread: boolean;
  readonly cyclicSequence: boolean;
}
