import { setTimeout as wait } from 'node:timers/promises';
import { pace, type RecordedFrame } from '@aurora/market';
import { readRecordingBlocks } from '@aurora/market/node';
import type { Emit } from '../events/emit';
import type { MarketFeed } from './market-feed';

/** Frames of a recording at a multiple of real time, or as fast as they are taken. */
export class RecordingFeed implements MarketFeed {
  private readonly stopping = new AbortController();

  constructor(
    private readonly folder: string,
    private readonly symbols: readonly string[] | undefined,
    private readonly speed: number | 'max',
    private readonly emit: Emit,
  ) {}

  private get stopped(): boolean {
    return this.stopping.signal.aborted;
  }

  stop(): void {
    this.stopping.abort();
  }

  /** There is nobody to ask: the book stays out of step until the recording brings another snapshot. */
  requestSnapshot(symbol: string): void {
    this.emit('WS.GAP', { reason: 'sequence' }, { symbol });
  }

  async *batches(): AsyncGenerator<readonly RecordedFrame[]> {
    const blocks = readRecordingBlocks(this.folder, this.symbols);
    if (this.speed === 'max') {
      for await (const block of blocks) {
        if (this.stopped) return;
        yield block;
        // A source that never waits would keep timers, signals and sockets from running.
        await wait(0);
      }
      return;
    }
    const paced = pace(singly(blocks), {
      speed: this.speed,
      nowMs: () => performance.now(),
      sleep: (ms) => this.sleep(ms),
    });
    for await (const frame of paced) {
      if (this.stopped) return;
      yield [frame];
    }
  }

  private async sleep(ms: number): Promise<void> {
    try {
      await wait(ms, undefined, { signal: this.stopping.signal });
    } catch (error) {
      if (!this.stopped) throw error;
    }
  }
}

async function* singly(blocks: AsyncIterable<readonly RecordedFrame[]>): AsyncGenerator<RecordedFrame> {
  for await (const block of blocks) yield* block;
}
