// A flame graph of the service at saturation, and where its time goes: docs/performance/flame-NAME.{svg,json}, and a
// table of all that stand there.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeMeasured } from '../../harness/measured.mjs';
import { ROOT } from '../../run/bootstrap.mjs';
import { flameSvg } from './flame-svg.mjs';
import { GROUPS } from './groups.mjs';
import { profileTree, selfByGroup } from './profile-tree.mjs';
import { recordProfile } from './record-profile.mjs';

export const FOLDER = 'docs/performance';

/**
 * Records, draws and writes; answers what was recorded.
 * @param options `checkout`: the repository whose service runs, installed and built; this one by default.
 */
export async function flame(name, { checkout = ROOT, plan, pinned, say }) {
  say(`flame graph "${name}"`);
  const { profile, window, perSecond } = await recordProfile({ ...plan, checkout, pinned });
  const tree = profileTree(profile, window, checkout);
  const recorded = recordedOf(name, tree, perSecond);
  const title = `aurora-api at saturation, ${name}: ${Math.round(perSecond).toLocaleString('en')} requests a second while profiled`;
  mkdirSync(join(ROOT, FOLDER), { recursive: true });
  writeFileSync(join(ROOT, FOLDER, `flame-${name}.svg`), flameSvg(tree, title));
  writeFileSync(join(ROOT, FOLDER, `flame-${name}.json`), `${JSON.stringify(recorded, null, 2)}\n`);
  return recorded;
}

/** Shares of the time, and what a request costs of it. */
function recordedOf(name, tree, perSecond) {
  const sums = selfByGroup(tree);
  const rounded = (value) => Number(value.toFixed(4));
  const shares = Object.fromEntries(GROUPS.map(({ id }) => [id, rounded((sums.get(id) ?? 0) / tree.totalUs)]));
  return {
    name,
    recorded_at: new Date().toISOString(),
    per_second: Math.round(perSecond),
    us_per_request: rounded(1e6 / perSecond),
    shares,
  };
}

/** The table of every recording in docs/performance, oldest first. */
export async function writeProfileTable() {
  const recordings = readdirSync(join(ROOT, FOLDER))
    .filter((file) => /^flame-.*\.json$/.test(file))
    .map((file) => JSON.parse(readFileSync(join(ROOT, FOLDER, file), 'utf8')))
    .sort((a, b) => a.recorded_at.localeCompare(b.recorded_at));
  await writeMeasured('docs/performance.md', 'profile', profileTable(recordings));
}

/** Shares of the time in which the service had something to do; beside them what a request costs of the clock. */
export function profileTable(recordings) {
  const last = recordings.at(-1);
  const busy = ({ shares }) => 1 - shares.idle;
  const cells = (share, us) => `${(share * 100).toFixed(1)} % | ${us.toFixed(1)} µs`;
  const row = (first, cell) => `| ${first} | ${recordings.map(cell).join(' | ')} |`;
  const groups = GROUPS.filter(({ id }) => id !== 'idle').sort((a, b) => last.shares[b.id] - last.shares[a.id]);
  return [
    row('own time of', ({ name }) => `[${name}](performance/flame-${name}.svg) | ${name}, a request`),
    `| --- |${' --- | --- |'.repeat(recordings.length)}`,
    ...groups.map(({ id, title }) =>
      row(title, (of) => cells(of.shares[id] / busy(of), of.shares[id] * of.us_per_request)),
    ),
    row('all', (of) => cells(1, busy(of) * of.us_per_request)),
  ].join('\n');
}
