import type { Bps, Ms } from '@aurora/kernel';

/** How the order is meant to meet the market: a taker crosses half the spread. */
export type Route = 'maker' | 'taker';

export interface NetRewardInput {
  /** Calibrated probability of reaching the target before the stop, in [0, 1]. */
  readonly p: number;
  /** Loss if stopped, ≥ 0. */
  readonly aBps: Bps;
  /** Gain if the target is reached, ≥ 0. */
  readonly bBps: Bps;
  readonly route: Route;
  /** Fee of the route; a rebate is negative. */
  readonly routeFeeBps: Bps;
  readonly slipBps: Bps;
  /** Full quoted spread, relative to mid. */
  readonly spreadBps: Bps;
  readonly latencyMs: Ms;
}

export interface NetRewardLimits {
  readonly thresholdBps: Bps;
  /** Edge lost per millisecond of latency. */
  readonly kappaBpsPerMs: number;
}

/** What an order is expected to cost, by cause. */
export interface ExpectedCosts {
  readonly feeBps: Bps;
  readonly slipBps: Bps;
  /** 0 for a maker. */
  readonly halfSpreadBps: Bps;
  readonly latencyBps: Bps;
  readonly totalBps: Bps;
}

export interface NetRewardVerdict {
  readonly allow: boolean;
  /** p·b − (1−p)·a, before costs. */
  readonly edgeBps: Bps;
  readonly costs: ExpectedCosts;
  /** Edge − costs: the proxy of the expected profit. */
  readonly proxyBps: Bps;
  readonly thresholdBps: Bps;
}

/** Route fee + slippage + (taker: half the spread) + κ·latency. */
export function expectedCosts(input: NetRewardInput, kappaBpsPerMs: number): ExpectedCosts {
  const { routeFeeBps: feeBps, slipBps } = input;
  const halfSpreadBps = input.route === 'taker' ? input.spreadBps / 2 : 0;
  const latencyBps = kappaBpsPerMs * input.latencyMs;
  return { feeBps, slipBps, halfSpreadBps, latencyBps, totalBps: feeBps + slipBps + halfSpreadBps + latencyBps };
}

/** Allows when what the order is expected to earn after costs is at least the threshold. NaN never passes. */
export function assessNetReward(input: NetRewardInput, limits: NetRewardLimits): NetRewardVerdict {
  const { p, aBps, bBps } = input;
  const edgeBps = p * bBps - (1 - p) * aBps;
  const costs = expectedCosts(input, limits.kappaBpsPerMs);
  const proxyBps = edgeBps - costs.totalBps;
  return { allow: proxyBps >= limits.thresholdBps, edgeBps, costs, proxyBps, thresholdBps: limits.thresholdBps };
}
