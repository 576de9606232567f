import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { secondsUntilRest } from './rest.mjs';

const hasProc = existsSync('/proc/self/stat');

test('work after the last answer is waited for and counted', { skip: !hasProc && 'no /proc here' }, async () => {
  // Works for 300 ms of its own processor time, then rests.
  const work = `process.stdout.write('begun\\n');
    while (process.cpuUsage().user < 300_000);
    setTimeout(() => {}, 60_000);`;
  const child = spawn(process.execPath, ['-e', work], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    await once(child.stdout, 'data');
    const seconds = await secondsUntilRest(child.pid);
    assert.ok(seconds > 0.05 && seconds < 2, `${seconds} s`);
    const after = await secondsUntilRest(child.pid);
    assert.ok(after <= 0.02, `${after} s`);
  } finally {
    child.kill('SIGKILL');
  }
});

test('a process that cannot be seen has nothing left to do', async () => {
  assert.equal(await secondsUntilRest(2 ** 30), 0);
});
