import { riskConfig, type ExposureCaps } from '@aurora/risk';
import { baseNotional } from '../base-notional';
import { block, defineGuard, pass } from '../guard';

/**
 * Reserves what was allowed, so that concurrent openings cannot together exceed a cap, and cuts the quantity to what
 * the caps leave. Runs last and only on orders that everything else allowed. Exits reserve their in-flight quantity
 * and meet no cap.
 */
export const exposureGuard = defineGuard({
  id: 'exposure',
  summary:
    'Reserves an allowed order under the caps of exposure per symbol (quote currency) and orders per minute; denies when nothing is left.',
  config: riskConfig,
  reasons: {
    risk_symbol_exposure: {
      summary: 'Positions and reservations of the symbol have used up risk.max_symbol_exposure_usdt.',
    },
    risk_orders_per_min: { summary: 'As many openings were allowed in the last minute as risk.max_orders_per_min.' },
  },
  inputs: [],
  judges: 'all',
  bind: ({ risk }) => ({
    inputs: risk.maxSymbolExposureUsdt === null ? [] : ['notional'],
    check: ({ decisionId, request: { order }, state, nowMs, found }) => {
      const caps: ExposureCaps = {
        maxSymbolExposureUsdt: risk.maxSymbolExposureUsdt,
        maxOrdersPerMin: risk.maxOrdersPerMin,
        positionNotional: state.positions.notional(order.symbol),
        ttlMs: risk.reservationTtlMs,
      };
      const qty = order.reduceOnly ? order.qty : order.qty * found.riskScale;
      const notional = exposureNotional(order.price, order.qty, baseNotional(order)) * (qty / order.qty);
      const grant = state.ledger.tryReserve(
        { decisionId, symbol: order.symbol, side: order.side, qty, notional, reduceOnly: order.reduceOnly, nowMs },
        caps,
      );
      if (!grant.ok) return block(grant.reason, notional, null, grant.retryAfterMs);
      found.maxQty = notional > 0 && grant.grantedNotional < notional ? qty * (grant.grantedNotional / notional) : qty;
      return pass(notional, risk.maxSymbolExposureUsdt);
    },
  }),
});

/** The larger of what the client states and what quantity × price says: a small stated value must not slip under a cap. */
const exposureNotional = (price: number | undefined, qty: number, stated: number): number =>
  Math.max(stated, price === undefined ? 0 : qty * price, 0);
