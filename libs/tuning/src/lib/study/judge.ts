import { checkHardGates, type HardGate, type HardLimits } from '../score/hard-gates';
import type { Harvest } from '../score/harvest';
import { scoreOf } from '../score/score';
import type { TrialOutcome } from './trial';

/** A harvest by the names it has in journals and events. */
export const harvestDetails = (harvest: Harvest) => ({
  decisions: harvest.decisions,
  deny_rate: harvest.denyRate,
  latency_p99_ms: harvest.latencyP99Ms,
  outcomes: harvest.outcomes,
  ece: harvest.ece,
  cvar95: harvest.cvar95,
  trades: harvest.trades,
  net_usdt: harvest.netUsdt,
  sharpe: harvest.sharpe,
  return: harvest.return,
  kelly_eff: harvest.kellyEff,
  cost_bps: harvest.costBps,
});

/**
 * What is to be told of a trial that brought this.
 * @param unmeasured gates that nothing can be measured for where the trial ran; any other that is missing is broken.
 */
export function judge(harvest: Harvest, limits: HardLimits, unmeasured: readonly HardGate[] = []): TrialOutcome {
  const score = scoreOf(harvest);
  if (!Number.isFinite(score))
    return { kind: 'failed', reason: `no score: ${JSON.stringify(harvestDetails(harvest))}` };
  const attributes = harvestDetails(harvest);
  const broken = checkHardGates(harvest, limits, unmeasured);
  return broken.length === 0 ? { kind: 'passed', score, attributes } : { kind: 'rejected', score, broken, attributes };
}
