import type { Ms } from '@aurora/kernel';
import { nextFundingMs } from '../streams/payloads';
import type { SymbolFeed } from '../streams/symbol-feed';
import type { SymbolSpec } from '../symbols/symbol-spec';
import { exchangeInfo } from './exchange-info';
import { fault, ok, type VenueAnswer } from './venue-answer';

/** What the public endpoints tell of. */
export interface VenueView {
  readonly specs: readonly SymbolSpec[];
  readonly weightLimit: number;
  /** `undefined` for a symbol the venue does not have. */
  feed(symbol: string): SymbolFeed | undefined;
  nowMs(): Ms;
}

type Endpoint = (venue: VenueView, query: URLSearchParams) => VenueAnswer;

/** Levels a depth request may ask for, with its weight. */
const DEPTH_WEIGHT = new Map([
  [5, 2],
  [10, 2],
  [20, 2],
  [50, 2],
  [100, 5],
  [500, 10],
  [1000, 20],
]);
const DEFAULT_DEPTH = 500;

const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  '/fapi/v1/ping': () => ok({}, 1),
  '/fapi/v1/time': (venue) => ok({ serverTime: venue.nowMs() }, 1),
  '/fapi/v1/exchangeInfo': (venue) => ok(exchangeInfo(venue.specs, venue.nowMs(), venue.weightLimit), 1),
  '/fapi/v1/depth': depth,
  '/fapi/v1/premiumIndex': (venue, query) => ofSymbols(venue, query, premiumIndex, { one: 1, all: 10 }),
  '/fapi/v1/ticker/bookTicker': (venue, query) => ofSymbols(venue, query, bookTicker, { one: 2, all: 5 }),
};

/** Answers a public request. Unknown paths are 404, wrong parameters 400, both in the venue's shape of an error. */
export function answerRest(venue: VenueView, path: string, query: URLSearchParams): VenueAnswer {
  const endpoint = Object.hasOwn(ENDPOINTS, path) ? ENDPOINTS[path] : undefined;
  if (endpoint === undefined) return fault(404, -5000, `Path ${path}, Method GET is invalid`);
  return endpoint(venue, query);
}

function depth(venue: VenueView, query: URLSearchParams): VenueAnswer {
  const limit = Number(query.get('limit') ?? DEFAULT_DEPTH);
  const weight = DEPTH_WEIGHT.get(limit);
  if (weight === undefined) return fault(400, -4021, `${query.get('limit')} is not valid depth limit.`, 1);
  const symbol = query.get('symbol') ?? '';
  if (symbol === '') return missingSymbol;
  const feed = venue.feed(symbol);
  if (feed === undefined) return invalidSymbol;
  const ms = Math.floor(venue.nowMs());
  return ok({ lastUpdateId: feed.snapshotId, E: ms, T: ms, ...feed.rows(limit) }, weight);
}

type Describe = (symbol: string, feed: SymbolFeed, nowMs: Ms) => object;

function ofSymbols(
  venue: VenueView,
  query: URLSearchParams,
  describe: Describe,
  weight: { one: number; all: number },
): VenueAnswer {
  const nowMs = Math.floor(venue.nowMs());
  const symbol = query.get('symbol');
  if (symbol === null)
    return ok(
      venue.specs.map((spec) => describe(spec.symbol, venue.feed(spec.symbol)!, nowMs)),
      weight.all,
    );
  const feed = venue.feed(symbol);
  return feed === undefined ? invalidSymbol : ok(describe(symbol, feed, nowMs), weight.one);
}

const premiumIndex: Describe = (symbol, { mark }, nowMs) => ({
  symbol,
  markPrice: (mark?.markPrice ?? 0).toFixed(8),
  indexPrice: (mark?.indexPrice ?? 0).toFixed(8),
  estimatedSettlePrice: (mark?.indexPrice ?? 0).toFixed(8),
  lastFundingRate: (mark?.fundingRate ?? 0).toFixed(8),
  interestRate: '0.00010000',
  nextFundingTime: nextFundingMs(nowMs),
  time: nowMs,
});

const bookTicker: Describe = (symbol, feed, time) => {
  const { bids, asks } = feed.rows(1);
  const [bidPrice = '0', bidQty = '0'] = bids[0] ?? [];
  const [askPrice = '0', askQty = '0'] = asks[0] ?? [];
  return { symbol, bidPrice, bidQty, askPrice, askQty, time, lastUpdateId: feed.snapshotId };
};

const missingSymbol = fault(400, -1102, "Mandatory parameter 'symbol' was not sent, was empty/null, or malformed.", 1);
const invalidSymbol = fault(400, -1121, 'Invalid symbol.', 1);
