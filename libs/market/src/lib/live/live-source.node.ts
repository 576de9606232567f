import type { Ms } from '@aurora/kernel';
import { recordedFrame, type RecordedFrame } from '../recording/recorded-frame';
import { DepthSnapshots } from './depth-snapshots.node';
import { FrameQueue, type QueueTag } from './frame-queue';
import type { LaneName, LiveFact } from './live-event';
import { liveSettings, type LiveSettings, type LiveSourceOptions, type LiveStats } from './live-options';
import { newTally } from './live-tally';
import { afterOnMachine } from './machine-timers.node';
import { isBookChannel, isDiffChannel, streamName } from './stream-channel';
import type { StreamMessage } from './stream-join';
import { StreamLane } from './stream-lane.node';

/**
 * Market data of Binance USD-M as it comes: combined streams that reconnect and roll over by themselves, depth snapshots
 * in between, one sequence of frames. For one consumer, that keeps its books by the venue's rules and says when one of
 * them has lost its sequence. Malformed texts are handed on like any other, under the first symbol when they name none.
 */
export class LiveSource {
  private readonly settings: LiveSettings;
  private symbols: ReadonlySet<string>;
  private readonly lanes: ReadonlyMap<LaneName, StreamLane>;
  private readonly snapshots: DepthSnapshots;
  private readonly queue: FrameQueue;
  private readonly tally = newTally();
  private readonly snapshotTags = new Map<string, QueueTag>();
  private lastMs: Ms = -Infinity;
  private wake: (() => void) | null = null;
  private isStopping = false;

  /** @throws RangeError without symbols or streams, or on an option out of bounds; TypeError on an address that is none. */
  constructor(private readonly options: LiveSourceOptions) {
    const settings = (this.settings = liveSettings(options, afterOnMachine));
    for (const url of [options.wsUrl, options.restUrl]) new URL(url);
    this.symbols = canonical(options.symbols);
    this.queue = new FrameQueue(settings.maxQueue, {
      onConflated: (dropped) => this.conflated(dropped),
      onGivenUp: (symbol, dropped) => this.gaveUp(symbol, dropped),
    });
    const onFact = (fact: LiveFact): void => this.say(fact);
    this.snapshots = new DepthSnapshots(settings, this.tally, {
      onFact,
      onSnapshot: (symbol, text) => this.hand(recordedFrame(settings.nowMs(), symbol, text), this.snapshotTag(symbol)),
    });
    const names: readonly LaneName[] = settings.paths === 'single' ? ['all'] : ['public', 'market'];
    this.lanes = new Map(
      names
        .filter((name) => this.channels(name).length > 0)
        .map((name) => {
          const onLost = (): void => this.lost(name);
          const onMessage = (message: StreamMessage): void => this.take(message);
          const handlers = { onFact, onLost, onMessage };
          return [name, new StreamLane(name, this.streams(name), settings, this.tally, handlers)];
        }),
    );
    this.followBooks();
  }

  /** Connects; from here on it does not give up until stopped. To be called once. */
  start(): void {
    for (const lane of this.lanes.values()) lane.start();
  }

  /** Batches of everything that has come since the last one, in order, never empty; ends when stopped. */
  async *frames(): AsyncGenerator<RecordedFrame[], void, undefined> {
    while (!this.isStopping) {
      if (this.queue.length === 0) {
        await new Promise<void>((resolve) => (this.wake = resolve));
        continue;
      }
      const { frames, givenUp } = this.queue.take();
      for (const symbol of givenUp) this.snapshots.lose(symbol);
      yield frames;
    }
  }

  /** To be called when the book of a symbol has lost its sequence. Counted as a gap; a snapshot under way is not doubled. */
  requestSnapshot(symbol: string): void {
    if (this.queue.holdsSnapshot(symbol) || !this.snapshots.request(symbol)) return;
    this.gap({ kind: 'gap', symbol, reason: 'sequence', dropped: 0 });
  }

  /** Follows other symbols from now on, over the same connections. @throws RangeError without symbols. */
  setSymbols(symbols: readonly string[]): void {
    this.symbols = canonical(symbols);
    this.followBooks();
    for (const [name, lane] of this.lanes) lane.carry(this.streams(name));
  }

  stats(): LiveStats {
    let duplicates = 0;
    for (const lane of this.lanes.values()) duplicates += lane.duplicates;
    return { ...this.tally, duplicates, queueLength: this.queue.length, longestQueue: this.queue.longest };
  }

  /** Closes connections, timers and requests within a second and ends `frames()`; what is queued is dropped. */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.wakeConsumer();
    await Promise.all([this.snapshots.stop(), ...Array.from(this.lanes.values(), (lane) => lane.stop())]);
  }

  private channels(lane: LaneName): readonly string[] {
    const { streams } = this.settings;
    return lane === 'all' ? streams : streams.filter((channel) => isBookChannel(channel) === (lane === 'public'));
  }

  private streams(lane: LaneName): string[] {
    return [...this.symbols].flatMap((symbol) => this.channels(lane).map((channel) => streamName(symbol, channel)));
  }

  private followBooks(): void {
    this.snapshots.follow(this.settings.streams.some(isDiffChannel) ? [...this.symbols] : []);
  }

  private take({ stream, frame }: StreamMessage): void {
    if (stream === null) {
      const [symbol = ''] = this.symbols;
      this.hand(recordedFrame(frame.localMs, symbol, frame.frame), { symbol, keep: 'all' });
    } else if (this.symbols.has(stream.symbol)) {
      // Messages of a symbol no longer followed may still be on their way.
      const isQueued = this.hand(frame, stream);
      if (isQueued && stream.keep === 'diff') this.snapshots.onDiff(stream.symbol, frame.frame);
    }
  }

  private hand(received: RecordedFrame, tag: QueueTag): boolean {
    // Held messages of a roll-over, and a clock that was set, must not make time go back.
    const isLate = received.localMs < this.lastMs;
    const frame = isLate ? recordedFrame(this.lastMs, received.symbol, received.frame) : received;
    this.lastMs = frame.localMs;
    this.tally.lastFrameMs = frame.localMs;
    this.options.tee?.(frame);
    const isQueued = this.queue.push(frame, tag);
    if (!isQueued) this.tally.conflated++;
    this.wakeConsumer();
    return isQueued;
  }

  private snapshotTag(symbol: string): QueueTag {
    let tag = this.snapshotTags.get(symbol);
    if (tag === undefined) this.snapshotTags.set(symbol, (tag = { symbol, keep: 'snapshot' }));
    return tag;
  }

  private wakeConsumer(): void {
    const wake = this.wake;
    this.wake = null;
    wake?.();
  }

  private lost(lane: LaneName): void {
    if (!this.channels(lane).some(isDiffChannel)) return;
    for (const symbol of this.snapshots.loseAll()) this.gap({ kind: 'gap', symbol, reason: 'disconnect', dropped: 0 });
  }

  private conflated(dropped: number): void {
    this.tally.conflated += dropped;
    this.say({ kind: 'conflated', dropped, queueLength: this.queue.length });
  }

  private gaveUp(symbol: string, dropped: number): void {
    this.tally.conflated += dropped;
    this.gap({ kind: 'gap', symbol, reason: 'slow_consumer', dropped });
  }

  private gap(fact: LiveFact): void {
    this.tally.gaps++;
    this.say(fact);
  }

  private say(fact: LiveFact): void {
    this.options.onEvent({ ...fact, atMs: this.settings.nowMs() });
  }
}

/** @throws RangeError when none is left. */
function canonical(symbols: readonly string[]): ReadonlySet<string> {
  const unique = new Set(symbols.map((symbol) => symbol.toUpperCase()));
  if (unique.size === 0) throw new RangeError('no symbols');
  return unique;
}
