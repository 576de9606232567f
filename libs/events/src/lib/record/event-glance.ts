import { isEventCode, type EventCode } from '../codes/event-codes';
import { parseRecord } from './parse-record';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const SPACE = 0x20;
const DIGIT_0 = 0x30;
const LETTER_F = 0x66;
const LETTER_N = 0x6e;
const LETTER_T = 0x74;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/** Levels that fit the bits of an integer. */
const MAX_DEPTH = 30;
const LONGEST_NUMBER = 32;
const NS_PER_S = 1_000_000_000n;
const MIN_SECONDS = 1e9;
/** `ts_ns` ends at 2^63. */
const END_SECONDS = 9_223_372_036;

const REFUSED = 0;
const PASSED = 1;
const ENTERED = 2;
type Verdict = typeof REFUSED | typeof PASSED | typeof ENTERED;

/** What is asked for; `other` may stand at the top and is not looked at. */
const NAME = {
  tsNs: 0,
  runId: 1,
  eventCode: 2,
  details: 3,
  symbol: 4,
  cid: 5,
  decisionId: 6,
  heldBack: 7,
  decision: 8,
  allow: 9,
  reason: 10,
  observability: 11,
  latencyMs: 12,
  other: 13,
} as const;
type Name = (typeof NAME)[keyof typeof NAME];

const REQUIRED = (1 << NAME.tsNs) | (1 << NAME.runId) | (1 << NAME.eventCode) | (1 << NAME.details);

const named = (names: Readonly<Record<string, Name>>) =>
  Object.entries(names).map(([text, name]) => ({ name, text: Buffer.from(text) }));

/** The names that count on each level of details → decision → observability. */
const NAMES = [
  named({
    ts_ns: NAME.tsNs,
    run_id: NAME.runId,
    event_code: NAME.eventCode,
    details: NAME.details,
    symbol: NAME.symbol,
    cid: NAME.cid,
    decision_id: NAME.decisionId,
    side: NAME.other,
    price: NAME.other,
    qty: NAME.other,
    oid: NAME.other,
    order_type: NAME.other,
    position_id: NAME.other,
    src: NAME.other,
  }),
  named({ held_back: NAME.heldBack, decision: NAME.decision, allow: NAME.allow, reason: NAME.reason }),
  named({ allow: NAME.allow, reason: NAME.reason, observability: NAME.observability }),
  named({ latency_ms: NAME.latencyMs }),
] as const;

/**
 * The few things that sums and searches over a log ask of an event, read from the bytes of its line without parsing it, several
 * times as fast as `parseRecord`. One object serves all lines; it holds what the last `read` found.
 *
 * What is looked at is the shape: brackets, strings, names and the values below. A line that is not of the usual shape (white space
 * between tokens, escapes in what is looked at, repeated or unknown names) is parsed whole, and read or refused as `parseRecord` does.
 */
export class EventGlance {
  /** Whole seconds and nanoseconds of `ts_ns`: together exact. */
  seconds = 0;
  nanos = 0;
  runId = '';
  code: EventCode = 'AURORA.STARTUP.OK';
  symbol: string | null = null;
  cid: string | null = null;
  decisionId: string | null = null;
  /** `held_back` of the details: events of this code that were left out before this one. */
  heldBack = 0;
  /** `allow` and `reason` of the decision in the details, or of the details themselves; `null` where they are not. */
  allow: boolean | null = null;
  reason: string | null = null;
  /** Latency in ms that a decision was made with; `null` where it does not say. */
  latencyMs: number | null = null;

  private bytes: Buffer = Buffer.alloc(0);
  /** A bit for each member found. */
  private found = 0;

  /** Reads the line at `[start, end)`, without its newline. Throws what `parseRecord` throws; it holds nothing of use then. */
  read(bytes: Buffer, start: number, end: number): void {
    this.bytes = bytes;
    this.forget();
    if (this.walk(start, end) && (this.found & REQUIRED) === REQUIRED) return;
    this.forget();
    this.parse(bytes.toString('utf8', start, end));
  }

  /** Walks over every byte of a line; answers whether its brackets and strings are whole and all that it was asked for is of the usual shape. */
  private walk(start: number, end: number): boolean {
    const { bytes } = this;
    let depth = 0;
    /** A bit for each level: an object, not a list. */
    let kinds = 0;
    /** How many levels of details → decision → observability are open: members of the innermost count. */
    let way = 0;
    let enters = false;
    for (let at = start; at < end; at++) {
      const byte = bytes[at]!;
      if (byte === QUOTE) {
        const close = closingQuote(bytes, at + 1, end);
        const behind = close < 0 ? ~close : close;
        if (behind >= end) return false;
        if (bytes[behind + 1] === COLON && depth === way + 1) {
          const verdict = close < 0 ? REFUSED : this.member(way, at + 1, close);
          if (verdict === REFUSED) return false;
          enters = verdict === ENTERED;
        }
        at = behind;
      } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        if (depth === MAX_DEPTH) return false;
        depth++;
        kinds = (kinds << 1) | (byte === OPEN_BRACE ? 1 : 0);
        if (enters) way++;
        enters = false;
      } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        if (depth === 0 || (kinds & 1) !== (byte === CLOSE_BRACE ? 1 : 0)) return false;
        kinds >>= 1;
        depth--;
        if (depth === way && way > 0) way--;
        if (depth === 0) return at === end - 1;
      } else if (byte <= SPACE) return false;
    }
    return false;
  }

  /** Takes the member whose name stands at `[from, close)`, if it is one that is asked for. */
  private member(way: number, from: number, close: number): Verdict {
    const name = this.nameAt(way, from, close - from);
    if (name === undefined) return way === 0 ? REFUSED : PASSED;
    if (name === NAME.other) return PASSED;
    const bit = 1 << name;
    if ((this.found & bit) !== 0) return REFUSED;
    this.found |= bit;
    return this.take(name, close + 2);
  }

  private nameAt(way: number, from: number, length: number): Name | undefined {
    const { bytes } = this;
    // A name that begins and is as long as one of ours is compared whole; nearly all others end here.
    for (const { name, text } of NAMES[way]!) {
      if (text.length !== length || bytes[from] !== text[0]) continue;
      let same = 1;
      while (same < length && bytes[from + same] === text[same]) same++;
      if (same === length) return name;
    }
    return undefined;
  }

  private take(name: Name, at: number): Verdict {
    const { bytes } = this;
    switch (name) {
      case NAME.details:
      case NAME.decision:
      case NAME.observability:
        return bytes[at] === OPEN_BRACE ? ENTERED : REFUSED;
      case NAME.tsNs:
        return this.takeTime(at) ? PASSED : REFUSED;
      case NAME.allow:
        this.allow = bytes[at] === LETTER_T;
        return this.allow || bytes[at] === LETTER_F ? PASSED : REFUSED;
      case NAME.reason:
        return bytes[at] === LETTER_N ? PASSED : this.takeText(name, at);
      case NAME.heldBack:
      case NAME.latencyMs: {
        if (bytes[at] === LETTER_N) return PASSED;
        const value = this.numberAt(at);
        if (Number.isNaN(value)) return REFUSED;
        if (name === NAME.latencyMs) this.latencyMs = value;
        else this.heldBack = value;
        return PASSED;
      }
      default:
        return this.takeText(name, at);
    }
  }

  private takeText(name: Name, at: number): Verdict {
    if (this.bytes[at] !== QUOTE) return REFUSED;
    const close = closingQuote(this.bytes, at + 1, this.bytes.length);
    if (close < 0) return REFUSED;
    const text = this.bytes.toString('utf8', at + 1, close);
    switch (name) {
      case NAME.runId:
        this.runId = text;
        return text === '' ? REFUSED : PASSED;
      case NAME.eventCode:
        if (!isEventCode(text)) return REFUSED;
        this.code = text;
        return PASSED;
      case NAME.symbol:
        this.symbol = text;
        return PASSED;
      case NAME.cid:
        this.cid = text;
        return PASSED;
      case NAME.decisionId:
        this.decisionId = text;
        return PASSED;
      default:
        this.reason = text;
        return PASSED;
    }
  }

  private takeTime(at: number): boolean {
    let seconds = 0;
    let nanos = 0;
    for (let n = 0; n < 19; n++) {
      const digit = this.bytes[at + n]! - DIGIT_0;
      if (digit < 0 || digit > 9) return false;
      if (n < 10) seconds = seconds * 10 + digit;
      else nanos = nanos * 10 + digit;
    }
    this.seconds = seconds;
    this.nanos = nanos;
    const behind = this.bytes[at + 19];
    return seconds >= MIN_SECONDS && seconds < END_SECONDS && (behind === COMMA || behind === CLOSE_BRACE);
  }

  /** NaN when there is no number. */
  private numberAt(at: number): number {
    let end = at;
    while (this.bytes[end] !== COMMA && this.bytes[end] !== CLOSE_BRACE && end < at + LONGEST_NUMBER) end++;
    return end === at ? NaN : Number(this.bytes.toString('latin1', at, end));
  }

  private parse(line: string): void {
    const { tsNs, runId, eventCode, symbol, cid, decisionId, details } = parseRecord(line);
    this.seconds = Number(tsNs / NS_PER_S);
    this.nanos = Number(tsNs % NS_PER_S);
    this.runId = runId;
    this.code = eventCode;
    this.symbol = symbol ?? null;
    this.cid = cid ?? null;
    this.decisionId = decisionId ?? null;
    const { held_back: heldBack, decision } = details;
    if (typeof heldBack === 'number') this.heldBack = heldBack;
    this.takeDecision(details);
    if (!isObject(decision)) return;
    this.takeDecision(decision);
    const { observability } = decision;
    if (isObject(observability) && typeof observability['latency_ms'] === 'number')
      this.latencyMs = observability['latency_ms'];
  }

  private takeDecision({ allow, reason }: Readonly<Record<string, unknown>>): void {
    if (typeof allow === 'boolean') this.allow = allow;
    if (typeof reason === 'string') this.reason = reason;
  }

  private forget(): void {
    this.found = 0;
    this.symbol = this.cid = this.decisionId = this.allow = this.reason = this.latencyMs = null;
    this.heldBack = 0;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Index of the quote that ends a string; its complement when there are escapes before it, `end` or beyond when there is none. */
function closingQuote(bytes: Buffer, from: number, end: number): number {
  let escapes = false;
  for (let at = from; at < end; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) return escapes ? ~at : at;
    if (byte === BACKSLASH) {
      escapes = true;
      at++;
    }
  }
  return end;
}
