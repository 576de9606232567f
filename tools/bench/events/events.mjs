// What it takes to read a log of a gigabyte: `auroractl events summary`, `validate` and `tail`, each in a process of its own.
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { start } from '../../harness/children.mjs';
import { overRounds } from '../../harness/statistics.mjs';
import { ROOT } from '../../run/bootstrap.mjs';
import { makeSession } from './make-session.mjs';

const CLI = join(ROOT, 'apps/auroractl/bin/auroractl.cjs');
const MEASURE = fileURLToPath(new URL('measure.cjs', import.meta.url));

/** One live file, and the same in ten parts or so, all but the last compressed. */
const PARTS = { plain: 0.5, parts: 10 };

export async function measureEvents({ plan: { megabytes, rounds }, say }) {
  const folder = mkdtempSync(join(tmpdir(), 'aurora-bench-events-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const results = {};
  for (const [name, parts] of Object.entries(PARTS)) {
    say(`events: a session of ${megabytes} MB, ${name}`);
    const dir = join(folder, name);
    mkdirSync(dir);
    const made = await makeSession({ dir, megabytes, rotateMb: Math.ceil(megabytes / parts) });
    const summary = await repeated(rounds, ['events', 'summary', dir, '--json'], (text) =>
      check(JSON.parse(text), made),
    );
    const validate = name === 'plain' ? await repeated(1, ['events', 'validate', dir, '--json']) : undefined;
    const tail = await repeated(rounds, ['events', 'tail', dir, '-n', '20', '--json']);
    results[name] = { ...made, disk_bytes: sizeOf(dir), summary, ...(validate && { validate }), tail };
    rmSync(dir, { recursive: true });
  }
  return { megabytes, ...results };
}

const sizeOf = (dir) => readdirSync(dir).reduce((sum, name) => sum + statSync(join(dir, name)).size, 0);

/** The summary must be right, else its time is worth nothing. */
function check({ lines, decisions, bad_lines: bad }, made) {
  const said = [lines, decisions.allow, decisions.deny, bad.count];
  const expected = [made.lines, made.allow, made.deny, 0];
  if (said.join() !== expected.join()) throw new Error(`events summary says ${said}, but written were ${expected}`);
}

async function repeated(rounds, args, look = () => undefined) {
  const taken = { seconds: [], cpu_seconds: [], resident_mib: [] };
  for (let round = 0; round < rounds; round++) {
    const { text, ...measured } = await run(args);
    look(text);
    for (const name of Object.keys(taken)) taken[name].push(measured[name]);
  }
  return Object.fromEntries(Object.entries(taken).map(([name, values]) => [name, overRounds(values)]));
}

async function run(args) {
  const command = { command: process.execPath, args: ['--require', MEASURE, CLI, ...args] };
  const child = start(command, { stdio: ['ignore', 'pipe', 'inherit', 'pipe'] });
  const said = ['', '', '', ''];
  for (const channel of [1, 3]) child.stdio[channel].setEncoding('utf8').on('data', (text) => (said[channel] += text));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`auroractl ${args.join(' ')} ended with ${code}`);
  return { text: said[1], ...JSON.parse(said[3]) };
}
