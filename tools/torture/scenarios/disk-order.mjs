// Durability `disk` seen from outside: the system calls of the service, in their order.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Service, bodyWith, liveSettings } from '../machinery/service.mjs';
import { removeFolder, tempFolder } from '../machinery/temp-folders.mjs';

export const name = 'disk-order';
export const promise =
  'Durability `disk`: an answer is sent only after an fdatasync that began when its decision was written, and ended.';

const CLIENTS = 8;

export async function run({ quick, say, promises }) {
  if (spawnSync('strace', ['-V']).status !== 0) {
    promises.leaveOut('strace is missing (Debian: apt-get install strace)');
    return 'nothing';
  }
  const folder = tempFolder();
  const trace = join(folder, 'trace');
  // -D: the service stays the child, the tracer is beside it.
  const prefix = ['strace', '-D', '-f', '-s', '1000000', '-o', trace, '-e', 'trace=pwrite64,fdatasync,write,writev'];
  const settings = liveSettings({ logging: { durability: 'disk' }, risk: { max_concurrent: 999 } });
  say('disk-order, under strace');
  const service = await Service.start({ folder, settings, prefix }).catch((error) => error);
  try {
    if (service instanceof Error) {
      promises.leaveOut(`strace cannot trace here: ${service.message.split('\n')[0]}`);
      return 'nothing';
    }
    const ids = [];
    const rounds = quick ? 5 : 60;
    await Promise.all(
      Array.from({ length: CLIENTS }, async (_, i) => {
        for (let n = 0; n < rounds; n++) ids.push((await service.check(bodyWith({ symbol: `S${i}USDT` }))).decision_id);
      }),
    );
    await service.kill('SIGTERM');
    const order = orderOf(callsIn(readFileSync(trace, 'utf8')), new Set(ids));
    for (const id of ids) {
      const { written, synced, sent } = order.get(id) ?? {};
      const isOrdered = written < synced && synced < sent;
      promises.holds(
        isOrdered,
        'written, then synced, then answered',
        `${id}: written ${written}, synced ${synced}, sent ${sent}`,
      );
    }
    return `${ids.length} answers of ${CLIENTS} connections traced with strace`;
  } finally {
    if (service instanceof Service) await service.kill('SIGKILL');
    removeFolder(folder);
  }
}

/** `{call, args, file, begin, end}`; begin and end count the lines of the trace. */
function callsIn(text) {
  const calls = [];
  const unfinished = new Map();
  for (const [at, line] of text.split('\n').entries()) {
    const [, pid, rest] = /^(\d+) +(.*)$/.exec(line) ?? [];
    if (rest === undefined) continue;
    if (rest.startsWith('<... ')) {
      const call = unfinished.get(pid);
      if (call) call.end = at;
      unfinished.delete(pid);
      continue;
    }
    const [, call, args] = /^(\w+)\((.*)$/.exec(rest) ?? [];
    if (call === undefined) continue;
    const isUnfinished = rest.endsWith('<unfinished ...>');
    calls.push({ call, args, file: /^\d+/.exec(args)?.[0], begin: at, end: isUnfinished ? Infinity : at });
    if (isUnfinished) unfinished.set(pid, calls.at(-1));
  }
  return calls;
}

/** When each decision was in the event log, when the first sync that began after that ended, and when it was first sent. */
function orderOf(calls, ids) {
  const order = new Map([...ids].map((id) => [id, { written: NaN, synced: NaN, sent: NaN }]));
  for (const { call, args, file, begin, end } of calls) {
    // The stored state names decisions too; an answer begins like one.
    if (call !== 'pwrite64' && !args.includes('HTTP/1.1 200')) continue;
    for (const [id] of args.matchAll(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g)) {
      const seen = order.get(id);
      if (seen === undefined) continue;
      if (call !== 'pwrite64') seen.sent = Number.isNaN(seen.sent) ? begin : seen.sent;
      else if (Number.isNaN(seen.written)) [seen.written, seen.file] = [end, file];
    }
  }
  const syncs = calls.filter(({ call }) => call === 'fdatasync');
  for (const seen of order.values()) {
    const covering = syncs.filter(
      ({ file, begin, end }) => file === seen.file && begin > seen.written && end < seen.sent,
    );
    seen.synced = covering[0]?.end ?? NaN;
  }
  return order;
}
