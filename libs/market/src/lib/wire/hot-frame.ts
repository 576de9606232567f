import { FrameScanner } from './frame-scanner';
import { frameShape } from './frame-shape';
import type { BookTickerEvent, DepthDiffEvent, MarketEvent, PartialDepthEvent, TradeEvent } from './market-event';

const BRACE_END = 125;
const [LETTER_A, LETTER_B, LETTER_D, LETTER_T] = [97, 98, 100, 116];
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
  if (!scanner.load(text)) return undefined;
  const last = text.length - 1;
  const payloadAt = scanner.scan(0, ENVELOPE);
  if (payloadAt < 0) return payload(text, 0, last, '');
  const stream = textAt(text, 0);
  return scanner.byteAt(last) === BRACE_END ? payload(text, payloadAt, last - 1, stream) : undefined;
}

/** @param end where the brace must stand that closes the message. */
function payload(text: string, from: number, end: number, stream: string): MarketEvent | undefined {
  if (scanner.byteAt(end) !== BRACE_END) return undefined;
  switch (scanner.byteAt(from + TYPE_AT)) {
    case LETTER_B:
      return scanner.scan(from, BOOK_TICKER) === end ? bookTicker(text) : undefined;
    case LETTER_D:
      return scanner.scan(from, DEPTH) === end ? depth(text, stream) : undefined;
    case LETTER_T:
      return scanner.scan(from, TRADE) === end ? trade(text) : undefined;
    case LETTER_A:
      return scanner.scan(from, AGG_TRADE) === end ? aggTrade(text) : undefined;
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
