// npm run tuning:quality: what samplers find, ours beside random search and, where there is one, Optuna.
import { parseArgs } from 'node:util';
import { ensureBuilt, ensureInstalled, fail } from '../run/bootstrap.mjs';
import { machineFacts } from '../harness/machine.mjs';

const OBJECTIVES = ['branin', 'hartmann6', 'shadow', 'sphere10', 'rosenbrock10'];
const USAGE = `npm run tuning:quality -- [options]
  --seeds N        searches with each sampler; 20 when not given
  --only LIST      some of ${OBJECTIVES.join(',')}
  --python PATH    the Python whose Optuna runs beside; /usr/bin/python3 when not given
  --no-optuna      ours and random search alone
  --json           JSON on standard output instead of tables
  --write-docs     puts the tables into docs/tuning.md`;

const options = readOptions();
ensureInstalled();
ensureBuilt();
const { compare } = await import('./compare.mjs');
const { markdownTables, textReport } = await import('./quality-report.mjs');

const results = await compare(options);
process.stdout.write(options.json ? `${JSON.stringify(results, null, 2)}\n` : textReport(results));
if (options.writeDocs) {
  const { writeMeasured } = await import('../harness/measured.mjs');
  const { node } = machineFacts();
  await writeMeasured('docs/tuning.md', 'quality', `${markdownTables(results)}\n\nNode ${node}.`);
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        seeds: { type: 'string', default: '20' },
        only: { type: 'string', default: OBJECTIVES.join(',') },
        python: { type: 'string', default: '/usr/bin/python3' },
        'no-optuna': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        'write-docs': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) fail(USAGE, 0);
    const seeds = Number(values.seeds);
    if (!(Number.isInteger(seeds) && seeds >= 2)) fail('--seeds takes a whole number of at least 2.', 2);
    const { only, python, json, 'no-optuna': alone, 'write-docs': writeDocs } = values;
    const unknown = only.split(',').find((name) => !OBJECTIVES.includes(name));
    if (unknown !== undefined) fail(`--only takes ${OBJECTIVES.join(', ')}; there is no "${unknown}".`, 2);
    return { seeds, only: only.split(','), python: alone ? null : python, json, writeDocs };
  } catch (error) {
    return fail(`${error.message}\n${USAGE}`, 2);
  }
}
