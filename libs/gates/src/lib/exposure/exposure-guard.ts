import { configSlice } from '@aurora/kernel';
import { riskConfig, type ExposureCaps } from '@aurora/risk';
import { block, defineGuard, pass } from '../guard';

const { max_symbol_exposure_usdt, max_orders_per_min, reservation_ttl_ms } = riskConfig.risk;

/**
 * Reserves what was allowed, so that concurrent openings cannot together exceed a cap, and cuts the quantity to what
 * the caps leave. Runs last and only on orders that everything else allowed. Exits reserve their in-flight quantity
 * and meet no cap.
 */
export const exposureGuard = defineGuard({
  id: 'exposure',
  summary:
    'Reserves an allowed order under the caps of exposure per symbol (quote currency) and orders per minute; denies when nothing is left.',
  config: configSlice({ risk: { max_symbol_exposure_usdt, max_orders_per_min, reservation_ttl_ms } }),
  reasons: {
    risk_symbol_exposure: {
      summary: 'Positions and reservations of the symbol have used up risk.max_symbol_exposure_usdt.',
    },
    risk_orders_per_min: { summary: 'As many openings were allowed in the last minute as risk.max_orders_per_min.' },
  },
  inputs: [],
  judges: 'all',
  bind: ({ risk }) => ({
    // An order of unknown value cannot be bounded.
    inputs: risk.maxSymbolExposureUsdt === null ? [] : ['notional'],
    check: ({ decisionId, request: { order }, inputs, state, nowMs, found }) => {
      const caps: ExposureCaps = {
        maxSymbolExposureUsdt: risk.maxSymbolExposureUsdt,
        maxOrdersPerMin: risk.maxOrdersPerMin,
        positionNotional: state.positions.notional(order.symbol),
        ttlMs: risk.reservationTtlMs,
      };
      const { symbol, side, reduceOnly } = order;
      const qty = order.qty * found.riskScale;
      const notional = inputs.notional * found.riskScale;
      const grant = state.ledger.tryReserve({ decisionId, symbol, side, qty, notional, reduceOnly, nowMs }, caps);
      if (!grant.ok) {
        return grant.reason === 'risk_orders_per_min'
          ? block(grant.reason, null, caps.maxOrdersPerMin, grant.retryAfterMs)
          : block(grant.reason, notional, caps.maxSymbolExposureUsdt);
      }
      found.maxQty = notional > 0 && grant.grantedNotional < notional ? qty * (grant.grantedNotional / notional) : qty;
      return pass(notional, risk.maxSymbolExposureUsdt);
    },
  }),
});
