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

/** Its time in two numbers small enough to need no memory of their own: a bigint would cost more than the rest. */
export class TimedFrame implements RecordedFrame {
  constructor(
    readonly seconds: number,
    /** 0 to 999 999 999. */
    readonly nanos: number,
    readonly symbol: string,
    readonly frame: string,
  ) {}

  get localMs(): Ms {
    const ms = Math.floor(this.nanos / 1e6);
    return this.seconds * 1000 + ms + (this.nanos - ms * 1e6) / 1e6;
  }

  get localNs(): TsNs {
    return BigInt(this.seconds) * 1_000_000_000n + BigInt(this.nanos);
  }

  isBefore(other: TimedFrame): boolean {
    return this.seconds < other.seconds || (this.seconds === other.seconds && this.nanos < other.nanos);
  }
}

/** A frame received at `localMs`. */
export function recordedFrame(localMs: Ms, symbol: string, frame: string): RecordedFrame {
  const seconds = Math.floor(localMs / 1000);
  return new TimedFrame(seconds, Math.round((localMs - seconds * 1000) * 1e6), symbol, frame);
}

/** The line of a recording file, without its line feed. */
export const recordingLine = (frame: RecordedFrame): string => `${frame.localNs} ${frame.frame}`;
