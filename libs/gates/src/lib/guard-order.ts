import type { ConfigOf } from '@aurora/kernel';
import type { pretradeConfig } from './pretrade-config';

export type PretradeSettings = ConfigOf<typeof pretradeConfig>['pretrade'];

/**
 * Ids of the ordered guards as the configuration wants them; the profile decides which of expected return and slippage
 * comes first, at the places the two have. Throws a `RangeError` when a guard is named twice.
 */
export function orderOf({ order, orderProfile }: Pick<PretradeSettings, 'order' | 'orderProfile'>): string[] {
  const ids = [...order];
  const repeated = ids.find((id, at) => ids.indexOf(id) !== at);
  if (repeated !== undefined) throw new RangeError(`pretrade.order names "${repeated}" twice`);
  const expectedReturn = ids.indexOf('expected_return');
  const slippage = ids.indexOf('slippage');
  const slippageComesFirst = slippage < expectedReturn;
  if (expectedReturn >= 0 && slippage >= 0 && slippageComesFirst !== (orderProfile === 'slip_before_er')) {
    ids[expectedReturn] = 'slippage';
    ids[slippage] = 'expected_return';
  }
  return ids;
}
