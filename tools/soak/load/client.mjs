// Child: the load. Takes one JSON command a line, answers each with one line, and says every second how it goes.
//   {"do":"connect","port":…}        → from now on to this service
//   {"do":"saturate","ms":…}         closed loop over 32 connections: what the service can carry
//   {"do":"rate","perSecond":…,"connections":…}   open loop, exponential pauses; 0 stops
//   {"do":"stretch"}                 → latency since the last one, of a calm stretch
//   {"do":"drain"}                   → brings every order to its end and closes the connections
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { setImmediate } from 'node:timers';
import { setTimeout as wait } from 'node:timers/promises';
import { mulberry32 } from '@aurora/kernel';
import { Pool } from './pool.mjs';
import { Tally } from './tally.mjs';
import { Traffic } from './traffic.mjs';

const SATURATING = 32;
/** More than this many seconds of requests waiting means the load cannot be carried at all. */
const BACKLOG_S = 15;
const DRAIN_MS = 30_000;

const [bodiesFile, seedText, run] = process.argv.slice(2);
const seed = Number(seedText);
const traffic = new Traffic({ bodies: JSON.parse(readFileSync(bodiesFile, 'utf8')), seed, run });
const pauses = mulberry32(seed + 1);
const tally = new Tally();
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const nowMs = () => performance.timeOrigin + performance.now();

let pool = null;
let perSecond = 0;
let meantMs = 0;
let closedLoop = false;

function submit(request, atMs) {
  request.meantMs = atMs;
  pool.submit(request);
}

function onAnswer(request, status, body) {
  const atMs = nowMs();
  tally.answered(request, status, body, atMs);
  const follow = status === 200 ? traffic.answered(request, body, atMs) : undefined;
  if (follow !== undefined) submit(follow, atMs);
  else if (closedLoop) submit(traffic.next(atMs), nowMs());
}

function openLoop() {
  if (perSecond === 0) return;
  const atMs = nowMs();
  while (meantMs <= atMs) {
    if (pool.backlog > BACKLOG_S * perSecond) tally.totals.dropped++;
    else {
      const request = traffic.next(meantMs);
      submit(request, meantMs);
      tally.sent(request, nowMs());
    }
    meantMs += (-Math.log(1 - pauses()) * 1000) / perSecond;
  }
  // Timers are a millisecond coarse: only longer pauses are left to them.
  if (meantMs - nowMs() > 2) setTimeout(openLoop, 1);
  else setImmediate(openLoop);
}

const commands = {
  connect: ({ port }) => {
    pool = new Pool({ port, limit: SATURATING, onAnswer });
  },
  saturate: async ({ ms }) => {
    pool.limit = SATURATING;
    const before = answers();
    const startedMs = nowMs();
    closedLoop = true;
    for (let n = 0; n < SATURATING; n++) submit(traffic.next(startedMs), nowMs());
    await wait(ms);
    closedLoop = false;
    const rate = ((answers() - before) * 1000) / (nowMs() - startedMs);
    await untilIdle();
    return { perSecond: rate };
  },
  rate: ({ perSecond: wanted, connections }) => {
    const wasIdle = perSecond === 0;
    perSecond = wanted;
    pool.limit = connections;
    if (!wasIdle) return;
    meantMs = nowMs();
    openLoop();
  },
  stretch: () => ({ latency: tally.cutStretch() }),
  drain: async () => {
    perSecond = 0;
    const untilMs = nowMs() + DRAIN_MS;
    while ((traffic.unfinished > 0 || !pool.idle) && nowMs() < untilMs) {
      for (let due = traffic.due(nowMs()); due !== undefined; due = traffic.due(nowMs())) submit(due, nowMs());
      await wait(1);
    }
    const unfinished = traffic.unfinished;
    pool.close();
    return { unfinished, ...whole() };
  },
};

const answers = () => Object.values(tally.statuses).reduce((sum, count) => sum + count, 0);
const whole = () => ({
  totals: tally.totals,
  statuses: tally.statuses,
  reasons: tally.reasons,
  examples: tally.examples,
});

async function untilIdle() {
  while (!pool.idle) await wait(5);
}

setInterval(() => {
  if (pool === null) return;
  say({
    type: 'second',
    atMs: nowMs(),
    ...tally.cutSecond(),
    answers: answers(),
    backlog: pool.backlog,
    connections: pool.connections,
    ...whole(),
  });
}, 1000).unref();

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  say({ type: 'done', ...(await commands[command.do](command)) });
}
