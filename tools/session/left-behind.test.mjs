import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { leftBehind } from './left-behind.mjs';

let folder;
let server;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'aurora-left-'));
  server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

const urlOf = () => `http://127.0.0.1:${server.address().port}/metrics`;

test('a process, a port and a lock that are still there are found', async () => {
  mkdirSync(join(folder, 'runner/.writer.lock'), { recursive: true });
  const found = await leftBehind({ pids: [process.pid], urls: [urlOf()], folders: [folder] });
  assert.equal(found.length, 3);
  for (const [i, what] of [`process ${process.pid}`, urlOf(), '.writer.lock'].entries())
    assert.ok(found[i].includes(what));
});

test('nothing is found where nothing is left', async () => {
  const url = urlOf();
  await new Promise((resolve) => server.close(resolve));
  const { pid } = spawnSync(process.execPath, ['--version']);
  mkdirSync(join(folder, 'runner'));
  assert.deepEqual(await leftBehind({ pids: [pid], urls: [url], folders: [folder] }), []);
});
