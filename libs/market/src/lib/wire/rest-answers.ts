import {
  isFields,
  readFlag,
  readInt,
  readOptionalSigned,
  readPriceTicks,
  readQty,
  readText,
  type Fields,
} from './fields';
import type { MarkPriceEvent, TradeEvent } from './market-event';
import { parseJson } from './parse-json';
import { WireError } from './wire-error';

/** One contract of `/fapi/v1/exchangeInfo`. */
export interface ExchangeSymbol {
  readonly symbol: string;
  /** `TRADING` while orders are taken. */
  readonly status: string;
  /** `PERPETUAL`, `CURRENT_QUARTER`…; `''` where the venue sends none. */
  readonly contractType: string;
  /** As sent: decimals are texts, `filterType` names the kind. */
  readonly filters: readonly Readonly<Record<string, unknown>>[];
}

/** The contracts of `/fapi/v1/exchangeInfo`. Throws a `WireError` when it is none. */
export function parseExchangeInfo(text: string): ExchangeSymbol[] {
  return readRows(readObject(text), 'symbols').map((symbol) => ({
    symbol: readText(symbol, 'symbol'),
    status: readText(symbol, 'status'),
    contractType: typeof symbol['contractType'] === 'string' ? symbol['contractType'] : '',
    filters: readRows(symbol, 'filters'),
  }));
}

/** Time of the venue of `/fapi/v1/time`, ms. Throws a `WireError` when it is none. */
export const parseServerTime = (text: string): number => readInt(readObject(text), 'serverTime');

/**
 * Mark prices of `/fapi/v1/premiumIndex`, one when it was asked for one symbol, else all. Throws a `WireError` on anything
 * else.
 */
export function parsePremiumIndex(text: string): MarkPriceEvent[] {
  const answer = parseJson(text);
  return (Array.isArray(answer) ? answer : [answer]).map((row: unknown) => {
    const fields = toFields(row, '');
    return {
      kind: 'markPrice',
      symbol: readText(fields, 'symbol'),
      eventMs: readInt(fields, 'time'),
      markPrice: readQty(fields, 'markPrice'),
      indexPrice: readQty(fields, 'indexPrice'),
      fundingRate: readOptionalSigned(fields, 'lastFundingRate'),
      nextFundingMs: readInt(fields, 'nextFundingTime'),
    };
  });
}

/** Trades of `/fapi/v1/aggTrades` of a symbol, which the answer does not name. Throws a `WireError` on anything else. */
export function parseAggTrades(text: string, symbol: string): TradeEvent[] {
  const answer = parseJson(text);
  if (!Array.isArray(answer)) throw new WireError('not_an_object', '');
  return answer.map((row: unknown) => {
    const fields = toFields(row, '');
    const tradeMs = readInt(fields, 'T');
    return {
      kind: 'aggTrade',
      symbol,
      eventMs: tradeMs,
      tradeMs,
      ticks: readPriceTicks(fields, 'p'),
      qty: readQty(fields, 'q'),
      isBuyerMaker: readFlag(fields, 'm'),
    };
  });
}

const readObject = (text: string): Fields => toFields(parseJson(text), '');

function readRows(fields: Fields, name: string): Fields[] {
  const rows = fields[name];
  if (!Array.isArray(rows)) throw new WireError('missing_field', name);
  return rows.map((row: unknown) => toFields(row, name));
}

function toFields(value: unknown, name: string): Fields {
  if (!isFields(value)) throw new WireError('not_an_object', name);
  return value;
}
