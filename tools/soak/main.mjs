// npm run soak: hours of a life like real ones, see --help. Exits with 1 when a promise is broken.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, fail, ROOT } from '../run/bootstrap.mjs';
import { readOptions } from './options.mjs';

const DOCUMENT = 'docs/reliability.md';
const PLOTS = 'docs/reliability';

const options = readOptions(process.argv.slice(2));
if (process.platform !== 'linux') fail('The soak reads /proc and wants many addresses below 127/8: it needs Linux.');
ensureInstalled();
ensureBuilt();
const { endChildrenAtExit } = await import('../harness/children.mjs');
const { machineFacts } = await import('../harness/machine.mjs');
const { progressOf } = await import('./progress.mjs');
const { markdownReport, textReport } = await import('./report.mjs');
const { ServiceEnded, soak } = await import('./soak.mjs');

endChildrenAtExit();
// Here Ctrl-C ends the life, not the checks; a second one ends everything.
const ending = new AbortController();
process.removeAllListeners('SIGINT');
process.on('SIGINT', () => (ending.signal.aborted ? process.exit(130) : ending.abort()));

const say = (what) => process.stderr.write(`${what} …\n`);
say(`soak for ${(options.lifeS / 60).toFixed(1)} minutes, seed ${options.seed}`);
const result = await soak({
  options,
  machine: machineFacts(),
  ending: ending.signal,
  say,
  onSample: progressOf(options),
}).catch((error) => {
  if (error instanceof ServiceEnded) fail(`broken: ${error.message}`);
  throw error;
});
process.stdout.write(options.json ? `${JSON.stringify(forJson(result), null, 2)}\n` : textReport(result));
if (options.writeDocs) await writeDocs();

const broken = result.promises.filter(({ kept }) => kept === false);
for (const { what, measured, limit } of broken) process.stderr.write(`broken: ${what}: ${measured} (limit ${limit})\n`);
process.exitCode = broken.length > 0 ? 1 : 0;

function forJson({ bodies, watch, service, logCount, ...rest }) {
  const { recorded, generated, missing } = bodies;
  const { samples, faults, stretches, failures } = watch;
  const { lines, codes, parts, missed } = logCount;
  return {
    ...rest,
    bodies: { recorded, generated, missing },
    complaints: service.complaints,
    log: { lines, codes, parts, missed },
    watch: { faults, stretches, failures, samples },
  };
}

async function writeDocs() {
  const { writeMeasured } = await import('../harness/measured.mjs');
  const { plots } = await import('./plot/plots.mjs');
  mkdirSync(join(ROOT, PLOTS), { recursive: true });
  for (const [name, svg] of Object.entries(plots(result.watch))) writeFileSync(join(ROOT, PLOTS, name), svg);
  await writeMeasured(DOCUMENT, 'soak', markdownReport(result));
}
