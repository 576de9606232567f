import { type ExposureCaps, type ReservationRequest } from './exposure-ledger';

/** No limit. */
export const OFF: ExposureCaps = {
  maxSymbolExposureUsdt: null,
  maxOrdersPerMin: null,
  positionNotional: 0,
  ttlMs: 60_000,
};
export const CAP_1000: ExposureCaps = { ...OFF, maxSymbolExposureUsdt: 1000 };
export const TWO_A_MINUTE: ExposureCaps = { ...OFF, maxOrdersPerMin: 2 };

let ids = 0;
/** An opening of 100 under an id of its own, changed as told. */
export const order = (changes: Partial<ReservationRequest> = {}): ReservationRequest => ({
  decisionId: `d${ids++}`,
  symbol: 'BTCUSDT',
  side: 'buy',
  qty: 1,
  notional: 100,
  reduceOnly: false,
  nowMs: 0,
  ...changes,
});
