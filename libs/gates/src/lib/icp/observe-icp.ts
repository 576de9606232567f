import { DynamicIcp } from '@aurora/calibration';
import type { TradingSymbol } from '@aurora/kernel';
import type { GuardContext } from '../context';

/** Detectors kept at a time; the least recently used symbol gives way. */
const MAX_SYMBOLS = 1024;

/**
 * Error rate of inductive conformal prediction for the request's `z` and `aci`; reported, never a reason to block.
 * A `z` that changed its length is said in the notes instead.
 */
export function observeIcp({ request: { order, market }, state, found }: GuardContext): void {
  if (market.z === undefined && market.aci === undefined) return;
  try {
    found.icp = icpOf(state.icp, order.symbol).observe({ z: market.z ?? null, aci: market.aci ?? null });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    found.notes.push('icp_unusable_input');
  }
}

function icpOf(bySymbol: Map<TradingSymbol, DynamicIcp>, symbol: TradingSymbol): DynamicIcp {
  let icp = bySymbol.get(symbol);
  if (icp) bySymbol.delete(symbol);
  else {
    icp = new DynamicIcp();
    if (bySymbol.size === MAX_SYMBOLS) bySymbol.delete(bySymbol.keys().next().value!);
  }
  bySymbol.set(symbol, icp);
  return icp;
}
