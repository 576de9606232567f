import type { Ms, TsNs } from '@aurora/kernel';

/** One received text: when, for which book, and the text as it came. */
export interface RecordedFrame {
  /** Local receive time as float64, so to a quarter of a microsecond. */
  readonly localMs: Ms;
  /** Local receive time to the nanosecond. */
  readonly localNs: TsNs;
  /** Upper case. */
  readonly symbol: string;
  /** Untouched websocket text or REST depth answer. */
  readonly frame: string;
}

/** Its time in two numbers: a bigint for each frame of a recording would cost more than the frame. */
export class TimedFrame implements RecordedFrame {
  constructor(
    readonly wholeMs: number,
    /** 0 to 999 999. */
    readonly nsInMs: number,
    readonly symbol: string,
    readonly frame: string,
  ) {}

  get localMs(): Ms {
    return this.wholeMs + this.nsInMs / 1e6;
  }

  get localNs(): TsNs {
    return BigInt(this.wholeMs) * 1_000_000n + BigInt(this.nsInMs);
  }

  isBefore(other: TimedFrame): boolean {
    return this.wholeMs < other.wholeMs || (this.wholeMs === other.wholeMs && this.nsInMs < other.nsInMs);
  }
}

/** A frame received at `localMs`. */
export function recordedFrame(localMs: Ms, symbol: string, frame: string): RecordedFrame {
  const wholeMs = Math.floor(localMs);
  return new TimedFrame(wholeMs, Math.round((localMs - wholeMs) * 1e6), symbol, frame);
}

/** The line of a recording file, without its line feed. */
export const recordingLine = (frame: RecordedFrame): string => `${frame.localNs} ${frame.frame}`;
