// npm run session: a trading session with everything that goes wrong in real ones, see --help. Exits with 1 when a
// promise is broken.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { ensureBuilt, ensureInstalled, fail, ROOT } from '../run/bootstrap.mjs';
import { readOptions } from './options.mjs';

const DOCUMENT = 'docs/reliability.md';
const PLOTS = 'docs/reliability';

const options = readOptions(process.argv.slice(2));
if (process.platform !== 'linux') fail('A session is watched through /proc: it needs Linux.');
ensureInstalled();
ensureBuilt();
const { endChildrenAtExit } = await import('../harness/children.mjs');
const { machineFacts } = await import('../harness/machine.mjs');
const { progressOf } = await import('./progress.mjs');
const { markdownReport, textReport } = await import('./report.mjs');
const { RunnerEnded, session } = await import('./session.mjs');

endChildrenAtExit();
// Here Ctrl-C ends the life, not the judgement; a second one ends everything.
const ending = new AbortController();
process.removeAllListeners('SIGINT');
process.on('SIGINT', () => (ending.signal.aborted ? process.exit(130) : ending.abort()));

const startedMs = performance.now();
const say = (what) =>
  process.stderr.write(`${((performance.now() - startedMs) / 1000).toFixed(1).padStart(7)} s  ${what}\n`);
say(`a session of ${(options.lifeS / 60).toFixed(1)} minutes, --seed ${options.seed}`);
const seen = await session({
  ...{ options, machine: machineFacts(), ending: ending.signal, say },
  onSample: progressOf(options),
}).catch((error) => {
  if (error instanceof RunnerEnded) fail(`BROKEN ${error.message}`);
  throw error;
});
process.stdout.write(options.json ? `${JSON.stringify(forJson(seen), null, 2)}\n` : textReport(seen));
if (options.writeDocs) await writeDocs();

const broken = seen.promises.filter(({ kept }) => kept === false);
for (const { what, measured, limit } of broken) process.stderr.write(`BROKEN ${what}: ${measured} (limit ${limit})\n`);
process.exitCode = broken.length > 0 ? 1 : 0;

function forJson({
  options: asked,
  machine,
  livedS,
  runnerStopS,
  faults,
  promises,
  summary,
  venueStatus,
  runnerLog,
  gateLog,
  watch,
}) {
  return {
    ...{ options: asked, machine, livedS, runnerStopS, faults, promises, summary, venue: venueStatus },
    runner: { lines: runnerLog.lines, counts: Object.fromEntries(runnerLog.counts), orders: runnerLog.orders.size },
    gate: {
      lines: gateLog.lines,
      lives: gateLog.lives,
      counts: Object.fromEntries(gateLog.counts),
      replay: gateLog.replay,
    },
    watch: { samples: watch.samples, failures: watch.failures },
  };
}

async function writeDocs() {
  const { writeMeasured } = await import('../harness/measured.mjs');
  const { plots } = await import('./plots.mjs');
  mkdirSync(join(ROOT, PLOTS), { recursive: true });
  const drawn = plots({ ...seen.watch, samples: seen.watch.samples, faults: seen.faults, fromMs: seen.watch.fromMs });
  for (const [name, svg] of Object.entries(drawn)) writeFileSync(join(ROOT, PLOTS, name), svg);
  await writeMeasured(DOCUMENT, 'session', markdownReport(seen));
}
