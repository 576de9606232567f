// A tuner that is killed at any moment loses no trial that was told: a process that tells as fast as it can is killed and
// begun again on the same journal, and every trial it has said is there, with its score.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as passed } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { mulberry32 } from '@aurora/kernel';
import { RandomSampler, Study } from '@aurora/tuning';
import { StudyJournal } from '@aurora/tuning/node';
import { SPACE } from './study/space.mjs';

const CHILD = fileURLToPath(new URL('study/tell-for-ever.mjs', import.meta.url));
const ROUNDS = 40;

/** Kills a child so long after it has told so many trials. @returns the numbers of all it had told. */
async function killedAfter(path, count, ms) {
  const child = spawn(process.execPath, [CHILD, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  const lines = () => said.split('\n').length - 1;
  const reached = new Promise((resolve) =>
    child.stdout.on('data', (data) => {
      said += data;
      if (lines() > count) resolve();
    }),
  );
  const closed = once(child, 'close');
  await Promise.race([reached, closed]);
  await passed(ms);
  child.kill('SIGKILL');
  const [, signal] = await closed;
  assert.equal(signal, 'SIGKILL');
  // The last number may have been cut.
  return said.split('\n').slice(1, -1).map(Number);
}

test(`no told trial is lost in ${ROUNDS} kills`, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'study-killed-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'study.journal');
  const random = mulberry32(20);
  const told = new Set();
  let torn = 0;
  for (let round = 0; round < ROUNDS; round++) {
    for (const number of await killedAfter(path, Math.floor(random() * 6), random() * 6)) told.add(number);
    const { journal, records, tornBytes } = StudyJournal.open(path);
    if (tornBytes > 0) torn++;
    const study = Study.open(
      records,
      {
        name: 'killed',
        space: SPACE,
        sampler: new RandomSampler(SPACE, { seed: 1 }),
        heartbeatIntervalMs: 1,
        workerId: 'r',
      },
      (added) => journal.append(added),
    );
    const { trials } = study;
    for (const number of told) {
      assert.equal(trials[number]?.status, 'passed', `trial ${number}`);
      assert.equal(trials[number].score, number / 7);
      assert.equal(trials[number].attributes.trades, number);
    }
    // Besides what was told, at most one was told unheard and one was under way in each round.
    const others = trials.length - told.size;
    assert.ok(others <= 2 * (round + 1), `${others} others after ${round + 1} rounds`);
    journal.close();
  }
  assert.ok(told.size >= ROUNDS, `only ${told.size} trials were told`);
  t.diagnostic(`${told.size} trials told, ${torn} torn ends`);
});
