import type { PosttradeRequest } from '@aurora/contracts';
import type { TsNs } from '@aurora/kernel';

/** A report ready to be sent. */
export interface StampedReport {
  readonly body: PosttradeRequest & { readonly ts_ns?: unknown };
  /** The gate knows it again when it comes twice. */
  readonly repeatable: boolean;
}

/**
 * Gives a report the time that, with the client's order id, makes a repeat known as one, in the digits of a text since
 * they are beyond 2^53. One that names no such id stays as it is: sent twice it would count twice.
 */
export function stamped(outcome: PosttradeRequest & { readonly ts_ns?: unknown }, nextTsNs: () => TsNs): StampedReport {
  if (outcome.client_order_id == null && outcome.clientOrderId == null) return { body: outcome, repeatable: false };
  return { body: outcome.ts_ns == null ? { ...outcome, ts_ns: String(nextTsNs()) } : outcome, repeatable: true };
}
