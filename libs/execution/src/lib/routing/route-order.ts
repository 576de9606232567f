import type { Bps, Fraction, Ms } from '@aurora/kernel';
import { assessNetReward, type NetRewardVerdict, type Route } from '../expected-net-reward/expected-net-reward';
import type { RewardConfig } from '../expected-net-reward/reward-config';
import { assessSla, type SlaVerdict } from '../sla/assess-sla';
import type { SlaConfig } from '../sla/sla-config';

/** What one way to the market is expected to cost. */
export interface RouteQuote {
  /** A rebate is negative. */
  readonly feeBps: Bps;
  /** Taker: what walking the book costs beyond the best quote. Maker: what is lost to better-informed takers. */
  readonly slipBps: Bps;
  /** Chance that the order is filled before it is cancelled, in [0, 1]; 1 for one that takes what is there. */
  readonly fillProbability: Fraction;
}

export interface RouteRequest {
  /** Calibrated probability of reaching the target before the stop, in [0, 1]. */
  readonly p: number;
  readonly aBps: Bps;
  readonly bBps: Bps;
  /** Full quoted spread, relative to mid. */
  readonly spreadBps: Bps;
  readonly latencyMs: Ms;
  readonly maker: RouteQuote;
  readonly taker: RouteQuote;
}

/** `no_quote`: the spread is unknown, or negative as in a crossed book; `net_reward`: after costs neither route is worth it. */
export type RouteDenial = 'no_quote' | 'sla_latency' | 'sla_edge' | 'net_reward';

export interface RouteAssessment {
  readonly verdict: NetRewardVerdict;
  readonly fillProbability: Fraction;
  /** The net reward reaches the threshold, and the order can be filled. */
  readonly eligible: boolean;
  /** Fill probability × net reward: a signal whose order is not filled earns nothing. */
  readonly expectedBps: Bps;
}

export interface RouteDecision {
  readonly allow: boolean;
  /** `null` when allowed. */
  readonly reason: RouteDenial | null;
  /** The better route, also when it is denied. */
  readonly route: Route;
  readonly sla: SlaVerdict;
  readonly maker: RouteAssessment;
  readonly taker: RouteAssessment;
  readonly latencyMs: Ms;
}

/**
 * Chooses between resting in the book and taking from it: of the routes whose expected net reward reaches the threshold,
 * the one that is expected to earn more per signal; the maker when they are equal. Denies in order: no sound quote,
 * latency above the SLA, edge after latency below its floor, neither route worth its costs. NaN never passes.
 */
export function routeOrder(
  request: RouteRequest,
  limits: { readonly sla: SlaConfig; readonly reward: Pick<RewardConfig, 'expectedNetRewardThresholdBps'> },
): RouteDecision {
  const { latencyMs } = request;
  const maker = assessRoute('maker', request, limits);
  const taker = assessRoute('taker', request, limits);
  const sla = assessSla({ edgeBps: maker.verdict.edgeBps, latencyMs }, limits.sla);
  const route = betterRoute(maker, taker);
  const noQuote = request.spreadBps >= 0 ? null : 'no_quote';
  const reason = noQuote ?? sla.reason ?? (maker.eligible || taker.eligible ? null : 'net_reward');
  return { allow: reason === null, reason, route, sla, maker, taker, latencyMs };
}

function assessRoute(
  route: Route,
  request: RouteRequest,
  { sla, reward }: Parameters<typeof routeOrder>[1],
): RouteAssessment {
  const { feeBps: routeFeeBps, slipBps, fillProbability } = request[route];
  const { p, aBps, bBps, spreadBps, latencyMs } = request;
  const verdict = assessNetReward(
    { p, aBps, bBps, spreadBps, latencyMs, route, routeFeeBps, slipBps },
    { thresholdBps: reward.expectedNetRewardThresholdBps, kappaBpsPerMs: sla.kappaBpsPerMs },
  );
  const eligible = verdict.allow && fillProbability > 0 && fillProbability <= 1;
  return { verdict, fillProbability, eligible, expectedBps: fillProbability * verdict.proxyBps };
}

function betterRoute(maker: RouteAssessment, taker: RouteAssessment): Route {
  if (maker.eligible !== taker.eligible) return maker.eligible ? 'maker' : 'taker';
  return taker.expectedBps > maker.expectedBps ? 'taker' : 'maker';
}
