import type { RecordedFrame } from './recorded-frame';

export interface PaceOptions {
  /** Times real time; positive. `max` waits for nothing. */
  readonly speed: number | 'max';
  /** A clock that never goes back, ms. */
  readonly nowMs: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** Sleeps shorter than this are not worth a timer; the frames after them come early by no more. */
const SHORTEST_SLEEP_MS = 1;

/** Hands frames on when their time has come: the pauses of the recording divided by `speed`. */
export async function* pace(
  frames: AsyncIterable<RecordedFrame> | Iterable<RecordedFrame>,
  { speed, nowMs, sleep }: PaceOptions,
): AsyncGenerator<RecordedFrame> {
  if (speed !== 'max' && !(speed > 0)) throw new RangeError(`speed must be positive, got ${speed}`);
  const startMs = nowMs();
  let firstMs = NaN;
  for await (const frame of frames) {
    if (speed !== 'max') {
      const { localMs } = frame;
      if (Number.isNaN(firstMs)) firstMs = localMs;
      const waitMs = startMs + (localMs - firstMs) / speed - nowMs();
      if (waitMs >= SHORTEST_SLEEP_MS) await sleep(waitMs);
    }
    yield frame;
  }
}
