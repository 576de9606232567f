import { once } from 'node:events';
import { LegacyConverter, parseRecord, type ReadEvent } from '@aurora/events';
import { eventText, unreadableText } from '../event-text';
import { isLegacy } from '../legacy-line';

const NEWLINE = Buffer.from('\n');

/** A line to be shown, and whose it is when several logs are shown together. */
export interface ShownLine {
  readonly line: Buffer;
  readonly who?: string;
}

/** Writes lines to standard output: as they are with `asIs`, else as a line for people. Waits while the reader is slower. */
export async function printLines(lines: readonly ShownLine[], asIs: boolean): Promise<void> {
  for (const { line, who } of lines) {
    const bytes = asIs ? Buffer.concat([line, NEWLINE]) : `${textOf(line.toString('utf8'), who)}\n`;
    if (!process.stdout.write(bytes)) await once(process.stdout, 'drain');
  }
}

function textOf(line: string, who: string | undefined): string {
  const place = who === undefined ? {} : { who };
  try {
    return eventText(readAny(line), place);
  } catch (error) {
    return unreadableText(line, (error as Error).message);
  }
}

const readAny = (line: string): ReadEvent =>
  isLegacy(line) ? new LegacyConverter('legacy').convert(line) : parseRecord(line);
