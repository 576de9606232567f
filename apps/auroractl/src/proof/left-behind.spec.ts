import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startedTicks, writeProcessRecord } from '../processes/process-record';
import { clearLocks, isServed } from './end-all';
import { leftProofs, OWNER } from './proof-folders';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'aurora-left-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const me = { pid: process.pid, started_ticks: startedTicks(process.pid) };

describe('proofs that have left something', () => {
  const session = (name: string, owner: object | null) => {
    const dir = join(folder, name);
    mkdirSync(dir);
    if (owner !== null) writeFileSync(join(dir, OWNER), JSON.stringify(owner));
    const more = { started_at: '', url: null, session_dir: dir, log_file: '' };
    writeProcessRecord(join(dir, 'run'), { name: 'sim', ...me, ...more });
  };

  it('are those that are over and have records', () => {
    session('killed', { pid: process.pid, started_ticks: '1' });
    session('nameless', null);
    session('running', me);
    mkdirSync(join(folder, 'ended'));
    writeFileSync(join(folder, 'a-file'), '');
    expect(leftProofs(folder).map(({ sessionDir }) => sessionDir)).toEqual(
      ['killed', 'nameless'].map((name) => join(folder, name)),
    );
  });

  it('are none where there was never one', () => expect(leftProofs(join(folder, 'nowhere'))).toEqual([]));
});

describe('locks', () => {
  const lock = (name: string, holder: string): string => {
    const path = join(folder, name);
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, holder), '');
    return path;
  };

  it('of the dead are removed, those that are held are told of', () => {
    const dead = lock('runner/.lock', `${process.pid}-1`);
    const held = lock('.lock', `${me.pid}-${me.started_ticks}`);
    expect(clearLocks(folder)).toEqual([`the lock ${held} is held`]);
    expect([existsSync(dead), existsSync(held)]).toEqual([false, true]);
  });
});

it('sees who still listens', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`;
  expect(await isServed(url)).toBe(true);
  await new Promise((resolve) => server.close(resolve));
  expect(await isServed(url)).toBe(false);
});
