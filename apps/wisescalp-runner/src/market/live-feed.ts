import type { Ms } from '@aurora/kernel';
import type { RecordedFrame } from '@aurora/market';
import { liveEventDetails, LiveSource, RecordingWriter, type LiveEvent, type LiveStats } from '@aurora/market/node';
import type { Emit } from '../events/emit';
import type { MarketFeed } from './market-feed';

const CODE_OF_EVENT = { connect: 'WS.CONNECT', disconnect: 'WS.DISCONNECT', gap: 'WS.GAP' } as const;

/** Market data of a venue as it comes. */
export class LiveFeed implements MarketFeed {
  private readonly source: LiveSource;
  private readonly writer: RecordingWriter | null;
  private stopping: Promise<void> | undefined;

  constructor(
    venue: { readonly wsUrl: string; readonly restUrl: string },
    symbols: readonly string[],
    nowMs: () => Ms,
    private readonly emit: Emit,
    private readonly onLost: (atMs: Ms) => void,
    recordTo: string | undefined,
  ) {
    this.writer = recordTo === undefined ? null : new RecordingWriter(recordTo, (error) => this.onWriteError(error));
    this.source = new LiveSource({
      ...venue,
      symbols,
      streams: ['bookTicker', 'depth@100ms', 'aggTrade', 'markPrice@1s'],
      nowMs,
      random: Math.random,
      // A venue that hangs up again and again is asked soon again, too: a book is of use for seconds only.
      stableMs: 3000,
      backoffMs: { first: 250, longest: 10_000 },
      onEvent: (event) => this.onEvent(event),
      tee: (frame) => this.writer?.write(frame),
    });
  }

  stats(): LiveStats {
    return this.source.stats();
  }

  stop(): void {
    this.stopping ??= this.source.stop();
  }

  requestSnapshot(symbol: string): void {
    this.source.requestSnapshot(symbol);
  }

  async *batches(): AsyncGenerator<readonly RecordedFrame[]> {
    this.source.start();
    yield* this.source.frames();
    await this.stopping;
    await this.writer?.close();
  }

  private onWriteError(error: Error): void {
    this.emit('HEALTH.ERROR', { part: 'recording', error: error.message });
  }

  private onEvent(event: LiveEvent): void {
    const { kind } = event;
    // Books come over every lane but that of the trades.
    if (kind === 'disconnect' && event.lane !== 'market') this.onLost(event.atMs);
    if (kind === 'connect' || kind === 'disconnect' || kind === 'gap')
      this.emit(CODE_OF_EVENT[kind], liveEventDetails(event), 'symbol' in event ? { symbol: event.symbol } : {});
  }
}
