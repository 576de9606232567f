// What must hold when the life is over: counts, restart, replay.
import { isDeepStrictEqual } from 'node:util';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { LogReplay } from '@aurora/engine';
import {
  orderDeniedProblems,
  orderFailedProblems,
  orderSuccessProblems,
  parseRecord,
  validateEventLine,
} from '@aurora/events';
import { readEvents, readEventsSince, readJsonl, sessionFiles } from '@aurora/events/node';
import { GUARD_SET } from '@aurora/gates';
import { exchange } from './faults/wire.mjs';
import { get, post } from './load/http-text.mjs';
import { processNow } from './measure/outside.mjs';

const OPERATOR = '127.0.0.3';
const SETTLE_MS = 30_000;
const MAX_PROBLEMS = 10;
const EVENTS = 'aurora_events.jsonl';

/** The least number of descriptors the service comes down to when nobody asks anything any more. */
export async function idleDescriptors(pid, wanted) {
  let least = Infinity;
  for (const untilMs = Date.now() + SETTLE_MS; Date.now() < untilMs && least > wanted;) {
    least = Math.min(least, processNow(pid)?.fds ?? Infinity);
    await wait(200);
  }
  return least;
}

/** What operators see, and a keyed question with its answer. */
export async function outwardState(port, tokens, question) {
  const ask = async (bytes) => {
    const { status, text } = await exchange({ port, localAddress: OPERATOR, bytes });
    return { status, body: text.slice(text.indexOf('\r\n\r\n') + 4) };
  };
  const answer = await ask(post('/pretrade/check', question));
  const risk = await ask(get('/risk/snapshot', `X-OPS-TOKEN: ${tokens.ops}\r\n`));
  const overlay = await ask(get('/overlay/active', `X-Auth-Token: ${tokens.api}\r\n`));
  const readiness = await ask(get('/readiness', `X-OPS-TOKEN: ${tokens.ops}\r\n`));
  const ready = JSON.parse(readiness.body);
  delete ready.last_event_ts;
  return { answer, risk, overlay, readiness: { status: readiness.status, ready } };
}

/** The state the log says a start restored; `after` is the last event before it. */
export async function restoredState(sessionDir, after) {
  const bad = [];
  for await (const { record } of readEventsSince(join(sessionDir, EVENTS), BigInt(after), {
    onBadLine: (line) => bad.push(line),
  })) {
    if (record.eventCode === 'AURORA.STARTUP.OK') return { state: record.details.state, tsNs: record.tsNs };
  }
  return { state: undefined, tsNs: null };
}

export const sameState = (one, other) =>
  isDeepStrictEqual(JSON.parse(JSON.stringify(one ?? null)), JSON.parse(JSON.stringify(other ?? null)));

/** Judges again everything since a start. @returns `{ decisions, differences, state }` */
export async function replayFrom(sessionDir, startNs) {
  const replay = new LogReplay(GUARD_SET);
  for await (const { record } of readEvents(sessionDir, { onBadLine: () => undefined })) {
    if (record.tsNs >= startNs) replay.feed(record);
  }
  return { decisions: replay.decisions, differences: replay.differenceCount, state: replay.snapshot() };
}

const CHECKS = {
  orders: () => [],
  orders_denied: orderDeniedProblems,
  orders_success: orderSuccessProblems,
  orders_failed: orderFailedProblems,
};

/** Reads every part that is still there, line by line. @returns `{ parts, lines, problems }` */
export async function validateParts(sessionDir) {
  const found = { parts: 0, lines: 0, problems: [] };
  const problem = (file, number, what) => {
    if (found.problems.length < MAX_PROBLEMS) found.problems.push(`${file}:${number}: ${what}`);
  };
  const onBadLine = ({ file, number, reason }) => problem(file, number, reason);
  let lastNs = 0n;
  for (const path of await sessionFiles(sessionDir)) {
    found.parts++;
    await readJsonl(path, {
      parse: (line) => ({ line, record: parseRecord(line) }),
      onLine: ({ line, record }, number) => {
        found.lines++;
        if (record.tsNs <= lastNs) problem(path, number, 'time stamps do not increase');
        lastNs = record.tsNs;
        for (const what of validateEventLine(line)) problem(path, number, what);
      },
      onBadLine,
    });
  }
  for (const [base, problemsOf] of Object.entries(CHECKS)) {
    for (const path of await sessionFiles(sessionDir, base)) {
      found.parts++;
      await readJsonl(path, {
        onLine: (record, number) => {
          found.lines++;
          for (const what of problemsOf(record)) problem(path, number, what);
        },
        onBadLine,
      });
    }
  }
  return found;
}
