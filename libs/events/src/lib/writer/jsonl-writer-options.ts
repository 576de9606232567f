import { type Durability } from '../logging-config';
import { type DropReason } from './line-tally';
import { type OpenLogFile } from './log-file.node';
import { type RotationLimits } from './rotation.node';

/** Whether the last try to write worked. */
export type WriterState = 'ok' | 'failing';

/** How and where a file is written. */
export interface JsonlWriterOptions {
  /** The live file, `<name>.jsonl`; its folder exists. */
  readonly path: string;
  /** When `done` is called: see `append`. */
  readonly durability: Durability;
  /** Lines that may wait at most. */
  readonly queueMax: number;
  readonly rotation: RotationLimits;
  readonly nowMs: () => number;
  /** Told once when writing fails and once when it works again. */
  readonly onState?: (state: WriterState, error: Error | null) => void;
  /** Rotating, compressing or deleting old files failed; no line is affected, and it is tried again. */
  readonly onHousekeepingError?: (error: Error) => void;
  /** First pause before writing is tried again; doubles up to 16 times itself. Default 250. */
  readonly retryMs?: number;
  /** Calls back after a pause; default a timer that keeps no process alive. */
  readonly afterMs?: (pauseMs: number, run: () => void) => void;
  /** Default the real file system. */
  readonly open?: OpenLogFile;
}

/** Counts since the file was opened. */
export interface WriterCounters {
  /** Lines durable as configured. */
  readonly written: number;
  readonly bytes: number;
  /** Lines that will never be written, by why. */
  readonly dropped: Readonly<Record<DropReason, number>>;
  /** Since when writing fails; `null` while it works. */
  readonly failingSinceMs: number | null;
}
