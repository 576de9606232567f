import { SingleBar } from 'cli-progress';

/** Where a long piece of work is. */
export interface Progress {
  /** @param what is being done, in a few words, when that has changed. */
  at(done: number, what?: string): void;
  end(): void;
}

/** Work shorter than this shows no bar. */
const PATIENCE_MS = 1000;

const SILENT: Progress = { at: () => undefined, end: () => undefined };

/**
 * A bar with percentage and time to go on standard error, for work of more than a second; nothing when that is no terminal.
 * @param title what is being done.
 * @param total in the unit of `at`, above 0.
 */
export function progressOf(title: string, total: number): Progress {
  if (process.stderr.isTTY !== true) return SILENT;
  const format = `${title} {bar} {percentage}% | {duration_formatted} gone, {eta_formatted} to go | {what}`;
  const bar = new SingleBar({ format, stream: process.stderr, clearOnComplete: true, hideCursor: true, etaBuffer: 50 });
  const startedMs = performance.now();
  let isShown = false;
  let lastWhat = '';
  return {
    at(done, what = lastWhat) {
      lastWhat = what;
      if (isShown) bar.update(done, { what });
      else if (performance.now() - startedMs > PATIENCE_MS) {
        bar.start(total, done, { what });
        isShown = true;
      }
    },
    end() {
      if (isShown) bar.stop();
    },
  };
}
