import { join } from 'node:path';
import { type OrchestratorEvent, type OrchestratorEventsAnswer } from '@aurora/contracts';
import { parseRecord } from '@aurora/events';
import { EVENT_FILE_NAME, LogFollower, lineChunksOf, linesBackwards } from '@aurora/events/node';

/** A part that was set aside and holds more than this is not looked through; a tuner writes a few megabytes a day. */
const MAX_PART_BYTES = 32 * 2 ** 20;

/**
 * The last events of a folder, newest last; none without a log. Reads from the end, so the cost is that of the lines and not
 * of the log. Only while the live file has just begun and holds too few, the part before it is read too.
 */
export async function readLastEvents(folder: string, count: number): Promise<OrchestratorEventsAnswer> {
  const events = (await lastLines(folder, count)).map(eventOf);
  const good = events.filter((event) => event !== null);
  return { events: good, bad_lines: events.length - good.length };
}

async function lastLines(folder: string, count: number): Promise<string[]> {
  const log = await logIn(folder);
  if (log === null) return [];
  try {
    const newestFirst: string[] = [];
    for await (const line of log.file === null ? [] : linesBackwards(log.file, log.end)) {
      newestFirst.push(line.toString('utf8'));
      if (newestFirst.length === count) break;
    }
    const before = log.parts.at(-1);
    const missing = count - newestFirst.length;
    const older = before === undefined || missing === 0 ? [] : await lastOfPart(join(folder, before.name), missing);
    return [...older, ...newestFirst.reverse()];
  } finally {
    await log.close();
  }
}

async function logIn(folder: string): Promise<LogFollower | null> {
  try {
    return await LogFollower.open(join(folder, EVENT_FILE_NAME));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function lastOfPart(path: string, count: number): Promise<string[]> {
  let lines: string[] = [];
  let seen = 0;
  for await (const { bytes, isRest } of lineChunksOf(path)) {
    seen += bytes.length;
    if (seen > MAX_PART_BYTES) return [];
    if (!isRest) lines = [...lines, ...bytes.toString('utf8').slice(0, -1).split('\n')].slice(-count);
  }
  return lines;
}

/** An event as the file has it, its time stamp as a text; `null` for a line that is none. */
function eventOf(line: string): OrchestratorEvent | null {
  try {
    const { tsNs } = parseRecord(line);
    return { ...(JSON.parse(line) as OrchestratorEvent), ts_ns: String(tsNs) };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return null;
    throw error;
  }
}
