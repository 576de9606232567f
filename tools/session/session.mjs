// One whole session: three processes, a life with faults, the end by SIGTERM; answers everything that was seen.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SmallDisk } from '../torture/machinery/small-disk.mjs';
import { Seeded } from '../torture/machinery/seeded.mjs';
import { judge } from './judge/judge.mjs';
import { live } from './live.mjs';
import { leftBehind } from './left-behind.mjs';
import { Gate } from './parts/gate.mjs';
import { Runner } from './parts/runner.mjs';
import { Venue } from './parts/venue.mjs';
import { readGateLog } from './read/gate-log.mjs';
import { readOrderFiles, readRunnerLog } from './read/runner-log.mjs';
import { scrape } from './read-metrics.mjs';
import { STALE_MS, writeSettings } from './settings.mjs';
import { Watch } from './watch.mjs';

/** @param ending signal that cuts the life short; `say` takes what a person should know; `onSample` every second. */
export async function session({ options, machine, ending, say, onSample }) {
  const folder = options.keep ?? mkdtempSync(join(tmpdir(), 'aurora-session-'));
  mkdirSync(folder, { recursive: true });
  const disk = options.faults ? SmallDisk.mount(options.diskMb) : null;
  const remove = () => options.keep ?? rmSync(folder, { recursive: true, force: true });
  // Also when a signal ends the session itself.
  process.once('exit', remove);
  const open = [];
  try {
    return await run({ options, machine, ending, say, onSample, folder, disk, open });
  } finally {
    for (const part of open.reverse()) await part.stop();
    disk?.end();
    remove();
    process.off('exit', remove);
  }
}

async function run({ options, machine, ending, say, onSample, folder, disk, open }) {
  const random = new Seeded(options.seed);
  const seen = { options, machine, staleMs: STALE_MS, random, diskLeftOut: options.faults && disk === null };
  const { venue, gate, runner } = await startParts({ options, folder, disk, open, say });
  const watch = new Watch();
  watch.begin({ runner, onSample });
  const startedMs = Date.now();
  seen.faults = await live({
    ...{ parts: { venue, gate, runner, disk, staleMs: STALE_MS }, options, random, ending, say },
    onFault: (faults, isOn) => Object.assign(watch, { faults, isInFault: isOn }),
  });
  seen.livedS = (Date.now() - startedMs) / 1000;

  say('the end: the runner is told to stop, then the gate, then the exchange');
  await watch.end();
  seen.watch = watch;
  seen.lastScrape = runner.isGone ? null : await watch.scrape();
  await venue.heal();
  seen.stopMs = Date.now();
  await runner.stop();
  seen.runnerStopS = (Date.now() - seen.stopMs) / 1000;
  seen.summary = runner.summary;
  seen.gateMetrics = await scrape(gate.metricsUrl);
  await gate.stop();
  seen.venueStatus = await venue.status();
  await venue.stop();

  say('reading the logs');
  const folders = { runner: join(runner.sessionDir, 'runner'), gate: join(folder, 'gate') };
  if (options.keep && disk !== null) cpSync(runner.sessionDir, join(folder, 'market'), { recursive: true });
  Object.assign(seen, {
    folders,
    child: venue.symbols[1],
    runnerLog: await readRunnerLog(folders.runner),
    gateLog: await readGateLog(folders.gate),
    files: { runner: await readOrderFiles(folders.runner), gate: await readOrderFiles(folders.gate) },
    logs: Object.fromEntries(['sim', 'api', 'runner'].map((name) => [name, textOf(join(folder, `${name}.log`))])),
    ends: { runner: [runner.end], gate: gate.ends, exchange: [await venue.child.exited] },
    left: await leftBehind({
      pids: [venue.pid, gate.pid, runner.pid],
      urls: [venue.url, gate.ownUrl, gate.url, runner.metricsUrl],
      folders: [folder, runner.sessionDir],
    }),
  });
  seen.promises = await judge(seen);
  return seen;
}

async function startParts({ options, folder, disk, open, say }) {
  say('starting the exchange, the gate and the runner');
  const venue = await Venue.start({ folder, ...options });
  open.push(venue);
  const configFile = writeSettings(folder, venue.symbols, options.settings);
  const gate = await Gate.start({ folder, configFile });
  open.push(gate);
  const sessionDir = disk === null ? join(folder, 'market') : join(disk.folder, 'market');
  const args = [
    ...['--ws-url', venue.wsUrl, '--rest-url', venue.url, '--symbols', venue.symbols.join(',')],
    ...['--api-url', gate.url, '--seed', String(options.seed), '--speed', String(options.speed)],
  ];
  const runner = await Runner.start({ folder, configFile, sessionDir, args });
  open.push(runner);
  return { venue, gate, runner };
}

const textOf = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : '');
