// One whole soak: calibration, life, restart, tail, checks. Answers everything that was seen; judges nothing but promises.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { onCore } from '../harness/machine.mjs';
import { idleDescriptors, outwardState, replayFrom, restoredState, sameState, validateParts } from './ending.mjs';
import { live } from './life.mjs';
import { marketBodies, SYMBOLS } from './market/market-bodies.mjs';
import { BASES, LogCount } from './measure/log-count.mjs';
import { startLines } from './measure/lines.mjs';
import { processNow } from './measure/outside.mjs';
import { scrape } from './measure/metrics.mjs';
import { median } from './measure/trend.mjs';
import { promises } from './promises.mjs';
import { API_TOKEN, OPS_TOKEN, settingsOf, startService } from './service.mjs';
import { Watch } from './watch.mjs';

const CLIENT_CORE = 1;
const LOAD_CONNECTIONS = 64;
const RESERVATIONS_END_MS = 3500;

const script = (name) => fileURLToPath(new URL(name, import.meta.url));

/** The service did not live as long as it should have; the message holds its last words. */
export class ServiceEnded extends Error {}

/** @param ending signal that cuts the life short; `say` takes what a person should know. */
export async function soak({ options, machine, ending, say, onSample }) {
  const folder = options.keep ?? mkdtempSync(join(tmpdir(), 'aurora-soak-'));
  mkdirSync(folder, { recursive: true });
  const open = [];
  const remove = () => options.keep ?? rmSync(folder, { recursive: true, force: true });
  // Also when a signal ends the soak itself.
  process.once('exit', remove);
  try {
    return await run({ options, machine, ending, say, onSample, folder, open });
  } finally {
    await Promise.all(open.map((one) => one.stop()));
    remove();
    process.off('exit', remove);
  }
}

async function run({ options, machine, ending, say, onSample, folder, open }) {
  say('making requests of the market');
  const bodies = await marketBodies(options.seed);
  if (bodies.missing !== null) say(`no recordings at ${bodies.missing}: the market is generated`);
  const bodiesFile = join(folder, 'bodies.json');
  writeFileSync(bodiesFile, JSON.stringify(bodies.bodies));

  const logCount = new LogCount(join(folder, 'session'));
  const watch = new Watch({ folder, logCount, onSample });
  const { pinned } = machine;
  const node = (name, ...args) => onCore(CLIENT_CORE, pinned, [script(name), ...args]);
  const settings = settingsOf({ logging: options.logging, symbols: SYMBOLS });
  const startAgain = async () => {
    const service = await startService({ folder, settings, pinned, onProbe: (probe) => watch.probed(probe) });
    open.push(service);
    return service;
  };
  const load = startLines(node('load/client.mjs', bodiesFile, String(options.seed), 's'), (line) => watch.second(line));
  const faults = startLines(node('faults/child.mjs', String(options.seed)));
  open.push(load, faults);

  const service = await startAgain();
  await wait(1500);
  const idle = { fdsBefore: processNow(service.pid).fds };
  const saturation = await calibrate({ load, service, options, say });

  const died = new AbortController();
  service.child.once('exit', () => died.abort());
  const setting = {
    port: service.port,
    scale: options.faultScale,
    tokens: { ops: OPS_TOKEN, api: API_TOKEN },
    sessionDir: service.sessionDir,
    body: ordinary(bodies.bodies[0]),
  };
  const parts = { options, load, faults, watch, setting, saturation };
  watch.begin(service);
  await live({
    ...parts,
    ending: AbortSignal.any([ending, died.signal]),
    onNextFault: (atS) => (watch.nextFaultS = atS),
  });
  const life = { livedS: watch.elapsedS };
  const result = {
    options,
    machine,
    saturation,
    bodies,
    life,
    watch,
    service,
    died: died.signal.aborted,
    idle,
    logCount,
  };
  if (died.signal.aborted) {
    const { exitCode, signalCode } = service.child;
    throw new ServiceEnded(`the service ended with ${exitCode ?? signalCode} after ${watch.elapsedS.toFixed(0)} s
${service.complaints.join('\n')}`);
  }

  say('the load ends; what is under way comes to its end');
  result.load = await load.ask({ do: 'drain' });
  await wait(RESERVATIONS_END_MS);
  idle.fdsAfter = await idleDescriptors(service.pid, idle.fdsBefore);
  await watch.end();
  await restartAndGoOn({ result, parts, startAgain, say });
  say('reading what is left of the log');
  result.validation = await validateParts(service.sessionDir);
  result.disk = diskOf(watch, options);
  result.promises = promises(result);
  return result;
}

async function calibrate({ load, service, options, say }) {
  const { warmUpS, measureS } = options.calibrate;
  say(`what the service carries at most (${warmUpS + measureS} s)`);
  await load.ask({ do: 'connect', port: service.port });
  await load.ask({ do: 'saturate', ms: warmUpS * 1000 });
  const rounds = [];
  for (let n = 0; n < 3; n++) rounds.push((await load.ask({ do: 'saturate', ms: (measureS * 1000) / 3 })).perSecond);
  return median(rounds);
}

/** SIGTERM, restart, the state compared; then life goes on for a while, which is replayed whole. */
async function restartAndGoOn({ result, parts, startAgain, say }) {
  const { service, logCount, options, saturation } = result;
  const { load, setting } = parts;
  say('SIGTERM and a new start');
  const question = JSON.stringify({ ...setting.body, req_id: 'asked-before-the-restart' });
  const before = await outwardState(service.port, setting.tokens, question);
  result.counters = { ...(await countersOf(service.port)), asked: 1 };
  const exitCode = await service.stop();
  const stored = service.storedState();
  await logCount.finish();

  const again = await startAgain();
  const after = await outwardState(again.port, setting.tokens, question);
  const restored = await restoredState(again.sessionDir, stored.ts_ns);
  const differences = Object.keys(before).filter((part) => !sameState(before[part], after[part]));
  if (!sameState(stored.engine, restored.state)) differences.push('state in the log');
  result.restart = { exitCode, differences };

  await load.ask({ do: 'connect', port: again.port });
  await load.ask({ do: 'rate', perSecond: saturation * options.load, connections: LOAD_CONNECTIONS });
  await wait(options.tailS * 1000);
  const tailLoad = await load.ask({ do: 'drain' });
  const { decisions } = await countersOf(again.port);
  const tail = { load: tailLoad, decisions, exitCode: await again.stop(), complaints: again.complaints };
  say(`judging ${decisions} decisions again`);
  tail.replay = await replayFrom(again.sessionDir, restored.tsNs);
  tail.stateDifferences = sameState(tail.replay.state, again.storedState().engine) ? [] : ['the stored state'];
  delete tail.replay.state;
  result.tail = tail;
}

async function countersOf(port) {
  const metric = await scrape(port);
  const emitted = (code) => metric('aurora_events_emitted_total', `code="${code}"`);
  return {
    decisions: metric('aurora_pretrade_decisions_total'),
    reports: emitted('POSTTRADE.LOG'),
    repeats: emitted('IDEM.HIT'),
    events: metric('aurora_events_emitted_total'),
    denied: metric('aurora_orders_denied_total'),
    dropped:
      metric('aurora_events_dropped_total', 'why="queue_full"') + metric('aurora_events_dropped_total', 'why="closed"'),
  };
}

/** Beside the parts kept there is the live file and one that is being compressed, twice for a moment. */
function diskOf({ samples }, { logging }) {
  const perFile = logging.rotate_mb * 2 ** 20;
  return {
    mostBytes: Math.max(...samples.map(({ diskBytes = 0 }) => diskBytes)),
    limitBytes: BASES.length * (logging.retention_files + 3) * perFile,
  };
}

/** A question of the market without a key. */
function ordinary(body) {
  const keyless = { ...body };
  delete keyless.req_id;
  return keyless;
}
