// One whole session: three processes, a life with faults, the end by SIGTERM; answers everything that was seen.
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Seeded } from '../torture/machinery/seeded.mjs';
import { judge } from './judge/judge.mjs';
import { leftBehind } from './left-behind.mjs';
import { live } from './live.mjs';
import { Trio } from './parts/trio.mjs';
import { readGateLog } from './read/gate-log.mjs';
import { readOrderFiles, readRunnerLog } from './read/runner-log.mjs';
import { scrape } from './read-metrics.mjs';
import { STALE_MS } from './settings.mjs';
import { Watch } from './watch.mjs';

const END_SEEN_MS = 1000;

/** The runner did not live as long as it should have; the message holds its last words. */
export class RunnerEnded extends Error {
  constructor({ child, end: { code, signal } }) {
    super(`the runner ended with ${signal ?? code}:\n${child.lastLogLines(20).join('\n')}`);
  }
}

/** @param ending signal that cuts the life short; `say` takes what a person should know; `onSample` every second. */
export async function session({ options, machine, ending, say, onSample }) {
  const folder = options.keep ?? mkdtempSync(join(tmpdir(), 'aurora-trading-session-'));
  mkdirSync(folder, { recursive: true });
  const remove = () => options.keep ?? rmSync(folder, { recursive: true, force: true });
  // Also when a signal ends the session itself.
  process.once('exit', remove);
  let trio;
  try {
    say('starting the exchange, the gate and the runner');
    trio = await Trio.start({ folder, ...options, diskMb: options.faults ? options.diskMb : undefined });
    return await run({ options, machine, ending, say, onSample, trio });
  } finally {
    await trio?.stop();
    remove();
    process.off('exit', remove);
  }
}

async function run({ options, machine, ending, say, onSample, trio }) {
  const { runner, disk } = trio;
  const random = new Seeded(options.seed);
  const seen = { options, machine, staleMs: STALE_MS, random, diskLeftOut: options.faults && disk === null };
  const watch = new Watch();
  watch.begin({ runner, onSample });
  const startedMs = Date.now();
  const parts = { ...trio, staleMs: STALE_MS };
  const onFault = (faults, isOn) => Object.assign(watch, { faults, isInFault: isOn });
  seen.faults = await live({ parts, options, random, ending, say, onFault }).catch(async (error) => {
    // A question that failed is often the first that is seen of an end.
    await Promise.race([runner.child.exited, wait(END_SEEN_MS)]);
    if (!runner.isGone) throw error;
  });
  if (runner.isGone) throw new RunnerEnded(runner);
  seen.livedS = (Date.now() - startedMs) / 1000;
  await watch.end();
  seen.watch = watch;
  say('the end: the runner is told to stop, then the gate, then the exchange');
  Object.assign(seen, await endOf(trio, watch));
  say('reading the logs');
  Object.assign(seen, await whatIsLeft(trio));
  if (options.keep && disk !== null) cpSync(runner.sessionDir, join(trio.folder, 'market'), { recursive: true });
  seen.promises = await judge(seen);
  return seen;
}

/** Everything that can be asked of the processes only while they live. */
async function endOf({ venue, gate, runner }, watch) {
  const lastScrape = await watch.scrape();
  await venue.heal();
  const stopMs = Date.now();
  await runner.stop();
  const runnerStopS = (Date.now() - stopMs) / 1000;
  const gateMetrics = await scrape(gate.metricsUrl);
  await gate.stop();
  const venueStatus = await venue.status();
  await venue.stop();
  return { lastScrape, runnerStopS, gateMetrics, venueStatus, summary: runner.summary };
}

/** Everything the session has written, and what it should not have left. */
async function whatIsLeft(trio) {
  const { venue, gate, runner, sessions } = trio;
  return {
    folders: sessions,
    child: venue.symbols[1],
    runnerLog: await readRunnerLog(sessions.runner),
    gateLog: await readGateLog(sessions.gate),
    files: { runner: await readOrderFiles(sessions.runner), gate: await readOrderFiles(sessions.gate) },
    logs: trio.said(),
    ends: { runner: [runner.end], gate: gate.ends, exchange: [await venue.child.exited] },
    left: await leftBehind({
      pids: [venue.pid, gate.pid, runner.pid],
      urls: [venue.url, gate.ownUrl, gate.url, runner.metricsUrl],
      folders: [trio.folder, runner.sessionDir],
    }),
  };
}
