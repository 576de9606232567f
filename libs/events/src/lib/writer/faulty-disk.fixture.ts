import { openLogFile, type OpenLogFile } from './log-file.node';

const errorOf = (code: string): Error => Object.assign(new Error(`${code}: injected`), { code });

/** Real files on a disk that fails when told to. */
export class FaultyDisk {
  /** Size no file can grow beyond: the write that reaches it is short, the next one ENOSPC. */
  maxFileBytes = Infinity;
  /** Most bytes one write takes. */
  maxWriteBytes = Infinity;
  failing = new Set<'write' | 'sync' | 'truncate' | 'open'>();
  /** While set, syncs wait for `releaseSync`. */
  holdsSyncs = false;
  readonly calls: string[] = [];
  private held: (() => void)[] = [];

  /** Works again, except for short writes. */
  heal(): void {
    this.failing.clear();
    this.maxFileBytes = Infinity;
  }

  releaseSync(): void {
    this.held.shift()?.();
  }

  readonly open: OpenLogFile = async (path) => {
    this.calls.push('open');
    if (this.failing.has('open')) throw errorOf('EACCES');
    const file = await openLogFile(path);
    return {
      size: file.size,
      write: (buffer, offset, length, position, done) => {
        this.calls.push('write');
        if (this.failing.has('write')) {
          // A part gets through, as on a real disk.
          return file.write(buffer, offset, Math.ceil(length / 2), position, () => done(errorOf('EIO'), 0));
        }
        const room = Math.min(length, this.maxWriteBytes, this.maxFileBytes - position);
        if (room <= 0) return done(errorOf('ENOSPC'), 0);
        file.write(buffer, offset, room, position, done);
      },
      truncate: (length, done) => {
        this.calls.push('truncate');
        if (this.failing.has('truncate')) return done(errorOf('EIO'));
        file.truncate(length, done);
      },
      datasync: (done) => {
        this.calls.push('sync');
        const sync = () => (this.failing.has('sync') ? done(errorOf('EIO')) : file.datasync(done));
        if (this.holdsSyncs) this.held.push(sync);
        else sync();
      },
      close: (done) => file.close(done),
    };
  };
}

/** A timer that fires when told to. */
export class ManualTimer {
  readonly pausesMs: number[] = [];
  private due: (() => void)[] = [];

  readonly afterMs = (pauseMs: number, run: () => void): void => {
    this.pausesMs.push(pauseMs);
    this.due.push(run);
  };

  fire(): void {
    this.due.splice(0).forEach((run) => run());
  }
}
