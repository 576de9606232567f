import { generateFrames, pace, type RecordedFrame } from '@aurora/market';
import { readRecording } from '@aurora/market/node';
import type { Clock } from '@aurora/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { setTimeout as wait } from 'node:timers/promises';
import { CLOCK } from '@aurora/nest';
import { RUNNER_OPTIONS, type RunnerOptions } from '../runner-options';

/** Frames of the chosen source at the chosen speed. */
@Injectable()
export class MarketFeed {
  private readonly stopping = new AbortController();

  constructor(
    @Inject(RUNNER_OPTIONS) private readonly options: RunnerOptions,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  get stopped(): boolean {
    return this.stopping.signal.aborted;
  }

  /** No frame follows the one in hand; a pause is cut short. */
  stop(): void {
    this.stopping.abort();
  }

  async *frames(): AsyncGenerator<RecordedFrame> {
    const { speed } = this.options;
    const paced = pace(this.source(), {
      speed,
      nowMs: () => this.clock.nowMs(),
      sleep: (ms) => this.sleep(ms),
    });
    for await (const frame of paced) {
      if (this.stopped) return;
      yield frame;
    }
  }

  private source(): AsyncIterable<RecordedFrame> | Iterable<RecordedFrame> {
    const { source, symbols, durationMs } = this.options;
    if ('recording' in source) return readRecording(source.recording, symbols);
    const frames = generateFrames({ seed: source.generatorSeed, durationMs });
    return symbols === undefined ? frames : only(frames, symbols);
  }

  private async sleep(ms: number): Promise<void> {
    try {
      await wait(ms, undefined, { signal: this.stopping.signal });
    } catch (error) {
      if (!this.stopped) throw error;
    }
  }
}

function* only(frames: Iterable<RecordedFrame>, symbols: readonly string[]): Generator<RecordedFrame> {
  for (const frame of frames) if (symbols.includes(frame.symbol)) yield frame;
}
