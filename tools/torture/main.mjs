// npm run torture [-- --quick] [-- --only=kill,disk-full] [-- --rounds N] [-- --seed N] [-- --json] [-- --write-docs]
// Kills, starves and slows down the built service over real sockets and says which promises held. Exit code 1 when one did not.
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { endChildrenAtExit } from '../harness/children.mjs';
import { machineFacts } from '../harness/machine.mjs';
import { ensureBuilt, ensureInstalled, fail } from '../run/bootstrap.mjs';

const options = optionsOf(process.argv.slice(2));
ensureInstalled();
ensureBuilt();
endChildrenAtExit();
const { SCENARIOS } = await import('./scenarios.mjs');
const { runScenarios } = await import('./run.mjs');
const { markdownTable, textReport } = await import('./report.mjs');

const names = SCENARIOS.map(({ name }) => name);
if (options.help) fail(usage(), 0);
const asked = options.only?.split(',') ?? names;
const unknown = asked.find((name) => !names.includes(name));
if (unknown !== undefined) fail(`There is no scenario "${unknown}".\n${usage()}`, 2);

const startedMs = performance.now();
const say = (what) =>
  process.stderr.write(`${((performance.now() - startedMs) / 1000).toFixed(1).padStart(7)} s  ${what}\n`);
const { seed, quick, rounds } = options;
say(`--seed ${seed}`);
const machine = machineFacts();
const scenarios = SCENARIOS.filter(({ name }) => asked.includes(name));
const results = await runScenarios(scenarios, { quick, rounds, seed, say });
const report = { machine, seed, quick, results };
process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : textReport(report));
if (options['write-docs']) {
  const { writeMeasured } = await import('../harness/measured.mjs');
  await writeMeasured('docs/reliability.md', 'torture', markdownTable(report));
}
process.exit(results.every(({ kept }) => kept) ? 0 : 1);

function usage() {
  return [
    'npm run torture -- [--quick] [--only=NAME,…] [--rounds N] [--seed N] [--json] [--write-docs]',
    '  --quick       short form, about a minute',
    '  --only        some of the scenarios',
    '  --rounds      kills of the scenario "kill", openings at once of "caps"; 100 and 20 by default',
    '  --seed        makes the random choices of an earlier run again',
    '  --json        results as JSON on stdout',
    '  --write-docs  puts the table into docs/reliability.md',
    `  scenarios: ${names.join(', ')}`,
  ].join('\n');
}

function optionsOf(args) {
  try {
    const boolean = { type: 'boolean', default: false };
    const text = { type: 'string' };
    const { values } = parseArgs({
      args,
      options: {
        help: boolean,
        quick: boolean,
        json: boolean,
        'write-docs': boolean,
        only: text,
        rounds: text,
        seed: text,
      },
    });
    const number = (name, fallback) => {
      if (values[name] === undefined) return fallback;
      if (!/^\d{1,9}$/.test(values[name]) || values[name] === '0') fail(`--${name} takes a whole number above 0.`, 2);
      return Number(values[name]);
    };
    return { ...values, rounds: number('rounds', undefined), seed: number('seed', 1 + (Date.now() % 1_000_000)) };
  } catch (error) {
    return fail(error.message, 2);
  }
}
