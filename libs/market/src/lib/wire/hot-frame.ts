import { FrameScanner } from './frame-scanner';
import { frameShape } from './frame-shape';
import type { BookTickerEvent, DepthDiffEvent, MarketEvent, PartialDepthEvent, TradeEvent } from './market-event';

const BRACE_END = '}'.charCodeAt(0);
const ENVELOPE = frameShape('{"stream":"$","data":');
const BOOK_TICKER = frameShape(
  '{"e":"bookTicker","u":#,"s":"$"<,"ps":"$">,"b":"%","B":"&","a":"%","A":"&","T":#,"E":#<,"st":#>',
);
const DEPTH = frameShape(
  '{"e":"depthUpdate","E":#,"T":#,"s":"$"<,"ps":"$">,"U":#,"u":#,"pu":#,"b":[*],"a":[*]<,"st":#>',
);
const TRADE = frameShape('{"e":"trade","E":#,"T":#,"s":"$"<,"ps":"$">,"t":#,"p":"%","q":"&"<,"X":"$">,"m":!<,"st":#>');
const AGG_TRADE = frameShape(
  '{"e":"aggTrade","E":#<,"a":#>,"s":"$"<,"ps":"$">,"p":"%","q":"&"<,"nq":"&">,"f":#,"l":#,"T":#,"m":!<,"st":#>',
);
/** Where the first letter of the type stands in a message. */
const TYPE_AT = '{"e":"'.length;

const scanner = new FrameScanner();
const { values } = scanner;

/**
 * Reads the four frequent messages, `bookTicker`, `depthUpdate`, `trade` and `aggTrade`, in one pass when their members
 * stand in the venue's own order without blanks, as they do on the wire. `undefined` for any other text, right or wrong:
 * then it takes a JSON parser to tell. What is returned equals what `parseFrame` makes by way of one.
 */
export function readHotFrame(text: string): MarketEvent | undefined {
  const last = text.length - 1;
  if (text.charCodeAt(last) !== BRACE_END) return undefined;
  const payloadAt = scanner.scan(text, 0, ENVELOPE);
  if (payloadAt < 0) return payload(text, 0, last, '');
  if (text.charCodeAt(last - 1) !== BRACE_END) return undefined;
  return payload(text, payloadAt, last - 1, textAt(text, 0));
}

/** @param end where the brace stands that closes the message. */
function payload(text: string, from: number, end: number, stream: string): MarketEvent | undefined {
  switch (text[from + TYPE_AT]) {
    case 'b':
      return scanner.scan(text, from, BOOK_TICKER) === end ? bookTicker(text) : undefined;
    case 'd':
      return scanner.scan(text, from, DEPTH) === end ? depth(text, stream) : undefined;
    case 't':
      return scanner.scan(text, from, TRADE) === end ? trade(text) : undefined;
    case 'a':
      return scanner.scan(text, from, AGG_TRADE) === end ? aggTrade(text) : undefined;
    default:
      return undefined;
  }
}

const textAt = (text: string, slot: number): string => text.slice(values[slot], scanner.ends[slot]);

const bookTicker = (text: string): BookTickerEvent => ({
  kind: 'bookTicker',
  symbol: textAt(text, 1),
  eventMs: values[8]!,
  transactMs: values[7]!,
  updateId: values[0]!,
  bidTicks: values[3]!,
  bidQty: values[4]!,
  askTicks: values[5]!,
  askQty: values[6]!,
});

function depth(text: string, stream: string): DepthDiffEvent | PartialDepthEvent | undefined {
  const kind = depthKind(stream);
  if (kind === undefined) return undefined;
  const [bids, asks] = scanner.levels;
  return {
    kind,
    symbol: textAt(text, 2),
    eventMs: values[0]!,
    transactMs: values[1]!,
    firstUpdateId: values[4]!,
    lastUpdateId: values[5]!,
    prevUpdateId: values[6]!,
    bids: bids!,
    asks: asks!,
  };
}

/** By the stream's name, `''` for a bare message; `undefined` for a name that is none of the venue's. */
function depthKind(stream: string): 'depthDiff' | 'partialDepth' | undefined {
  const about = stream.slice(stream.indexOf('@') + 1);
  if (stream === '' || /^depth(@\d+ms)?$/.test(about)) return 'depthDiff';
  return /^depth(5|10|20)(@\d+ms)?$/.test(about) ? 'partialDepth' : undefined;
}

function trade(text: string): TradeEvent {
  const isMarket = Number.isNaN(values[7]!) || textAt(text, 7) === 'MARKET';
  return {
    kind: isMarket ? 'trade' : 'offMarketTrade',
    symbol: textAt(text, 2),
    eventMs: values[0]!,
    tradeMs: values[1]!,
    ticks: values[5]!,
    qty: values[6]!,
    isBuyerMaker: values[8] === 1,
  };
}

const aggTrade = (text: string): TradeEvent => ({
  kind: 'aggTrade',
  symbol: textAt(text, 2),
  eventMs: values[0]!,
  tradeMs: values[9]!,
  ticks: values[4]!,
  qty: values[5]!,
  isBuyerMaker: values[10] === 1,
});
