import { finiteOrNull } from '../finite-or-null';
import { netRewardDetails } from '../expected-net-reward/net-reward-details';
import type { Route } from '../expected-net-reward/expected-net-reward';
import type { RouteAssessment, RouteDecision } from './route-order';

/** Details of the event `EXEC.DECISION`: what is not finite is `null`. */
export const routeDetails = (decision: RouteDecision) => ({
  outcome: decision.allow ? 'allow' : 'deny',
  reason: decision.reason,
  route: decision.route,
  latency_ms: finiteOrNull(decision.latencyMs),
  edge_bps: finiteOrNull(decision.maker.verdict.edgeBps),
  edge_after_latency_bps: finiteOrNull(decision.sla.edgeAfterBps),
  maker: assessmentDetails(decision.maker, 'maker'),
  taker: assessmentDetails(decision.taker, 'taker'),
});

const assessmentDetails = ({ verdict, fillProbability, expectedBps }: RouteAssessment, route: Route) => ({
  ...netRewardDetails(verdict, route),
  fill_probability: finiteOrNull(fillProbability),
  expected_bps: finiteOrNull(expectedBps),
});
