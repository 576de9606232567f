// The log is rotated by size and at midnight while it is written.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as passed } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { checkOrderFiles, holdAgainst, readLog } from '../machinery/log-check.mjs';
import { Service, liveSettings } from '../machinery/service.mjs';
import { removeFolder, tempFolder } from '../machinery/temp-folders.mjs';
import { Traders } from '../machinery/traders.mjs';
import { WEATHER_MISSING, Weather } from '../machinery/weather.mjs';

export const name = 'rotation';
export const promise =
  'No line is lost, doubled or mixed at the boundary of two parts, compressed parts can be read, no more parts are kept than were asked for.';

const DAY_MS = 86_400_000;
const CLIENTS = 16;
const RISK = { max_concurrent: 999, max_symbol_exposure_usdt: 1e9 };

export async function run({ quick, random, say, promises }) {
  say('rotation, by size');
  const bySize = await rotate({ rotations: quick ? 2 : 30, retentionFiles: 10_000, random: random.fork(), promises });
  if (!quick) say('rotation, retention');
  const kept = quick ? null : await rotate({ rotations: 12, retentionFiles: 2, random: random.fork(), promises });
  say('rotation, midnight');
  const atMidnight = await overMidnight({ random: random.fork(), promises });
  return [
    `${bySize.parts} parts of 1 MiB under ${CLIENTS} connections (${bySize.decisions} decisions)`,
    ...(kept === null ? [] : [`${kept.parts} parts kept of ${kept.rotations} with retention_files 2`]),
    ...(atMidnight === null ? [] : ['midnight UTC passed under load']),
  ].join('; ');
}

const partsIn = (sessionDir) =>
  readdirSync(sessionDir).filter((name) => /^aurora_events\..*-\d{6}\.jsonl(\.gz)?$/.test(name));

async function tradeUntil({ service, traders, promises }, isOver, withinMs) {
  let stopped = false;
  const startedMs = performance.now();
  const load = Array.from({ length: CLIENTS }, (_, i) => traders.trade(service, `${startedMs}.${i}`, () => stopped));
  const end = startedMs + withinMs;
  while (!isOver() && performance.now() < end && traders.odd.length === 0) await passed(20);
  stopped = true;
  await Promise.all(load);
  promises.holds(traders.odd.length === 0, 'every answer is a 200', traders.odd[0]);
}

/** The number in the name of the newest part. */
const rotationsIn = (sessionDir) =>
  Math.max(0, ...partsIn(sessionDir).map((name) => Number(/-(\d{6})\.jsonl/.exec(name)[1])));

async function rotate({ rotations, retentionFiles, random, promises }) {
  const folder = tempFolder();
  const settings = liveSettings({ logging: { rotate_mb: 1, retention_files: retentionFiles }, risk: RISK });
  const service = await Service.start({ folder, settings });
  const traders = new Traders(random, { tags: 60 });
  const session = service.sessionDir;
  try {
    await tradeUntil(
      { service, traders, promises },
      () => rotationsIn(session) >= rotations,
      20_000 + rotations * 5000,
    );
    const { code, err } = await service.kill('SIGTERM');
    promises.holds(code === 0, 'it ends well', `${code}: ${err}`);
    const parts = partsIn(session);
    readCompressed(session, parts, promises);
    promises.holds(
      parts.length <= retentionFiles,
      'no more parts are kept than were asked for',
      `${parts.length} of ${retentionFiles}`,
    );
    const isWhole = retentionFiles > rotations;
    // Without its beginning a log cannot be replayed, and what was deleted cannot be found.
    const log = await readLog(session, promises, { replays: isWhole });
    if (isWhole) {
      promises.holds(parts.length >= rotations, 'the log is rotated by size', `${parts.length} parts`);
      holdAgainst(log, traders, promises);
      await checkOrderFiles(session, traders, promises);
    }
    return { parts: parts.length, rotations: rotationsIn(session), decisions: log.decisions.size };
  } finally {
    await service.kill('SIGKILL');
    removeFolder(folder);
  }
}

function readCompressed(session, parts, promises) {
  for (const part of parts.filter((name) => name.endsWith('.gz'))) {
    const text = gunzipSync(readFileSync(join(session, part))).toString('utf8');
    promises.holds(text.endsWith('}\n'), 'a compressed part holds whole lines', part);
  }
}

/** The wall clock is set so that midnight comes after the start; how long a start takes is seen by trying. */
async function overMidnight({ random, promises }) {
  for (const afterMs of [6000, 20_000, 60_000]) {
    const parts = await startBefore(afterMs, random.fork(), promises);
    if (parts !== 'too late') return parts;
  }
  promises.leaveOut('midnight: a start takes more than a minute here');
  return null;
}

async function startBefore(afterMs, random, promises) {
  const weather = Weather.make();
  if (weather === null) {
    promises.leaveOut(`midnight: ${WEATHER_MISSING}`);
    return null;
  }
  const folder = tempFolder();
  const midnightMs = Math.ceil(Date.now() / DAY_MS) * DAY_MS;
  weather.set({ clockOffsetMs: midnightMs - Date.now() - afterMs });
  const startedMs = performance.now();
  const service = await Service.start({ folder, settings: liveSettings({ risk: RISK }), env: weather.env });
  const traders = new Traders(random);
  const session = service.sessionDir;
  try {
    if (performance.now() - startedMs > afterMs - 1000) return 'too late';
    await tradeUntil({ service, traders, promises }, () => partsIn(session).length > 0, afterMs + 10_000);
    await tradeUntil({ service, traders, promises }, () => false, 300);
    const { code, err } = await service.kill('SIGTERM');
    promises.holds(code === 0, 'it ends well', `${code}: ${err}`);
    const log = await readLog(session, promises);
    promises.equal(partsIn(session).length, 1, 'the log is rotated at midnight UTC');
    holdAgainst(log, traders, promises);
    await checkOrderFiles(session, traders, promises);
    return partsIn(session).length;
  } finally {
    weather.end();
    await service.kill('SIGKILL');
    removeFolder(folder);
  }
}
