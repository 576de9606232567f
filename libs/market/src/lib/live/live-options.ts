import type { Ms } from '@aurora/kernel';
import type { RecordedFrame } from '../recording/recorded-frame';
import type { LiveEvent } from './live-event';

/** Runs something once, later. The answer cancels it. */
export type After = (delayMs: Ms, run: () => void) => () => void;

/** A stream of one symbol, without the symbol: `btcusdt@depth@100ms` is `depth@100ms` of BTCUSDT. */
export type StreamChannel =
  | 'bookTicker'
  | 'depth'
  | `depth@${100 | 250 | 500 | 0}ms`
  | `depth${5 | 10 | 20}@${100 | 250 | 500}ms`
  | 'aggTrade'
  | 'trade'
  | 'markPrice'
  | 'markPrice@1s';

export interface LiveSourceOptions {
  /** As `wss://fstream.binance.com`. */
  readonly wsUrl: string;
  /** As `https://fapi.binance.com`. */
  readonly restUrl: string;
  /** At least one; any case. */
  readonly symbols: readonly string[];
  /** Default `bookTicker`, `depth@100ms`, `aggTrade`, `markPrice@1s`. Snapshots are fetched only with a stream of diffs among them. */
  readonly streams?: readonly StreamChannel[];
  /** `split` (default, the venue since 2026): books over `/public/stream`, the rest over `/market/stream`. `single`: all over `/stream`. */
  readonly paths?: 'split' | 'single';
  /** Time with which frames and events are stamped, ms with fractions. A frame never gets an earlier one than the frame before it. */
  readonly nowMs: () => Ms;
  /** In [0, 1): spreads reconnects over time. */
  readonly random: () => number;
  /** Default: timers of the machine. */
  readonly after?: After;
  readonly onEvent: (event: LiveEvent) => void;
  /** Hears of every frame handed to the queue, before any is conflated; for recording. Must not throw. */
  readonly tee?: (frame: RecordedFrame) => void;
  /** Levels a side of a depth snapshot. Default 1000 (20 of the 2400 weight a minute that the venue grants). */
  readonly snapshotLimit?: 5 | 10 | 20 | 50 | 100 | 500 | 1000;
  /** Frames that may wait for the consumer before messages are given up. Default 20 000. */
  readonly maxQueue?: number;
  /** Age at which a connection is replaced, ms. Default 23.5 h; the venue ends it at 24 h. */
  readonly rollOverMs?: Ms;
  /** Longest time for which old and new connection run side by side, ms. Default 10 000. */
  readonly overlapMs?: Ms;
  /** How long a connection may take to open, and a subscription to be acknowledged, ms. Default 5000. */
  readonly connectTimeoutMs?: Ms;
  /** Silence after which a ping is sent, and again so long after which the connection is given up, ms. Default 5000. */
  readonly pingTimeoutMs?: Ms;
  /** How long a connection may live without market data, ms. Default 60 000. */
  readonly idleTimeoutMs?: Ms;
  /** First and longest wait before another attempt, ms. Default 250 and 30 000. */
  readonly backoffMs?: { readonly first: Ms; readonly longest: Ms };
  /** Age from which a connection counts as stable, so that waits start over, ms. Default 10 000. */
  readonly stableMs?: Ms;
}

export interface LiveStats {
  /** Connections opened, those of roll-overs included. */
  readonly connects: number;
  /** Open connections lost; a roll-over loses none. */
  readonly disconnects: number;
  /** Connections opened in place of a lost one. */
  readonly reconnects: number;
  readonly connectFailures: number;
  readonly rollOvers: number;
  /** Open connections now. */
  readonly open: number;
  /** Messages that came twice during roll-overs and were dropped. */
  readonly duplicates: number;
  readonly snapshots: number;
  /** Snapshots that had to be fetched again. */
  readonly snapshotRetries: number;
  readonly gaps: number;
  /** Messages given up because the consumer was slow, queued diffs included. */
  readonly conflated: number;
  readonly framesReceived: number;
  /** Of the websocket texts. */
  readonly bytesReceived: number;
  readonly queueLength: number;
  readonly longestQueue: number;
  /** Receive time of the last frame; NaN before the first. */
  readonly lastFrameMs: Ms;
}

/** What is taken when an option is not given. */
const DEFAULTS = {
  streams: ['bookTicker', 'depth@100ms', 'aggTrade', 'markPrice@1s'],
  paths: 'split',
  snapshotLimit: 1000,
  maxQueue: 20_000,
  rollOverMs: 23.5 * 3_600_000,
  overlapMs: 10_000,
  connectTimeoutMs: 5000,
  pingTimeoutMs: 5000,
  idleTimeoutMs: 60_000,
  backoffMs: { first: 250, longest: 30_000 },
  stableMs: 10_000,
} as const satisfies Partial<LiveSourceOptions>;

/** Options with nothing left open, but the tee. */
export type LiveSettings = Required<Omit<LiveSourceOptions, 'tee'>>;

/** @throws RangeError on a time, a length or a list that nothing can be done with. */
export function liveSettings({ tee: _, ...options }: LiveSourceOptions, after: After): LiveSettings {
  const settings: LiveSettings = { ...DEFAULTS, after, ...options };
  const { maxQueue, rollOverMs, overlapMs, connectTimeoutMs, pingTimeoutMs, idleTimeoutMs, stableMs } = settings;
  const { first, longest } = settings.backoffMs;
  const numbers = { maxQueue, rollOverMs, overlapMs, connectTimeoutMs, pingTimeoutMs, idleTimeoutMs, stableMs };
  for (const [name, value] of Object.entries({ ...numbers, first, longest }))
    if (!(value > 0 && value < 2 ** 31)) throw new RangeError(`${name} must be within (0, 2^31), got ${value}`);
  if (settings.streams.length === 0) throw new RangeError('no streams');
  return settings;
}
