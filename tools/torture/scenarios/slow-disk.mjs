// Every write and sync of the log takes long. Answers wait; nothing else does.
import { performance } from 'node:perf_hooks';
import { setTimeout as passed } from 'node:timers/promises';
import { percentileOfSorted } from '../../harness/statistics.mjs';
import { checkOrderFiles, holdAgainst, readLog } from '../machinery/log-check.mjs';
import { Service, bodyWith, liveSettings } from '../machinery/service.mjs';
import { removeFolder, tempFolder } from '../machinery/temp-folders.mjs';
import { Traders } from '../machinery/traders.mjs';
import { until } from '../machinery/until.mjs';
import { WEATHER_MISSING, Weather } from '../machinery/weather.mjs';

export const name = 'slow-disk';
export const promise =
  'Answers wait for the log and none is lost; the service answers other questions at once; waiting lines are bounded, beyond that live blocks with `audit_unavailable`; it recovers by itself.';

const DELAY_MS = 200;
const BACKLOG = 200;
/** More than the backlog holds. */
const CROWD = 400;
/** A loaded machine is no slow service; the long form runs on a quiet one. */
const AWAKE_MS = { p50: 100, p99: 100 };

export async function run({ quick, random, say, promises }) {
  const weather = Weather.make();
  if (weather === null) {
    promises.leaveOut(WEATHER_MISSING);
    return 'nothing';
  }
  try {
    const lines = [];
    for (const durability of quick ? ['disk'] : ['os', 'disk']) {
      say(`slow-disk, ${durability}`);
      lines.push(await slow({ durability, seconds: quick ? 2 : 15, quick, weather, random: random.fork(), promises }));
    }
    return `every write and sync delayed by ${DELAY_MS} ms, 32 connections, then ${CROWD} at once over a backlog of ${BACKLOG}; ${lines.join('; ')}`;
  } finally {
    weather.end();
  }
}

const summary = (values) => {
  const sorted = Float64Array.from(values).sort();
  return { p50: percentileOfSorted(sorted, 0.5), p99: percentileOfSorted(sorted, 0.99) };
};

/** Asks for something that needs no log, again and again, and answers how long each took. */
async function probe(service, isOver) {
  const took = [];
  while (!isOver()) {
    const startedMs = performance.now();
    await service.ask('GET', '/health');
    took.push(performance.now() - startedMs);
    await passed(5);
  }
  return took;
}

async function slow({ durability, seconds, quick, weather, random, promises }) {
  const folder = tempFolder();
  weather.set({});
  const settings = liveSettings({
    logging: { durability, backlog_max: BACKLOG },
    risk: { max_concurrent: 999, max_symbol_exposure_usdt: 1e9 },
  });
  const service = await Service.start({ folder, settings, env: weather.env, connections: CROWD + 50 });
  const traders = new Traders(random);
  try {
    await traders.ask(service, bodyWith());
    weather.set({ writeDelayMs: DELAY_MS, syncDelayMs: durability === 'disk' ? DELAY_MS : 0 });
    const { waits, awake } = await tradeSlowly(service, traders, seconds);
    const [decision, health] = [summary(waits), summary(awake)];
    promises.holds(decision.p50 >= DELAY_MS * 0.9, 'answers wait for a slow log', `p50 ${decision.p50} ms`);
    promises.holds(health.p50 < AWAKE_MS.p50, 'the service is awake while the disk is slow', `p50 ${health.p50} ms`);
    if (!quick)
      promises.holds(health.p99 < AWAKE_MS.p99, 'the service is awake while the disk is slow', `p99 ${health.p99} ms`);
    const crowd = await overrun(service, traders, promises);
    weather.set({});
    await recovers(service, traders, promises);
    const { code, err } = await service.kill('SIGTERM');
    promises.holds(code === 0, 'a service whose disk was slow ends well', `${code}: ${err}`);
    await readBack(service, traders, promises);
    return `${durability}: ${waits.length} decisions, p50 ${decision.p50.toFixed(0)} ms; GET /health p50 ${health.p50.toFixed(1)} ms, p99 ${health.p99.toFixed(1)} ms; ${crowd.blocked} of ${crowd.asked} blocked beyond the backlog, ${crowd.depth} lines waiting at most, +${crowd.grownMiB.toFixed(0)} MiB`;
  } finally {
    await service.kill('SIGKILL');
    removeFolder(folder);
  }
}

async function tradeSlowly(service, traders, seconds) {
  let isOver = false;
  const waits = [];
  const load = Array.from({ length: 32 }, async (_, i) => {
    while (!isOver) {
      const startedMs = performance.now();
      await traders.ask(service, bodyWith({ symbol: `S${i}USDT` }));
      waits.push(performance.now() - startedMs);
    }
  });
  const probing = probe(service, () => isOver);
  await passed(seconds * 1000);
  isOver = true;
  await Promise.all(load);
  return { waits, awake: await probing };
}

const isBlocked = ({ reason }) => reason === 'audit_unavailable';

/** More at once than the backlog holds. */
async function overrun(service, traders, promises) {
  const before = service.residentMiB;
  let depth = 0;
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      depth = Math.max(depth, await service.metric('aurora_event_queue_depth'));
      await passed(20);
    }
  })();
  const bodies = Array.from({ length: CROWD * 3 }, (_, i) => bodyWith({ symbol: `S${i % 50}USDT` }));
  const answers = await Promise.all(bodies.map((body) => traders.ask(service, body)));
  isOver = true;
  await watching;
  const blocked = answers.filter(isBlocked).length;
  promises.holds(blocked > 0, 'live blocks beyond the backlog', `${answers.length} asked`);
  // Events, orders, successes, failures and denials each have a backlog of their own.
  promises.holds(depth <= BACKLOG * 5, 'waiting lines are bounded', `${depth} lines`);
  return { blocked, asked: answers.length, depth, grownMiB: service.residentMiB - before };
}

async function recovers(service, traders, promises) {
  await until(() => service.isReady(), 'ready when the disk is fast again');
  await until(
    async () => (await service.metric('aurora_event_queue_depth')) === 0,
    'all is written when the disk is fast again',
  );
  const { reason } = await traders.ask(service, bodyWith());
  promises.equal(reason, 'ok', 'it judges again when the disk is fast again');
}

async function readBack(service, traders, promises) {
  const judged = { ...traders, heard: traders.heard.filter(({ text }) => !isBlocked(JSON.parse(text))) };
  const log = await readLog(service.sessionDir, promises);
  holdAgainst(log, judged, promises);
  await checkOrderFiles(service.sessionDir, judged, promises);
}
