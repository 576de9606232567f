// Session or state folder that cannot be written: at the start, and from one moment to the next.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { constants } from 'node:os';
import { holdAgainst, readLog } from '../machinery/log-check.mjs';
import { Service, liveSettings } from '../machinery/service.mjs';
import { SMALL_DISK_MISSING, SmallDisk } from '../machinery/small-disk.mjs';
import { removeFolder, tempFolder } from '../machinery/temp-folders.mjs';
import { Traders } from '../machinery/traders.mjs';
import { until } from '../machinery/until.mjs';
import { WEATHER_MISSING, Weather } from '../machinery/weather.mjs';

export const name = 'read-only';
export const promise =
  'A start on a read-only folder is refused with exit code 2 and a sentence; a folder that becomes read-only blocks live trading and tells operators that their command is not stored; both recover by themselves.';

export async function run({ quick, random, say, promises }) {
  const did = [];
  say('read-only, at the start');
  if (await atStart(promises)) did.push('starts on a read-only session and state folder');
  say('read-only, the state of a running service');
  if (await stateOfRunning(promises)) did.push('state folder remounted read-only and back while running');
  const errors = quick ? ['EROFS'] : ['EROFS', 'EIO', 'EDQUOT'];
  for (const error of errors) {
    say(`read-only, the log of a running service: ${error}`);
    if (await logOfRunning(error, random.fork(), promises))
      did.push(`every write and sync answered with ${error} under 16 connections, and healed`);
  }
  return did.join('; ');
}

async function atStart(promises) {
  const disk = SmallDisk.mount(4);
  if (disk === null) {
    promises.leaveOut(SMALL_DISK_MISSING);
    return false;
  }
  const folder = tempFolder();
  try {
    for (const name of ['state', 'session']) mkdirSync(join(disk.folder, name));
    disk.readOnly(true);
    const [session, state] = await Promise.all([
      new Service({ folder, sessionDir: join(disk.folder, 'session') }).ended,
      new Service({ folder, runDir: disk.folder, sessionDir: join(folder, 'other') }).ended,
    ]);
    for (const [what, { code, err }] of Object.entries({ session, state })) {
      const isClear = code === 2 && /cannot start: .*(EROFS|read-only)/.test(err) && !/^\s+at /m.test(err);
      promises.holds(
        isClear,
        'a start on a read-only folder is refused with exit code 2 and a sentence',
        `${what}: ${code}: ${err}`,
      );
    }
    return true;
  } finally {
    disk.end();
    removeFolder(folder);
  }
}

async function stateOfRunning(promises) {
  const disk = SmallDisk.mount(4);
  if (disk === null) return false;
  const folder = tempFolder();
  const service = await Service.start({ folder, runDir: disk.folder });
  try {
    // Refused while the state is just being written.
    await until(() => disk.readOnly(true), 'remounted read-only');
    const { status, text } = await service.send('POST', '/aurora/disarm');
    promises.holds(
      status === 503 && text.includes('not_stored'),
      'an operator is told that a command is not stored',
      `${status} ${text}`,
    );
    promises.holds(!(await service.isReady()), 'not ready while the state cannot be stored');
    promises.holds(!(await service.check()).allow, 'a command that is not stored is in force all the same');
    disk.readOnly(false);
    await until(() => service.isReady(), 'ready again by itself when the state can be stored');
    promises.equal(service.storedState().engine.health.armed, false, 'what was not stored is stored when it can be');
    const { code } = await service.kill('SIGTERM');
    promises.equal(code, 0, 'it ends well');
    return true;
  } finally {
    await service.kill('SIGKILL');
    disk.end();
    removeFolder(folder);
  }
}

const isBlocked = ({ text }) => text.includes('"reason":"audit_unavailable"');

/** A file that is open for writing keeps its folder from being remounted, so the system calls answer as they would. */
async function logOfRunning(error, random, promises) {
  const weather = Weather.make();
  if (weather === null) {
    promises.leaveOut(`the log of a running service: ${WEATHER_MISSING}`);
    return false;
  }
  const folder = tempFolder();
  const settings = liveSettings({ logging: { durability: 'disk' }, risk: { max_concurrent: 999 } });
  const service = await Service.start({ folder, settings, env: weather.env });
  const traders = new Traders(random);
  let stopped = false;
  try {
    const load = Array.from({ length: 16 }, (_, i) => traders.trade(service, `${i}`, () => stopped));
    await until(() => traders.heard.length > 50, 'under load');
    weather.set({ diskErrno: constants.errno[error] });
    await until(async () => !(await service.isReady()), 'not ready when the log cannot be written');
    const from = traders.heard.length;
    await until(() => traders.heard.length > from + 100, 'answers while the log cannot be written');
    const late = traders.heard.slice(from + 16).find((one) => !isBlocked(one));
    promises.holds(
      late === undefined,
      'live blocks with audit_unavailable while the log cannot be written',
      late?.text,
    );
    weather.set({});
    await until(() => service.isReady(), 'ready again by itself when the log can be written');
    const again = traders.heard.length;
    await until(() => traders.heard.slice(again).some((one) => !isBlocked(one)), 'judges again');
    stopped = true;
    await Promise.all(load);
    const { code, err } = await service.kill('SIGTERM');
    promises.holds(code === 0, 'it ends well', `${code}: ${err}`);
    holdAgainst(
      await readLog(service.sessionDir, promises),
      { heard: traders.heard.filter((one) => !isBlocked(one)), reported: traders.reported },
      promises,
    );
    return true;
  } finally {
    stopped = true;
    weather.end();
    await service.kill('SIGKILL');
    removeFolder(folder);
  }
}
