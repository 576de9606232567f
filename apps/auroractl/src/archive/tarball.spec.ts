import { linkSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freshFolder } from '../cli/run-auroractl.fixture';
import { sessionEntries, sha256Of } from './session-files';
import { readTarball, writeTarball } from './tarball';

const { signal } = new AbortController();

async function packed(
  name = 'session',
  fill = (dir: string) => writeFileSync(join(dir, 'a.jsonl'), 'x'.repeat(200_000)),
) {
  const dir = join(freshFolder(), name);
  mkdirSync(dir);
  fill(dir);
  const archive = `${dir}.tar.gz`;
  await writeTarball(dir, await sessionEntries(dir), archive, { signal });
  return { dir, archive };
}

describe('a tarball', () => {
  it.each(['session', '@session', 'with blank', '-dash', '.dot'])('of %j is read as it was written', async (name) => {
    const { dir, archive } = await packed(name);
    const { files } = await readTarball(archive, name);
    expect([...files]).toEqual([['a.jsonl', await sha256Of(join(dir, 'a.jsonl'))]]);
  });

  it('holds an empty file, and a file under two names', async () => {
    const { dir, archive } = await packed('s', (at) => {
      writeFileSync(join(at, 'empty'), '');
      writeFileSync(join(at, 'first'), 'same');
      linkSync(join(at, 'first'), join(at, 'second'));
    });
    const { files } = await readTarball(archive, 's');
    const same = await sha256Of(join(dir, 'first'));
    expect(Object.fromEntries(files)).toEqual({ empty: await sha256Of(join(dir, 'empty')), first: same, second: same });
  });

  it.each([0.3, 0.9, 0.999])('that is cut to %d of itself is refused', async (share) => {
    const { archive } = await packed('s', (at) => {
      for (let n = 0; n < 20; n++) writeFileSync(join(at, `f${n}`), String(Math.sin(n)).repeat(500));
    });
    const { length } = readFileSync(archive);
    truncateSync(archive, Math.floor(length * share));
    await expect(readTarball(archive, 's')).rejects.toThrow();
  });

  it('that is none is refused', async () => {
    const { archive } = await packed();
    writeFileSync(archive, 'no archive at all, only text '.repeat(100));
    await expect(readTarball(archive, 'session')).rejects.toThrow();
  });
});
