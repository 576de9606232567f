// npm run bench: measures what the project promises about speed, against others on the same machine at the same time.
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureBuilt, ensureInstalled, fail } from '../run/bootstrap.mjs';
import { endChildrenAtExit, runForJson } from '../harness/children.mjs';
import { machineFacts, onCore } from '../harness/machine.mjs';
import { PLANS } from './plan.mjs';

const SECTIONS = ['decision', 'rules', 'http', 'others', 'market', 'events', 'replay'];
const USAGE = `npm run bench -- [options]
  --quick            short and rough
  --tiny             only to see that the bench works; its numbers mean nothing
  --only LIST        some of ${SECTIONS.join(',')}
  --recordings DIR   recording for "market"; ../shared/data/usdm-btc-eth-202407 when not given
  --json             JSON on standard output instead of tables
  --json-file PATH   JSON into a file as well
  --write-docs       puts the tables into docs/performance.md
  --flame NAME       instead of all that: docs/performance/flame-NAME.svg, and the table of where the time goes
  --checkout DIR     with --flame: the service of another checkout, installed and built, under the same load`;

const options = readOptions();
ensureInstalled();
ensureBuilt();
endChildrenAtExit();

const machine = machineFacts();
const { pinned } = machine;
const plan = PLANS[options.length];
const say = (what) => process.stderr.write(`${what} …\n`);

if (options.flame !== undefined) await recordFlame(options);
else await measureAll();

async function recordFlame({ flame: name, checkout }) {
  const { flame, writeProfileTable } = await import('./flame/flame.mjs');
  const recorded = await flame(name, {
    ...(checkout && { checkout: resolve(checkout) }),
    plan: plan.flame,
    pinned,
    say,
  });
  await writeProfileTable();
  process.stdout.write(`${JSON.stringify(recorded, null, 2)}\n`);
}

async function measureAll() {
  const { machineLine, markdownTables, skipped, textReport, unmetGoals } = await import('./report.mjs');
  const results = await measure();
  const json = `${JSON.stringify({ machine, plan: options.length, ...results }, null, 2)}\n`;
  if (options['json-file'] !== undefined) writeFileSync(options['json-file'], json);
  process.stdout.write(options.json ? json : textReport(machine, results));
  for (const goal of unmetGoals(results)) process.stderr.write(`not met: ${goal}\n`);
  for (const why of skipped(results)) process.stderr.write(`not measured: ${why}\n`);
  if (!options['write-docs']) return;
  const { writeMeasured } = await import('../harness/measured.mjs');
  const about = `Measured on: ${machineLine(machine)}.`;
  const { market, events, replay, ...others } = results;
  // Each has its own place, so that measuring one leaves the other as it was.
  for (const [place, part] of [
    ['bench', others],
    ['market', { market }],
    ['events', { events }],
    ['replay', { replay }],
  ]) {
    const tables = markdownTables(part);
    if (tables !== '') await writeMeasured('docs/performance.md', place, `${about}\n\n${tables}`);
  }
}

async function measure() {
  const results = {};
  const child = (name, ...nodeArgs) => {
    const script = fileURLToPath(new URL(name, import.meta.url));
    const { rounds, share } = plan.inProcess;
    return runForJson(onCore(0, pinned, [...nodeArgs, script, String(rounds), String(share)]));
  };
  if (options.only.includes('decision')) {
    say('decision in process');
    const young = ['--expose-gc', '--max-semi-space-size=256', '--min-semi-space-size=256'];
    results.decision = await child('decision/decide.mjs');
    results.allocations = await child('decision/allocate.mjs', ...young);
  }
  if (options.only.includes('rules')) {
    say('rules engines');
    results.rules = await child('decision/rules-engines.mjs');
  }
  if (options.only.includes('http')) {
    const { measureHttp } = await import('./http/http.mjs');
    results.http = await measureHttp({ plan: plan.http, pinned, say });
  }
  if (options.only.includes('others')) {
    const { startUp } = await import('./other/start-up.mjs');
    say('isotonic fit');
    results.isotonic = await child('other/isotonic.mjs');
    results.start = await startUp({ rounds: plan.startUps, say });
  }
  if (options.only.includes('market')) {
    const { defaultRecording, measureMarket } = await import('./market/market.mjs');
    const folder = resolve(options.recordings ?? defaultRecording());
    results.market = await measureMarket({ folder, plan: plan.market, pinned, say });
  }
  if (options.only.includes('events')) {
    const { measureEvents } = await import('./events/events.mjs');
    results.events = await measureEvents({ plan: plan.events, say });
  }
  if (options.only.includes('replay')) {
    const { measureReplay } = await import('./replay/replay.mjs');
    results.replay = await measureReplay({ plan: plan.replay, pinned, say });
  }
  return results;
}

function readOptions() {
  const flag = { type: 'boolean', default: false };
  const flags = { quick: flag, tiny: flag, json: flag, 'write-docs': flag, help: flag };
  const texts = {
    only: { type: 'string', default: SECTIONS.join(',') },
    'json-file': { type: 'string' },
    flame: { type: 'string' },
    checkout: { type: 'string' },
    recordings: { type: 'string' },
  };
  try {
    const { values } = parseArgs({ options: { ...flags, ...texts } });
    if (values.help) fail(USAGE, 0);
    const only = values.only.split(',');
    const unknown = only.find((name) => !SECTIONS.includes(name));
    if (unknown !== undefined) fail(`--only takes ${SECTIONS.join(', ')}; there is no "${unknown}".`, 2);
    if (values.flame !== undefined && !/^[a-z0-9-]+$/.test(values.flame))
      fail('--flame takes a name such as "after".', 2);
    return { ...values, only, length: values.tiny ? 'tiny' : values.quick ? 'quick' : 'full' };
  } catch (error) {
    return fail(`${error.message}\n${USAGE}`, 2);
  }
}
