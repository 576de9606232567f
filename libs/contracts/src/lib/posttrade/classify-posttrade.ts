import type { EventCode } from '@aurora/events';
import { normalStatus, statusMeaning } from './order-status';
import type { PosttradeRequest } from './posttrade-request.dto';

/** What a reported outcome is. */
export interface PosttradeClass {
  readonly kind: 'failed' | 'success' | 'other';
  readonly eventCode: EventCode;
}

/**
 * Failed when an error is given, whatever else is said; success when the status is a fill or something was filled;
 * otherwise what the status says, `ORDER.STATUS` when it says nothing known. A fill below the quantity asked for is
 * partial, whatever the status.
 */
export function classifyPosttrade(enriched: PosttradeRequest): PosttradeClass {
  if (hasError(enriched)) return { kind: 'failed', eventCode: 'ORDER.REJECT' };
  const { event } = statusMeaning(normalStatus(enriched.status));
  const filledByStatus = event === 'ORDER.FILL' || event === 'ORDER.PARTIAL';
  const filled = enriched.filled ?? 0;
  if (!filledByStatus && !(filled > 0)) return { kind: 'other', eventCode: event };
  return { kind: 'success', eventCode: fillEvent(enriched, event) };
}

/** Absent, null and false say that nothing went wrong; 0 and the empty text are errors like any other. */
const hasError = ({ error, error_code: code, error_msg: message }: PosttradeRequest): boolean =>
  (error != null && error !== false) || code != null || (message != null && message !== false);

function fillEvent(enriched: PosttradeRequest, byStatus: EventCode): EventCode {
  const qty = enriched.qty ?? enriched.amount;
  if (enriched.filled != null && qty != null) return enriched.filled < qty ? 'ORDER.PARTIAL' : 'ORDER.FILL';
  if (enriched.filled_pct != null) return enriched.filled_pct < 1 ? 'ORDER.PARTIAL' : 'ORDER.FILL';
  return byStatus === 'ORDER.FILL' ? 'ORDER.FILL' : 'ORDER.PARTIAL';
}

/** Whether the order closes a position: `action: close`, `close` or `reduceOnly`/`reduce_only`. */
export const isClose = (body: PosttradeRequest): boolean =>
  body.close === true ||
  body.reduceOnly === true ||
  body.reduce_only === true ||
  body.action?.trim().toLowerCase() === 'close';
