import { basename, dirname } from 'node:path';
import { folderHolder, LOCK_FILE_NAME, rotatedParts, sessionFiles } from '@aurora/events/node';
import { filesOf, isLive, logNameOf, type LogPlace, type LogSource } from '../session';
import { missingParts } from '../missing-parts';
import { EventLogCheck } from './event-log-check';
import type { Findings } from './findings';
import { checkOrderLine, ORDER_CHECKS } from './orders-check';
import { visitLines } from './read-lines';

/** One log that was checked. */
export interface CheckedLog {
  readonly log: string;
  readonly files: number;
  readonly lines: number;
  /** Of an event log. */
  readonly runs?: number;
}

/** Every file that a check of this source reads. */
export async function filesToCheck({ dir, logs }: LogSource): Promise<string[]> {
  const events = await Promise.all(logs.map(filesOf));
  const orders =
    dir === null ? [] : await Promise.all(logs.flatMap((log) => orderNames.map((name) => ordersOf(log, name))));
  return [...events, ...orders].flat();
}

const orderNames = Object.keys(ORDER_CHECKS);
const ordersOf = ({ path }: LogPlace, name: string): Promise<string[]> => sessionFiles(dirname(path), name);

/** Checks every log of a source, with the orders files beside each when it is a session. */
export async function checkSource(
  { dir, logs }: LogSource,
  findings: Findings,
  onRead: (bytes: number, file: string) => void,
): Promise<CheckedLog[]> {
  const checked: CheckedLog[] = [];
  for (const log of logs) {
    const check = new LogCheck(findings, onRead);
    const name = logNameOf(log.path);
    if (log.isAlone && name in ORDER_CHECKS) {
      checked.push(await check.orders(name, log.path, [log.path], null));
      continue;
    }
    const events = new EventLogCheck(findings);
    checked.push(await check.events(log, events));
    if (dir === null) continue;
    for (const orders of orderNames) {
      const files = await ordersOf(log, orders);
      if (files.length > 0) checked.push(await check.orders(orders, files.at(-1)!, files, events));
    }
  }
  return checked;
}

class LogCheck {
  constructor(
    private readonly findings: Findings,
    private readonly onRead: (bytes: number, file: string) => void,
  ) {}

  async events(log: LogPlace, events: EventLogCheck): Promise<CheckedLog> {
    const files = await filesOf(log);
    const lines = await this.all(files, (text, file, number) => events.check(text, file, number));
    events.end(log.who === 'gate' && !log.isAlone && !hasLostParts(files));
    this.parts(files);
    return { log: log.path, files: files.length, lines, runs: events.runCount };
  }

  async orders(
    name: string,
    path: string,
    files: readonly string[],
    events: EventLogCheck | null,
  ): Promise<CheckedLog> {
    const lines = await this.all(files, (text, file, line) =>
      checkOrderLine(name, text, { file, line }, this.findings, events),
    );
    this.parts(files);
    if (name === 'orders_denied' && events?.canCompare === false)
      this.findings.notes.push(`${path}: too many denied decisions to compare with their records`);
    return { log: path, files: files.length, lines };
  }

  private parts(files: readonly string[]): void {
    for (const seq of missingParts(files))
      this.findings.add('missing_part', files[0]!, null, `rotated part ${seq} is missing between the others`);
  }

  private async all(
    files: readonly string[],
    check: (text: string, file: string, line: number) => void,
  ): Promise<number> {
    let lines = 0;
    for (const file of files) {
      const visitor = {
        line: (text: string, number: number) => check(text, file, number),
        rest: (text: string, number: number) => void (rest = { text, number }),
      };
      let rest: { text: string; number: number } | null = null;
      try {
        lines += await visitLines(file, visitor, (bytes) => this.onRead(bytes, file));
      } catch (error) {
        this.findings.add('unreadable_file', file, null, `cannot be read to its end: ${(error as Error).message}`);
      }
      if (rest !== null) await this.unfinished(file, rest, check);
    }
    return lines;
  }

  /** A last line without its newline: whole, under way, or torn. */
  private async unfinished(
    file: string,
    { text, number }: { readonly text: string; readonly number: number },
    check: (text: string, file: string, line: number) => void,
  ): Promise<void> {
    if (isWhole(text)) return check(text, file, number);
    const writer = isLive(file) ? await folderHolder(dirname(file), LOCK_FILE_NAME) : null;
    if (writer === null)
      this.findings.add('torn_line', file, number, `the last line is torn: it ends after ${text.length} characters`);
    else this.findings.notes.push(`${file}:${number}: the last line is being written by process ${writer}`);
  }
}

/** Older parts were deleted by retention, so the log no longer begins at its beginning. */
const hasLostParts = (files: readonly string[]): boolean => {
  const names = files.map((file) => basename(file));
  return (rotatedParts(logNameOf(names[0] ?? ''), names)[0]?.seq ?? 1) > 1;
};

function isWhole(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
