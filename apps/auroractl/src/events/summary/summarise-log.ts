import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { EventGlance } from '@aurora/events';
import { lineChunksOf, offsetOfEventsSince, rotatedParts } from '@aurora/events/node';
import type { Progress } from '../../cli/progress';
import { msOf } from '../event-filter';
import { isLegacy } from '../legacy-line';
import { missingParts } from '../missing-parts';
import { filesOf, logNameOf, type LogPlace } from '../session';
import { LogSummary, type SummaryResult } from './log-summary';

const NEWLINE = 0x0a;
/** A part is named after the second in which it was set aside; what is in it is older. */
const PART_CLOCK_MS = 1000;

/** Which part of a log is summed up, in ms since the epoch. */
export interface Stretch {
  /** Included. */
  readonly sinceMs?: number;
  /** Not included. */
  readonly untilMs?: number;
}

/** A summary and what it was made from. */
export interface LogSummaryReport extends SummaryResult {
  readonly log: string;
  readonly files: number;
  /** On the disk, compressed parts as they are. */
  readonly bytes: number;
  /** Numbers of rotated parts that are missing between others. */
  readonly missing_parts: readonly number[];
  /** Files that could not be read to their end. */
  readonly broken_files: readonly { readonly file: string; readonly reason: string }[];
}

/** Sums up one log with its rotated parts. */
export async function summariseLog(
  log: LogPlace,
  stretch: Stretch,
  startProgress: (totalBytes: number) => Progress,
): Promise<LogSummaryReport> {
  const all = await filesOf(log);
  const files = all.filter((file) => !endsBefore(file, stretch.sinceMs));
  const bytes = files.map(sizeOf).reduce((a, b) => a + b, 0);
  const reader = new SummaryReader(stretch, startProgress(Math.max(1, bytes)));
  for (const file of files) await reader.read(file);
  reader.end();
  return {
    log: log.path,
    files: files.length,
    bytes,
    ...reader.summary.result(),
    missing_parts: missingParts(all),
    broken_files: reader.broken,
  };
}

class SummaryReader {
  readonly summary = new LogSummary();
  readonly broken: { file: string; reason: string }[] = [];
  private readonly event = new EventGlance();
  private bytesRead = 0;

  constructor(
    private readonly stretch: Stretch,
    private readonly progress: Progress,
  ) {}

  async read(file: string): Promise<void> {
    const start = await this.startOf(file);
    this.bytesRead += start;
    const onRead = (bytes: number): void => this.progress.at((this.bytesRead += bytes), basename(file));
    /** Lines are counted only from the first one on. */
    let number = start === 0 ? 0 : null;
    try {
      for await (const { bytes, isRest } of lineChunksOf(file, { start, onRead })) {
        if (isRest) this.addRest(bytes, file, number);
        else number = this.addLines(bytes, file, number);
      }
    } catch (error) {
      this.broken.push({ file, reason: (error as Error).message });
    }
  }

  end(): void {
    this.progress.end();
  }

  private async startOf(file: string): Promise<number> {
    const { sinceMs } = this.stretch;
    if (sinceMs === undefined || file.endsWith('.gz')) return 0;
    try {
      return await offsetOfEventsSince(file, BigInt(Math.floor(sinceMs)) * 1_000_000n - 1n);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0; // compressed since it was listed
      throw error;
    }
  }

  private addLines(bytes: Buffer, file: string, number: number | null): number | null {
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
      if (number !== null) number++;
      const problem = this.addLine(bytes, start, end);
      if (problem !== null) this.summary.addBad({ file, line: number, reason: problem });
      start = end + 1;
    }
    return number;
  }

  /** Behind the last newline: whole but for its newline, or torn. */
  private addRest(bytes: Buffer, file: string, number: number | null): void {
    const problem = this.addLine(bytes, 0, bytes.length);
    if (problem === null) return;
    this.summary.addTorn();
    this.summary.addBad({ file, line: number === null ? null : number + 1, reason: `torn: ${problem}` });
  }

  /** Why a line is no event; `null` when it is one. */
  private addLine(bytes: Buffer, start: number, end: number): string | null {
    const { sinceMs = -Infinity, untilMs = Infinity } = this.stretch;
    try {
      this.event.read(bytes, start, end);
    } catch (error) {
      if (isLegacy(bytes.toString('utf8', start, end)))
        return 'a legacy line; `auroractl events validate --legacy` converts';
      return (error as Error).message;
    }
    const ms = msOf(this.event);
    if (ms >= sinceMs && ms < untilMs) this.summary.add(this.event);
    return null;
  }
}

function endsBefore(file: string, sinceMs: number | undefined): boolean {
  const [part] = rotatedParts(logNameOf(file), [basename(file)]);
  return part !== undefined && sinceMs !== undefined && part.atMs + PART_CLOCK_MS < sinceMs;
}

function sizeOf(file: string): number {
  return (statSync(file, { throwIfNoEntry: false }) ?? statSync(`${file}.gz`)).size;
}
