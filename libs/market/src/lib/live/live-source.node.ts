import type { RecordedFrame } from '../recording/recorded-frame';
import type { LiveSourceOptions, LiveStats } from './live-options';

/**
 * Market data of Binance USD-M as it comes: combined streams that reconnect and roll over by themselves, depth snapshots
 * in between, one sequence of frames. For one consumer.
 */
export class LiveSource {
  /** @throws RangeError without symbols or streams. */
  constructor(private readonly options: LiveSourceOptions) {}

  /** Connects; from here on it never gives up until stopped. */
  start(): void {
    throw new Error(`not there yet: ${this.options.wsUrl}`);
  }

  /** Batches of everything that has come since the last one, in order, never empty; ends when stopped. */
  frames(): AsyncIterable<RecordedFrame[]> {
    throw new Error('not there yet');
  }

  /** To be called when the book of a symbol has lost its sequence. Counted as a gap; a fetch under way is not doubled. */
  requestSnapshot(_symbol: string): void {
    throw new Error('not there yet');
  }

  /** Follows other symbols from now on, over the same connections. @throws RangeError without symbols. */
  setSymbols(_symbols: readonly string[]): void {
    throw new Error('not there yet');
  }

  stats(): LiveStats {
    throw new Error('not there yet');
  }

  /** Closes connections, timers and requests within a second and ends `frames()`; what is queued is dropped. */
  stop(): Promise<void> {
    throw new Error('not there yet');
  }
}
