import { setTimeout as pause } from 'node:timers/promises';
import { EventGlance } from '@aurora/events';
import { LogFollower } from '@aurora/events/node';
import type { AnswerFlags } from '../../cli/answer';
import { Finding, UsageError } from '../../cli/failures';
import { wantedBy, type Wanted } from '../event-filter';
import { findSource, isLive, type LogPlace, type LogSource } from '../session';
import { lastEventsIn, lastEventsOf, type LastEventsQuery } from './last-events';
import { inOrder, OrderTrail, type PlacedLine } from './order-trail';
import { printLines } from './print-lines';

/** Flags of `events tail`. */
export interface TailFlags extends AnswerFlags {
  readonly lines?: number;
  readonly follow?: boolean;
  readonly code?: readonly string[];
  readonly symbol?: readonly string[];
  readonly decision?: string;
  readonly order?: string;
  /** ms since the epoch. */
  readonly since?: number;
}

const DEFAULT_LINES = 20;
const POLL_MS = 100;

export async function runTail(session: string | undefined, flags: TailFlags): Promise<void> {
  const interruption = new AbortController();
  const interrupt = () => interruption.abort();
  // From the start: also while the past is read, following ends well.
  if (flags.follow === true) for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupt);
  await tail(session, flags, interruption.signal);
}

async function tail(session: string | undefined, flags: TailFlags, interrupted: AbortSignal): Promise<void> {
  const source = await findSource(session);
  const [{ path, isAlone }] = source.logs;
  if (flags.follow === true && isAlone && !isLive(path))
    throw new UsageError(`${path} is not written any more; follow its session folder instead`);
  if (flags.decision !== undefined || flags.order !== undefined) await tailOrder(source, flags, interrupted);
  else await tailLog(source, flags, interrupted);
}

async function tailLog(source: LogSource, flags: TailFlags, interrupted: AbortSignal): Promise<void> {
  const query = queryOf(flags);
  const isJson = flags.json === true;
  const [{ path, isAlone }] = source.logs;
  if (isAlone && flags.follow !== true) return printLines((await lastEventsIn(path, query)).map(shown), isJson);
  const log = await LogFollower.open(path);
  try {
    await printLines((await lastEventsOf(log, path, query)).map(shown), isJson);
    if (flags.follow !== true) return;
    const isWanted = lineFilter(query.wanted);
    await pollUntil(interrupted, async () => {
      for await (const line of log.poll()) if (isWanted(line)) await printLines([{ line }], isJson);
    });
  } finally {
    await log.close();
  }
}

async function tailOrder({ logs }: LogSource, flags: TailFlags, interrupted: AbortSignal): Promise<void> {
  const { decision, order, lines = Infinity, json = false } = flags;
  if (decision !== undefined && order !== undefined)
    throw new UsageError('an order is named by --decision or by --order, not by both');
  const followers = flags.follow === true ? await Promise.all(logs.map(({ path }) => LogFollower.open(path))) : [];
  const trail = await OrderTrail.find(decision === undefined ? { order: order! } : { decision }, logs);
  const isWanted = lineFilter(queryOf(flags).wanted);
  const all = await trail.lines(logs);
  const found = all.filter(({ line }) => isWanted(line));
  const shownLines = lines === 0 ? [] : found.slice(-lines);
  await printLines(shownLines, json);
  if (flags.follow !== true) {
    if (found.length === 0) throw new Finding(nothingFound(flags, logs));
    return;
  }
  const lastSeen = new Map(all.map((placed) => [placed.who, placed]));
  await pollUntil(interrupted, async () => {
    const news: PlacedLine[] = [];
    for (const [index, follower] of followers.entries()) {
      for await (const line of follower.poll()) {
        const placed = trail.take(logs[index]!, line);
        // What came while it was searched has been found already.
        if (placed !== null && isWanted(line) && !isUpTo(lastSeen.get(placed.who), placed)) news.push(placed);
      }
    }
    await printLines(inOrder(news), json);
  });
  await Promise.all(followers.map((follower) => follower.close()));
}

const isUpTo = (last: PlacedLine | undefined, { seconds, nanos }: PlacedLine): boolean =>
  last !== undefined && (seconds < last.seconds || (seconds === last.seconds && nanos <= last.nanos));

function queryOf({ lines = DEFAULT_LINES, code, symbol, since }: TailFlags): LastEventsQuery {
  if (code === undefined && symbol === undefined && since === undefined) return { count: lines };
  const wanted = wantedBy({
    ...(code && { code }),
    ...(symbol && { symbol }),
    ...(since !== undefined && { sinceMs: since }),
  });
  return { count: lines, wanted, ...(since !== undefined && { sinceMs: since }) };
}

/** Whether a line is wanted; one that is no event only where nothing is asked for. */
function lineFilter(wanted: Wanted | undefined): (line: Buffer) => boolean {
  const event = new EventGlance();
  return (line) => {
    if (wanted === undefined) return true;
    try {
      event.read(line, 0, line.length);
    } catch {
      return false;
    }
    return wanted(event);
  };
}

const shown = (line: Buffer) => ({ line });

/** Calls again and again until it is interrupted. */
async function pollUntil(interrupted: AbortSignal, poll: () => Promise<void>): Promise<void> {
  while (!interrupted.aborted) {
    await poll();
    // An interruption ends the pause, by a rejection that says nothing new.
    await pause(POLL_MS, undefined, { signal: interrupted }).catch(() => undefined);
  }
}

function nothingFound({ decision, order }: TailFlags, logs: readonly LogPlace[]): string {
  const what = decision === undefined ? `order ${order}` : `decision ${decision}`;
  return `nothing is logged of ${what} in ${logs.map(({ path }) => path).join(', ')}; with other filters there may be more`;
}
