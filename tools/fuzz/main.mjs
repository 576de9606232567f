// npm run fuzz [-- --quick | --long] [-- --seed N] [-- --requests N] [-- --only JOB] [-- --json] [-- --write-docs]
// Throws hostile requests at the built service, over real sockets, and checks everything that comes back and stays behind.
import { parseArgs } from 'node:util';
import { endChildrenAtExit } from '../harness/children.mjs';
import { machineFacts } from '../harness/machine.mjs';
import { ensureBuilt, ensureInstalled, fail } from '../run/bootstrap.mjs';

const USAGE = `npm run fuzz -- [--quick | --long] [--seed N] [--requests N] [--connections N] [--only JOB] [--json] [--write-docs]
  default      300 000 requests, about two minutes
  --quick      20 000 requests
  --long       1 200 000 requests, and watches the memory
  --seed       repeats a run; printed at its end
  --only       repeats one job of a run, by the number that stands with a problem
  --json       prints the result as JSON
  --write-docs puts the table into docs/reliability.md`;

const { values: flags } = read();
if (flags.help) fail(USAGE, 0);
ensureInstalled();
ensureBuilt();
endChildrenAtExit();
const { fuzz } = await import('./run.mjs');
const { machineLine, textReport, markdownTable } = await import('./report.mjs');

const machine = machineFacts();
const form = flags.long ? 'long' : flags.quick ? 'quick' : 'default';
const REQUESTS = { quick: 20_000, default: 300_000, long: 1_200_000 };
const result = await fuzz({
  seed: whole('seed') ?? Math.floor(Date.now() / 1000) % 1_000_000_000,
  requests: whole('requests') ?? REQUESTS[form],
  connections: whole('connections') ?? 48,
  only: whole('only') ?? null,
  validPerOperation: form === 'quick' ? 20 : 200,
  heapEveryS: form === 'long' ? 5 : 0,
  core: 0,
  pinned: machine.pinned,
  say: (text) => process.stderr.write(`${text} …\n`),
});

process.stdout.write(
  flags.json ? `${JSON.stringify({ machine, form, ...result }, null, 2)}\n` : textReport(machine, result),
);
if (flags['write-docs']) {
  const { writeMeasured } = await import('../harness/measured.mjs');
  await writeMeasured(
    'docs/reliability.md',
    'fuzz',
    `Measured on: ${machineLine(machine)}.\n\n${markdownTable(result)}`,
  );
}
process.exitCode = result.broken.length > 0 ? 1 : 0;

function read() {
  const flag = { type: 'boolean', default: false };
  const text = { type: 'string' };
  try {
    return parseArgs({
      options: {
        quick: flag,
        long: flag,
        json: flag,
        'write-docs': flag,
        help: flag,
        seed: text,
        requests: text,
        connections: text,
        only: text,
      },
    });
  } catch (error) {
    return fail(`${error.message}\n${USAGE}`, 2);
  }
}

function whole(name) {
  const text = flags[name];
  if (text === undefined) return undefined;
  return /^\d{1,9}$/.test(text) ? Number(text) : fail(`--${name} takes a whole number, not "${text}".`, 2);
}
