/** What a full queue may do with a channel's messages: of `newest` only the last counts; `diff` all or, with a new snapshot, none; `all` none. */
export type Keep = 'newest' | 'diff' | 'all';

/** One stream as its messages name it, `btcusdt@depth@100ms`. */
export interface StreamTag {
  readonly name: string;
  /** Upper case. */
  readonly symbol: string;
  readonly keep: Keep;
  /** Finds the number that grows from message to message. */
  readonly idPattern: RegExp;
}

const UPDATE_ID = /"u":\s*(\d+)/;
const RULES: readonly (readonly [channel: RegExp, keep: Keep, idPattern: RegExp])[] = [
  [/^bookTicker$/, 'newest', UPDATE_ID],
  [/^depth(@\d+ms)?$/, 'diff', UPDATE_ID],
  [/^depth\d+(@\d+ms)?$/, 'newest', UPDATE_ID],
  [/^aggTrade$/, 'all', /"a":\s*(\d+)/],
  [/^trade$/, 'all', /"t":\s*(\d+)/],
  [/^markPrice(@1s)?$/, 'newest', /"E":\s*(\d+)/],
];
const BOOK_CHANNEL = /^(bookTicker$|depth)/;

/** Reads a stream's name; of a channel not known here every message is kept and the event time is its id. */
export function streamTag(name: string): StreamTag {
  const at = name.indexOf('@');
  const symbol = (at < 0 ? name : name.slice(0, at)).toUpperCase();
  const channel = at < 0 ? '' : name.slice(at + 1);
  const rule = RULES.find(([pattern]) => pattern.test(channel));
  return { name, symbol, keep: rule?.[1] ?? 'all', idPattern: rule?.[2] ?? /"E":\s*(\d+)/ };
}

export const streamName = (symbol: string, channel: string): string => `${symbol.toLowerCase()}@${channel}`;

/** Whether the venue serves a channel under `/public`; the others under `/market`. */
export const isBookChannel = (channel: string): boolean => BOOK_CHANNEL.test(channel);

export const isDiffChannel = (channel: string): boolean => streamTag(`@${channel}`).keep === 'diff';
