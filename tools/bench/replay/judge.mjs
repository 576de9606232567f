// Child: goes through a log twice as one contestant and says how long the second time took, when code and file are warm.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { configFromLog } from '@aurora/config';
import { LogReplay, WhatIf } from '@aurora/engine';
import { GUARD_SET } from '@aurora/gates';
import { ROOT } from '../../run/bootstrap.mjs';

const { LogReader } = createRequire(import.meta.url)(join(ROOT, 'apps/auroractl/dist/replay/read-log.js'));
const SILENT = { at() {}, end() {} };
/** Denies about a third of what was allowed. */
const CHANGE = { document: { value: { guards: { spread_bps_limit: 8 } }, file: 'bench' }, mayTouchAll: false };
const [contestant, file] = process.argv.slice(2);

async function json() {
  const { lines } = await new LogReader({ hasStarted: true, feedLine: (line) => void JSON.parse(line) }).read(
    [file],
    SILENT,
  );
  return { lines };
}

async function judged(companion) {
  const replay = new LogReplay(GUARD_SET, 0, companion);
  const { lines, problemCount } = await new LogReader(replay).read([file], SILENT);
  if (problemCount + replay.differenceCount > 0) throw new Error('the log does not come out again');
  return { lines, decisions: replay.decisions };
}

async function changed() {
  let flips = 0;
  const configFor = (logged) => configFromLog(logged, CHANGE);
  const onDecision = ({ was, would }) => void (was.allow !== would.allow && flips++);
  return { ...(await judged(new WhatIf(GUARD_SET, { configFor, onDecision }))), flips };
}

const pass = { json, same: () => judged(null), changed }[contestant];
await pass();
const before = process.cpuUsage();
const startedMs = performance.now();
const said = await pass();
const seconds = (performance.now() - startedMs) / 1000;
const { user, system } = process.cpuUsage(before);
process.stdout.write(JSON.stringify({ ...said, seconds, cpu_seconds: (user + system) / 1e6 }));
