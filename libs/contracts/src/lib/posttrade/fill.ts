import { normalStatus } from './order-status';
import type { PosttradeRequest } from './posttrade-request.dto';

/** Average fill price. The limit price is none. */
export const averagePrice = (body: PosttradeRequest): number | null => body.average ?? body.avg_price ?? null;

/**
 * Filled fraction of the quantity: as said, else filled/qty, else 1 when the status says filled or closed, else `null`.
 * `null` too where the quantity is so small that the fraction is no number any more.
 */
export function filledFraction(body: PosttradeRequest): number | null {
  if (body.filled_pct != null) return body.filled_pct;
  const qty = body.qty ?? body.amount;
  if (body.filled != null && qty != null && qty > 0) {
    const fraction = body.filled / qty;
    return Number.isFinite(fraction) ? fraction : null;
  }
  return isFilledStatus(body) ? 1 : null;
}

/** Base quantity filled: as said, else the filled fraction of the quantity, else `null`. */
export function filledQty(body: PosttradeRequest): number | null {
  if (body.filled != null) return body.filled;
  const qty = body.qty ?? body.amount;
  const fraction = filledFraction(body);
  return qty == null || fraction === null ? null : qty * fraction;
}

/** Cost in quote currency: `fee.cost`, else `fee`, else `fees`; the sum of a list in one currency. */
export function feesPaid({ fee, fees }: PosttradeRequest): number | null {
  if (typeof fee === 'number') return fee;
  if (fee?.cost != null) return fee.cost;
  if (typeof fees === 'number') return fees;
  if (fees == null || fees.length === 0) return null;
  const [first] = fees;
  let sum = 0;
  for (const { cost, currency } of fees) {
    // Costs in different currencies, or one that is not known, have no sum.
    if (cost == null || currency !== first!.currency) return null;
    sum += cost;
  }
  return sum;
}

const isFilledStatus = (body: PosttradeRequest): boolean => {
  const status = normalStatus(body.status);
  return status === 'filled' || status === 'closed';
};
