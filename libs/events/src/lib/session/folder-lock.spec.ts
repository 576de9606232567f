import { fork, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformFileSync } from '@swc/core';
import { tempFolders } from '../writer/temp-folder.fixture';
import { folderHolder, lockFolder } from './folder-lock.node';

const newFolder = tempFolders();
const NAME = 'lock';

const endedPid = spawnSync('true').pid;

/** A lock as a process left it that was killed. */
function leaveLock(folder: string, ...files: string[]): void {
  mkdirSync(join(folder, NAME));
  for (const file of files) writeFileSync(join(folder, NAME, file), '');
}

describe('the lock of a folder', () => {
  it('is held by one until that one releases it, which it does once', async () => {
    const folder = newFolder();
    const release = await lockFolder(folder, NAME);
    await expect(lockFolder(folder, NAME)).rejects.toThrow(
      `folder ${folder} is in use by process ${process.pid}; give this one another folder`,
    );
    await release();
    expect(readdirSync(folder)).toEqual([]);
    const next = await lockFolder(folder, NAME);
    await release();
    await expect(lockFolder(folder, NAME)).rejects.toThrow('is in use by');
    await next();
  });

  it('says who holds it, without taking anything over', async () => {
    const folder = newFolder();
    expect(await folderHolder(folder, NAME)).toBeNull();
    const release = await lockFolder(folder, NAME);
    expect(await folderHolder(folder, NAME)).toBe(process.pid);
    await release();
    leaveLock(folder, `${process.pid}-1`, 'something');
    expect(await folderHolder(folder, NAME)).toBeNull();
    expect(readdirSync(join(folder, NAME)).sort()).toEqual([`${process.pid}-1`, 'something'].sort());
  });

  it('is for its owner alone', async () => {
    const folder = newFolder();
    const before = process.umask(0);
    const release = await lockFolder(folder, NAME).finally(() => process.umask(before));
    const [file] = readdirSync(join(folder, NAME));
    const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);
    expect([modeOf(join(folder, NAME)), modeOf(join(folder, NAME, file!))]).toEqual(['700', '600']);
    await release();
  });

  it.each([
    ['a process that ended', [`${endedPid}-1`]],
    ['a process that ended, on a system that does not say when it started', [`${endedPid}-unknown`]],
    ['an earlier process with the same number', [`${process.pid}-1`]],
    ['nobody, released half way', []],
  ])('is taken over from %s', async (_who, files) => {
    const folder = newFolder();
    leaveLock(folder, ...files);
    const release = await lockFolder(folder, NAME);
    await expect(lockFolder(folder, NAME)).rejects.toThrow(`is in use by process ${process.pid};`);
    await release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each(['notes.txt', '12', '0-1', '-1-1'])('is not taken where something unknown is in it: %s', async (file) => {
    const folder = newFolder();
    leaveLock(folder, file);
    await expect(lockFolder(folder, NAME)).rejects.toThrow(
      `lock ${folder}/lock holds ${file}, which no process left there; remove it`,
    );
    expect(readdirSync(folder)).toEqual([NAME]);
  });

  it('is not taken where a file stands in its place', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, NAME), '');
    await expect(lockFolder(folder, NAME)).rejects.toThrow('ENOTDIR');
    expect(readdirSync(folder)).toEqual([NAME]);
  });
});

const PROCESSES = 20;
const ROUNDS = 20;

/** Locks the folder it is told, and says `held` or why not. */
const CONTENDER = `
  const { lockFolder } = require(process.argv[2]);
  process.on('message', (folder) =>
    lockFolder(folder, '${NAME}').then(() => process.send('held'), (error) => process.send(error.message)));
  process.send('ready');`;

describe('processes that start at once', () => {
  const contenders = new Set<ChildProcess>();
  afterAll(() => contenders.forEach((one) => one.kill('SIGKILL')));

  it(`share a lock of one that was killed among them: ${PROCESSES} processes, ${ROUNDS} rounds`, async () => {
    const [folder, code] = [newFolder(), newFolder()];
    const compiled = transformFileSync(join(__dirname, 'folder-lock.node.ts'), {
      swcrc: false,
      jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
      module: { type: 'commonjs' },
    });
    writeFileSync(join(code, 'folder-lock.js'), compiled.code);
    writeFileSync(join(code, 'contender.js'), CONTENDER);
    for (let round = 0; round < ROUNDS; round++) {
      const started: Promise<unknown>[] = [];
      while (contenders.size < PROCESSES) {
        const one = fork(join(code, 'contender.js'), [join(code, 'folder-lock.js')], { execArgv: [] });
        contenders.add(one);
        started.push(once(one, 'message'));
      }
      await Promise.all(started);
      const answers = Array.from(contenders, async (one) => ({ one, said: (await once(one, 'message'))[0] as string }));
      for (const one of contenders) one.send(folder);
      const heard = await Promise.all(answers);
      const winners = heard.filter(({ said }) => said === 'held').map(({ one }) => one);
      expect(winners).toHaveLength(1);
      const [winner] = winners;
      const refusal = `folder ${folder} is in use by process ${winner!.pid}; give this one another folder`;
      expect(heard.filter(({ one, said }) => one !== winner && said !== refusal)).toEqual([]);
      expect(readdirSync(folder)).toEqual([NAME]);
      contenders.delete(winner!);
      const ended = once(winner!, 'exit');
      winner!.kill('SIGKILL');
      await ended;
    }
  }, 60_000);
});
