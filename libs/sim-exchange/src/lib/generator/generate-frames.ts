import { mulberry32, type Random, type Ms } from '@aurora/kernel';
import { recordedFrame, type RecordedFrame } from '@aurora/market';
import { channelOf } from '../streams/channels';
import { SymbolFeed } from '../streams/symbol-feed';
import type { GenerateOptions } from './market-options';
import { exponential } from './random';
import { SimulatedMarket, STEP_MS } from './simulated-market';

const DEFAULT_START_MS = Date.UTC(2026, 0, 1);
const DEFAULT_CHANNELS = ['bookTicker', 'depth@0ms', 'trade', 'markPrice@1s'];
const SNAPSHOT_LEVELS = 1000;

/**
 * A market in the venue's own frames, as a recorder would have written them: a depth snapshot of each symbol, then the
 * channels asked for, with a delay of a few ms on the way. Local time never goes back.
 * @throws RangeError on an unknown symbol, an unknown channel or a rate out of bounds.
 */
export function* generateFrames(options: GenerateOptions): Generator<RecordedFrame> {
  const startMs = options.startMs ?? DEFAULT_START_MS;
  const channels = options.channels ?? DEFAULT_CHANNELS;
  const unknown = channels.find((channel) => channelOf(channel) === undefined);
  if (unknown !== undefined) throw new RangeError(`"${unknown}" is no channel of the venue`);
  // Market time starts on a whole second, so that all paces fall on the same instants.
  const originMs = Math.ceil(startMs / 1000) * 1000;
  const market = new SimulatedMarket(options, originMs);
  const delivery = new Delivery(mulberry32(options.seed + 1));
  let frames: RecordedFrame[] = [];
  let nowMs = originMs;
  const feeds = new Map(
    market.symbols.map((symbol) => [
      symbol.spec.symbol,
      new SymbolFeed({
        symbol: symbol.spec.symbol,
        format: symbol.format,
        wire: '2024',
        book: () => symbol.book,
        toWallMs: (ms) => ms,
        isWanted: (stream) => channels.includes(stream.slice(stream.indexOf('@') + 1)),
        send: (stream, data) =>
          frames.push(delivery.frame(symbol.spec.symbol, `{"stream":"${stream}","data":${data}}`, nowMs)),
      }),
    ]),
  );
  for (const [symbol, feed] of feeds) yield delivery.frame(symbol, snapshotText(feed, originMs), originMs);
  const take = (symbol: string, update: Parameters<SymbolFeed['take']>[0]) => feeds.get(symbol)!.take(update);
  const stepped = () => {
    for (const feed of feeds.values()) feed.flush(nowMs);
  };
  for (let elapsedMs = STEP_MS; elapsedMs <= options.durationMs; elapsedMs += STEP_MS) {
    nowMs = originMs + elapsedMs;
    market.advance(nowMs, take, stepped);
    yield* frames;
    frames = [];
  }
}

/** The REST depth answer. */
export function snapshotText(feed: SymbolFeed, nowMs: Ms, limit = SNAPSHOT_LEVELS): string {
  const { bids, asks } = feed.rows(limit);
  return JSON.stringify({ lastUpdateId: feed.snapshotId, E: nowMs, T: nowMs, bids, asks });
}

/** The way from the venue: a few ms, now and then much longer, never overtaking. */
class Delivery {
  private lastLocalMs = 0;

  constructor(private readonly random: Random) {}

  frame(symbol: string, frame: string, sentMs: Ms): RecordedFrame {
    const isSlow = this.random() < 0.0005;
    const delayMs = 3 + exponential(this.random, isSlow ? 60 : 2);
    this.lastLocalMs = Math.max(this.lastLocalMs + 0.001, sentMs + delayMs);
    return recordedFrame(this.lastLocalMs, symbol, frame);
  }
}
