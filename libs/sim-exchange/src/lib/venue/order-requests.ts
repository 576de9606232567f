import { fault, type VenueAnswer } from './venue-answer';

/** What only an account may do or see, whatever the version of the interface. */
const PRIVATE =
  /^\/[a-z]+\/v\d+\/(order|batchOrders|algo|openOrder|allOrders|allOpenOrders|openAlgo|account|balance|position|leverage|margin|userTrades|income|listenKey|countdownCancelAll|forceOrders|adlQuantile|commissionRate|multiAssetsMargin|apiTrading|feeBurn|rateLimit|convert|pmAccount|symbolConfig)/i;

/**
 * Whether a request outside `/sim` is one at an order or account endpoint: by its path, by being signed, or by any method
 * but GET. There is no such endpoint here; every one is refused.
 */
export function isOrderRequest(method: string, path: string, query: URLSearchParams): boolean {
  return (method !== 'GET' && method !== 'HEAD') || query.has('signature') || PRIVATE.test(path);
}

export const ORDER_REFUSED: VenueAnswer = fault(
  403,
  -2015,
  'Invalid API-key, IP, or permissions for action. This venue has no accounts and no order endpoints.',
);
