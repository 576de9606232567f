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

/** Records, draws and writes; answers what was recorded. */
export async function flame(name, { plan, pinned, say }) {
  say(`flame graph "${name}"`);
  const { profile, window, perSecond } = await recordProfile({ ...plan, pinned });
  const tree = profileTree(profile, window, ROOT);
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

export function profileTable(recordings) {
  const cells = ({ shares, us_per_request }, id) =>
    `${(shares[id] * 100).toFixed(1)} % | ${(shares[id] * us_per_request).toFixed(1)} µs`;
  const last = recordings.at(-1);
  const row = (first, cell) => `| ${first} | ${recordings.map(cell).join(' | ')} |`;
  return [
    row('own time of', ({ name }) => `[${name}](performance/flame-${name}.svg) | ${name}, a request`),
    `| --- |${' --- | --- |'.repeat(recordings.length)}`,
    ...[...GROUPS]
      .sort((a, b) => last.shares[b.id] - last.shares[a.id])
      .map(({ id, title }) => row(title, (recording) => cells(recording, id))),
    row('all', ({ us_per_request }) => `100 % | ${us_per_request.toFixed(1)} µs`),
  ].join('\n');
}
