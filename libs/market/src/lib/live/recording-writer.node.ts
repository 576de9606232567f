import type { RecordedFrame } from '../recording/recorded-frame';

/** Writes frames into recording files `<symbol>_<yyyymmdd>T<hhmmss>.gz` of a folder, a file a symbol and UTC day. */
export class RecordingWriter {
  /** @param onError hears once of a write that failed; from then on nothing is written. */
  constructor(
    private readonly folder: string,
    private readonly onError: (error: Error) => void,
  ) {}

  write(_frame: RecordedFrame): void {
    this.onError(new Error(`not there yet: ${this.folder}`));
  }

  /** Resolves when everything written is on disk. */
  close(): Promise<void> {
    return Promise.resolve();
  }
}
