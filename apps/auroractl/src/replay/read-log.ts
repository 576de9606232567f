import { isAscii } from 'node:buffer';
import { statSync } from 'node:fs';
import { ReplayError, type LogReplay } from '@aurora/engine';
import { parseRecord } from '@aurora/events';
import { lineChunksOf } from '@aurora/events/node';
import { Failure, Finding } from '../cli/failures';
import type { Progress } from '../cli/progress';

/** Problems kept; all are counted. */
const MAX_KEPT = 20;

const START = 'AURORA.STARTUP.OK';

/** A line that could not be read or judged. */
export interface LineProblem {
  readonly file: string;
  /** From 1 on. */
  readonly line: number;
  readonly reason: string;
}

/** What reading a log found beside its decisions. */
export interface LogReading {
  readonly lines: number;
  readonly bytes: number;
  /** Lines that cannot be read or judged, and the first of them. */
  readonly problemCount: number;
  readonly problems: readonly LineProblem[];
  /** Events before the first start that cannot be judged for want of it. */
  readonly orphans: number;
  /** The first of them. */
  readonly firstOrphan: LineProblem | null;
  /** The live file ends within a line: a crash, or a write under way. */
  readonly torn: LineProblem | null;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** What lines are fed to. */
export type LineTaker = Pick<LogReplay, 'feedLine' | 'hasStarted'>;

/** Feeds the files of a log, oldest first, to a replay. */
export class LogReader {
  private readonly found: Mutable<LogReading> & { readonly problems: LineProblem[] } = {
    lines: 0,
    bytes: 0,
    problemCount: 0,
    problems: [],
    orphans: 0,
    firstOrphan: null,
    torn: null,
  };
  private file = '';
  private number = 0;

  constructor(private readonly replay: LineTaker) {}

  /** Throws a `Finding` where going on would judge by something else than what was in force. */
  async read(files: readonly string[], progress: Progress): Promise<LogReading> {
    let read = 0;
    for (const [index, file] of files.entries()) {
      this.file = file;
      this.number = 0;
      const onRead = (bytes: number) => progress.at((read += bytes));
      for await (const { bytes, isRest } of lineChunksOf(file, { onRead })) {
        this.found.bytes += bytes.length;
        if (isRest) this.takeRest(bytes.toString('utf8'), index === files.length - 1);
        else for (const lines of linesIn(bytes)) this.takeAll(lines);
      }
    }
    return this.found;
  }

  private takeAll(lines: readonly string[]): void {
    for (const line of lines) {
      this.number++;
      try {
        this.replay.feedLine(line);
      } catch (error) {
        this.note(error);
      }
    }
    this.found.lines += lines.length;
  }

  /** What stands behind the last newline is a line all the same when it is whole. */
  private takeRest(line: string, isLast: boolean): void {
    if (isWhole(line)) return this.takeAll([line]);
    this.number++;
    const torn = this.problem('torn: the file ends within this line');
    if (isLast) this.found.torn = torn;
    else this.keep(torn);
  }

  private note(error: unknown): void {
    if (!(error instanceof ReplayError)) {
      if (error instanceof SyntaxError || error instanceof RangeError) return this.keep(this.problem(error.message));
      throw error;
    }
    if (error.cause instanceof Failure) throw error.cause;
    if (!this.replay.hasStarted && error.eventCode !== START) return this.noteOrphan(error);
    if (CHANGES_OF_CONFIG.has(error.eventCode))
      throw new Finding(`${this.file}:${this.number}: this log cannot be replayed: ${error.message}`);
    this.keep(this.problem(error.message));
  }

  private noteOrphan({ message }: ReplayError): void {
    this.found.orphans++;
    this.found.firstOrphan ??= this.problem(message);
  }

  private problem(reason: string): LineProblem {
    return { file: this.file, line: this.number, reason };
  }

  private keep(problem: LineProblem): void {
    this.found.problemCount++;
    if (this.found.problems.length < MAX_KEPT) this.found.problems.push(problem);
  }
}

/** Without one of these all that follows would be judged by the wrong configuration. */
const CHANGES_OF_CONFIG: ReadonlySet<string> = new Set([
  START,
  'OVERLAY.APPLY',
  'OVERLAY.ROLLBACK',
  'CONFIG.SWITCHED',
  'CALIBRATION.UPDATE',
]);

/** Bytes of the files as they lie on the disk; of one that has been compressed meanwhile none. */
export const bytesOnDisk = (files: readonly string[]): number =>
  files.reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0);

/** Larger texts do not fit where the collector is quick. */
const PIECE_BYTES = 65_536;
const NEWLINE = 0x0a;

/** The lines of a chunk, each of which ends with a newline, in pieces. */
function* linesIn(bytes: Buffer): Generator<readonly string[], void, undefined> {
  // Nearly all logs are ASCII, which needs no decoding.
  const encoding = isAscii(bytes) ? 'latin1' : 'utf8';
  for (let from = 0; from < bytes.length;) {
    const last = bytes.lastIndexOf(NEWLINE, from + PIECE_BYTES);
    const end = last >= from ? last : bytes.indexOf(NEWLINE, from + PIECE_BYTES);
    yield bytes.toString(encoding, from, end).split('\n');
    from = end + 1;
  }
}

function isWhole(line: string): boolean {
  try {
    parseRecord(line);
    return true;
  } catch {
    return false;
  }
}
