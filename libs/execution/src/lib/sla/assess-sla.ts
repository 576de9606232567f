import type { Bps, Ms } from '@aurora/kernel';
import type { SlaConfig } from './sla-config';

export interface SlaVerdict {
  readonly allow: boolean;
  readonly reason: 'sla_latency' | 'sla_edge' | null;
  /** What latency leaves of the edge. */
  readonly edgeAfterBps: Bps;
}

/**
 * Is the edge still there when the order arrives? Edge after latency = edge − κ·latency; denies above
 * `maxLatencyMs`, then below `minEdgeAfterBps`; exactly at either passes. NaN never passes.
 */
export function assessSla(order: { readonly edgeBps: Bps; readonly latencyMs: Ms }, config: SlaConfig): SlaVerdict {
  const edgeAfterBps = order.edgeBps - config.kappaBpsPerMs * order.latencyMs;
  if (!(order.latencyMs <= config.maxLatencyMs)) return { allow: false, reason: 'sla_latency', edgeAfterBps };
  if (!(edgeAfterBps >= config.minEdgeAfterBps)) return { allow: false, reason: 'sla_edge', edgeAfterBps };
  return { allow: true, reason: null, edgeAfterBps };
}
