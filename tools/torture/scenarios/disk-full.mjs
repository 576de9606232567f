// The disk of the log is full: in live mode, in shadow mode, and when the service is told to stop.
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as passed } from 'node:timers/promises';
import { checkOrderFiles, holdAgainst, readLog } from '../machinery/log-check.mjs';
import { Service, liveSettings } from '../machinery/service.mjs';
import { SMALL_DISK_MISSING, SmallDisk } from '../machinery/small-disk.mjs';
import { removeFolder, tempFolder } from '../machinery/temp-folders.mjs';
import { Traders } from '../machinery/traders.mjs';
import { until } from '../machinery/until.mjs';

export const name = 'disk-full';
export const promise =
  'Live: `audit_unavailable` while the disk is full, by itself again when there is room; shadow goes on and counts what it drops; no half line ever; a stop on a full disk says clearly what was lost.';

const RISK = { max_concurrent: 999 };

export async function run({ quick, random, say, promises }) {
  const cycles = quick ? 1 : 5;
  const live = await fillInLive({ cycles, random: random.fork(), say, promises });
  say('disk-full, shadow');
  const shadow = await fillInShadow({ random: random.fork(), promises });
  say('disk-full, stop');
  await stopWhileFull({ random: random.fork(), promises });
  return [
    `${cycles} times filled and freed under 16 connections in live mode (${live.allowed} allowed, ${live.blocked} blocked with audit_unavailable)`,
    `once in shadow mode (${shadow.answered} answered, ${shadow.dropped} lines dropped and counted)`,
    'SIGTERM while full',
  ].join('; ');
}

/** A folder whose disk can be filled: a small file system, or a limit on the size of files where that takes root. */
class Fillable {
  constructor(promises) {
    this.disk = SmallDisk.mount(16);
    this.folder = tempFolder();
    if (this.disk === null) promises.leaveOut(`${SMALL_DISK_MISSING}; a limit on the size of files stood in`);
  }

  async start(settings) {
    const sessionDir = this.disk === null ? undefined : join(this.disk.folder, 'session');
    const prefix = this.disk === null ? ['prlimit', '--fsize=unlimited:'] : [];
    this.service = await Service.start({ folder: this.folder, settings, sessionDir, prefix });
    return this.service;
  }

  fill(leaveBytes) {
    if (this.disk === null) this.service.limitFiles(200_000 + leaveBytes);
    else this.disk.fill(leaveBytes);
  }

  makeRoom() {
    if (this.disk === null) this.service.limitFiles('unlimited');
    else this.disk.makeRoom();
  }

  async end() {
    await this.service?.kill('SIGKILL');
    this.disk?.end();
    removeFolder(this.folder);
  }
}

const isBlocked = ({ text }) => text.includes('"reason":"audit_unavailable"');

/** Trades with so many clients until `isOver`. */
async function tradeUntil(service, traders, clients, isOver) {
  let stopped = false;
  const load = Array.from({ length: clients }, (_, i) =>
    traders.trade(service, `${performance.now()}.${i}`, () => stopped),
  );
  try {
    await isOver();
  } finally {
    stopped = true;
    await Promise.all(load);
  }
}

async function fillInLive({ cycles, random, say, promises }) {
  const place = new Fillable(promises);
  try {
    const settings = liveSettings({ risk: RISK, logging: { rotate_mb: 1, backlog_max: 5000 } });
    const service = await place.start(settings);
    const traders = new Traders(random.fork());
    for (let cycle = 0; cycle < cycles; cycle++) {
      say(`disk-full, live, ${cycle + 1} of ${cycles}`);
      await fillOnce({ place, service, traders, random, promises });
    }
    const { code, err } = await service.kill('SIGTERM');
    promises.holds(code === 0, 'a service whose disk was full ends well when there is room again', `${code}: ${err}`);
    const log = await readLog(service.sessionDir, promises);
    const blocked = traders.heard.filter(isBlocked).length;
    const judged = { ...traders, heard: traders.heard.filter((one) => !isBlocked(one)) };
    // Its own denials wait with the rest and may be dropped when the backlog is full, so they are not held against it.
    holdAgainst(log, judged, promises);
    await checkOrderFiles(service.sessionDir, judged, promises);
    return { allowed: judged.heard.length, blocked };
  } finally {
    await place.end();
  }
}

async function fillOnce({ place, service, traders, random, promises }) {
  const clients = 16;
  await tradeUntil(service, traders, clients, async () => {
    await passed(random.int(50, 300));
    place.fill(random.int(0, 20_000));
    await until(async () => !(await service.isReady()), 'not ready on a full disk');
    const from = traders.heard.length;
    await until(() => traders.heard.length > from + 50, 'answers on a full disk');
    const late = traders.heard.slice(from + clients);
    promises.holds(
      late.every(isBlocked),
      'live blocks with audit_unavailable while the disk is full',
      late.find((one) => !isBlocked(one))?.text,
    );
    const alive = await service.send('GET', '/liveness');
    promises.equal(alive.status, 200, 'the service lives while the disk is full');
    place.makeRoom();
    await until(() => service.isReady(), 'ready again by itself when there is room');
    const again = traders.heard.length;
    await until(() => traders.heard.slice(again).some((one) => !isBlocked(one)), 'judges again when there is room');
  });
  promises.holds(traders.odd.length === 0, 'every answer on a full disk is one the contract knows', traders.odd[0]);
}

async function fillInShadow({ random, promises }) {
  const place = new Fillable(promises);
  try {
    const settings = { ...liveSettings({ logging: { backlog_max: 200 } }), mode: 'shadow' };
    const service = await place.start(settings);
    const traders = new Traders(random.fork());
    await tradeUntil(service, traders, 16, async () => {
      await passed(100);
      place.fill(0);
      await until(
        async () => (await service.metric('aurora_events_dropped_total', '{why="queue_full"}')) > 0,
        'drops are counted',
      );
    });
    promises.holds(!traders.heard.some(isBlocked), 'shadow goes on while the disk is full');
    promises.holds(traders.odd.length === 0, 'every answer in shadow mode is a 200', traders.odd[0]);
    place.makeRoom();
    await until(() => service.isReady(), 'ready again by itself when there is room');
    const last = await traders.ask(service, {
      order: { symbol: 'LASTUSDT', side: 'buy', qty: 1, price: 100 },
      market: {},
    });
    const dropped = await service.metric('aurora_events_dropped_total', '{why="queue_full"}');
    const { code, err } = await service.kill('SIGTERM');
    promises.holds(code === 0, 'a service whose disk was full ends well when there is room again', `${code}: ${err}`);
    // Decisions are missing where lines were dropped, so what is left cannot replay; each line is whole all the same.
    const log = await readLog(service.sessionDir, promises, { replays: false });
    promises.holds(
      log.decisions.has(last.decision_id),
      'what comes after the full disk is on record',
      last.decision_id,
    );
    const missing = traders.heard.filter(({ text }) => !log.decisions.has(JSON.parse(text).decision_id)).length;
    promises.holds(missing <= dropped, 'what is missing was counted', `${missing} missing, ${dropped} counted`);
    return { answered: traders.heard.length, dropped };
  } finally {
    await place.end();
  }
}

async function stopWhileFull({ random, promises }) {
  const place = new Fillable(promises);
  try {
    const service = await place.start(liveSettings({ risk: RISK }));
    const traders = new Traders(random.fork());
    await tradeUntil(service, traders, 8, async () => {
      await passed(100);
      place.fill(0);
      await until(async () => !(await service.isReady()), 'not ready on a full disk');
      await passed(100);
    });
    const { code, signal, err } = await service.kill('SIGTERM');
    const said = err
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('{'))
      .join('\n');
    promises.holds(signal === null, 'a stop on a full disk ends', signal);
    promises.holds(
      code === 0 || /could not be written/.test(said),
      'a stop on a full disk says what was lost',
      `${code}: ${said}`,
    );
    promises.holds(!/^\s+at /m.test(said), 'a stop on a full disk says so without a stack', `${code}: ${said}`);
    place.makeRoom();
    const log = await readLog(service.sessionDir, promises);
    holdAgainst(log, { ...traders, heard: traders.heard.filter((one) => !isBlocked(one)), reported: [] }, promises);
    const next = await place.start(liveSettings({ risk: RISK }));
    promises.holds((await next.check()).allow, 'a service that stopped on a full disk starts again');
  } finally {
    await place.end();
  }
}
