// npm run bench [-- --quick] [-- --json] [-- --only=decision,rules,http,others] [-- --write-docs]
// Measures what the project promises about speed, against others on the same machine at the same time.
// --quick is short and rough; --json prints JSON only; --write-docs puts the tables into docs/performance.md.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureBuilt, ensureInstalled, fail } from '../run/bootstrap.mjs';
import { endChildrenAtExit, runForJson } from '../harness/children.mjs';
import { machineFacts, onCore } from '../harness/machine.mjs';

const SECTIONS = ['decision', 'rules', 'http', 'others'];
const { quick, json, only, ...flags } = optionsOf(process.argv.slice(2));

ensureInstalled();
ensureBuilt();
endChildrenAtExit();
const { saturate } = await import('./http/saturate.mjs');
const { startUp } = await import('./other/start-up.mjs');
const { machineLine, markdownTables, textReport } = await import('./report.mjs');

const machine = machineFacts();
const { pinned } = machine;
const rounds = quick ? 3 : 9;
const say = (what) => process.stderr.write(`${what} …\n`);
const child = (name, ...nodeArgs) =>
  runForJson(onCore(0, pinned, [...nodeArgs, fileURLToPath(new URL(name, import.meta.url)), String(rounds)]));

if (flags.flame !== undefined) {
  const { flame, writeProfileTable } = await import('./flame/flame.mjs');
  process.stdout.write(`${JSON.stringify(await flame(flags.flame, { quick, pinned, say }), null, 2)}\n`);
  await writeProfileTable();
  process.exit();
}

const results = {};
if (only.includes('decision')) {
  say('decision in process');
  results.decision = await child('decision/decide.mjs');
  results.allocations = await child(
    'decision/allocate.mjs',
    '--expose-gc',
    '--max-semi-space-size=256',
    '--min-semi-space-size=256',
  );
}
if (only.includes('rules')) {
  say('rules engines');
  results.rules = await child('decision/rules-engines.mjs');
}
if (only.includes('http')) {
  const times = quick ? { rounds: 5, roundMs: 700, warmUpMs: 1500 } : { rounds: 21, roundMs: 1000, warmUpMs: 4000 };
  results.http = await saturate({ ...times, pinned, say });
}
if (only.includes('others')) {
  say('isotonic fit');
  results.isotonic = await child('other/isotonic.mjs');
  results.start = await startUp({ rounds: quick ? 2 : 5, say });
}

process.stdout.write(
  json ? `${JSON.stringify({ machine, quick, ...results }, null, 2)}\n` : textReport(machine, results),
);
if (flags['write-docs']) await writeDocs();

function optionsOf(args) {
  try {
    const boolean = { type: 'boolean', default: false };
    const { values } = parseArgs({
      args,
      options: {
        quick: boolean,
        json: boolean,
        'write-docs': boolean,
        only: { type: 'string', default: SECTIONS.join(',') },
        flame: { type: 'string' },
      },
    });
    const only = values.only.split(',');
    const unknown = only.find((name) => !SECTIONS.includes(name));
    if (unknown !== undefined) fail(`--only takes ${SECTIONS.join(', ')}; there is no "${unknown}".`, 2);
    return { ...values, only };
  } catch (error) {
    return fail(error.message, 2);
  }
}

async function writeDocs() {
  const { writeMeasured } = await import('../harness/measured.mjs');
  const measured = `Measured on: ${machineLine(machine)}.\n\n${markdownTables(results)}`;
  await writeMeasured('docs/performance.md', 'bench', measured);
}
