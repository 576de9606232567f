import {
  isFields,
  readFlag,
  readInt,
  readLevels,
  readOptionalSigned,
  readPriceTicks,
  readQty,
  readText,
  type Fields,
} from './fields';
import { readHotFrame } from './hot-frame';
import type {
  BookTickerEvent,
  DepthDiffEvent,
  DepthSnapshotEvent,
  MarketEvent,
  MarkPriceEvent,
  PartialDepthEvent,
  TradeEvent,
  UnknownEvent,
} from './market-event';
import { parseJson } from './parse-json';
import { WireError, type WireErrorReason } from './wire-error';

const PARTIAL_DEPTH_STREAM = /@depth(5|10|20)(@|$)/;

/**
 * Reads one websocket text or REST depth answer of Binance USD-M: combined-stream envelope or bare payload, the shapes
 * of 2019 to 2026 (fields that were added later, such as `st` and `ps`, are not needed and not looked at).
 * A partial depth message differs from a diff by the stream's name alone, so a bare one is read as a diff.
 * @throws WireError when the text is no JSON object or a needed field is absent or no number.
 */
export const parseFrame = (text: string): MarketEvent => readHotFrame(text) ?? parseJsonFrame(text);

/** The same, always by way of a JSON parser. */
export function parseJsonFrame(text: string): MarketEvent {
  const message = parseJson(text);
  if (!isFields(message)) return allMarkets(message) ?? fail('not_an_object', '');
  const stream = message['stream'];
  if (typeof stream !== 'string') return parsePayload(message, '');
  const data = message['data'];
  return isFields(data) ? parsePayload(data, stream) : (allMarkets(data) ?? fail('missing_field', 'data'));
}

/** Messages of the streams of all markets (`!miniTicker@arr`) come as one array. */
function allMarkets(data: unknown): UnknownEvent | undefined {
  const first: unknown = Array.isArray(data) ? data[0] : undefined;
  return isFields(first) && typeof first['e'] === 'string' ? { kind: 'unknown', eventType: first['e'] } : undefined;
}

function fail(reason: WireErrorReason, field: string): never {
  throw new WireError(reason, field);
}

function parsePayload(data: Fields, stream: string): MarketEvent {
  switch (data['e']) {
    case 'bookTicker':
      return bookTicker(data);
    case 'depthUpdate':
      return depth(data, stream);
    case 'trade':
      return trade(data, data['X'] === undefined || data['X'] === 'MARKET' ? 'trade' : 'offMarketTrade');
    case 'aggTrade':
      return trade(data, 'aggTrade');
    case 'markPriceUpdate':
      return markPrice(data);
    case undefined:
      return untyped(data, stream);
    default:
      return { kind: 'unknown', eventType: String(data['e']) };
  }
}

const bookTicker = (data: Fields): BookTickerEvent => ({
  kind: 'bookTicker',
  symbol: readText(data, 's'),
  eventMs: readInt(data, 'E'),
  transactMs: readInt(data, 'T'),
  updateId: readInt(data, 'u'),
  bidTicks: readPriceTicks(data, 'b'),
  bidQty: readQty(data, 'B'),
  askTicks: readPriceTicks(data, 'a'),
  askQty: readQty(data, 'A'),
});

const depth = (data: Fields, stream: string): DepthDiffEvent | PartialDepthEvent => ({
  kind: PARTIAL_DEPTH_STREAM.test(stream) ? 'partialDepth' : 'depthDiff',
  symbol: readText(data, 's'),
  eventMs: readInt(data, 'E'),
  transactMs: readInt(data, 'T'),
  firstUpdateId: readInt(data, 'U'),
  lastUpdateId: readInt(data, 'u'),
  prevUpdateId: readInt(data, 'pu'),
  bids: readLevels(data, 'b'),
  asks: readLevels(data, 'a'),
});

const trade = (data: Fields, kind: TradeEvent['kind']): TradeEvent => ({
  kind,
  symbol: readText(data, 's'),
  eventMs: readInt(data, 'E'),
  tradeMs: readInt(data, 'T'),
  ticks: readPriceTicks(data, 'p'),
  qty: readQty(data, 'q'),
  isBuyerMaker: readFlag(data, 'm'),
});

const markPrice = (data: Fields): MarkPriceEvent => ({
  kind: 'markPrice',
  symbol: readText(data, 's'),
  eventMs: readInt(data, 'E'),
  markPrice: readQty(data, 'p'),
  indexPrice: data['i'] === undefined ? undefined : readQty(data, 'i'),
  fundingRate: readOptionalSigned(data, 'r'),
  nextFundingMs: readInt(data, 'T'),
});

function untyped(data: Fields, stream: string): MarketEvent {
  if (data['lastUpdateId'] !== undefined) return snapshot(data, stream);
  if (data['id'] !== undefined || data['result'] !== undefined || data['error'] !== undefined)
    return { kind: 'control' };
  return { kind: 'unknown', eventType: stream === '' ? 'untyped' : stream.slice(stream.indexOf('@') + 1) };
}

const snapshot = (data: Fields, stream: string): DepthSnapshotEvent => ({
  kind: 'snapshot',
  symbol: stream === '' ? undefined : stream.split('@', 1)[0]!.toUpperCase(),
  lastUpdateId: readInt(data, 'lastUpdateId'),
  bids: readLevels(data, 'bids'),
  asks: readLevels(data, 'asks'),
});
