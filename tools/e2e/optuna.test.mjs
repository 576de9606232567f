// Optuna opens a study of ours from its journal, finds the same in it, and goes on with it; ours reads what it appended.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Study, TpeSampler } from '@aurora/tuning';
import { StudyJournal } from '@aurora/tuning/node';
import { SPACE } from './study/space.mjs';

const PYTHON = '/usr/bin/python3';
const READER = fileURLToPath(new URL('study/read-study.py', import.meta.url));
const START_MS = Date.UTC(2024, 6, 18, 23, 57);
const isThere = spawnSync(PYTHON, ['-c', 'import optuna'], { stdio: 'ignore' }).status === 0;
const skip = isThere ? false : 'python3-optuna is not installed: whether Optuna reads our journals was NOT checked';

const STATES = { passed: 'COMPLETE', rejected: 'PRUNED', failed: 'FAIL', stale: 'FAIL', running: 'RUNNING' };
const DISTRIBUTIONS = {
  x: 'FloatDistribution(high=1.0, log=False, low=-1.0, step=None)',
  rate: 'FloatDistribution(high=1.0, log=True, low=1e-05, step=None)',
  quarter: 'FloatDistribution(high=1.0, log=False, low=0.0, step=0.25)',
  n: 'IntDistribution(high=9, log=False, low=1, step=1)',
  fives: 'IntDistribution(high=10, log=False, low=0, step=5)',
  size: 'IntDistribution(high=100, log=True, low=1, step=1)',
  kind: "CategoricalDistribution(choices=('a', 'b', 3, True))",
};

/** Opens the study, with what was found in its file. */
function opened(path) {
  const { journal, records, tornBytes } = StudyJournal.open(path);
  assert.equal(tornBytes, 0);
  const settings = { name: 'optuna', space: SPACE, heartbeatIntervalMs: 10_000, facts: { seed: 1, note: 'ä' } };
  const sampler = new TpeSampler(SPACE, { seed: 1, startupTrials: 5 });
  const study = Study.open(records, { ...settings, sampler, workerId: `w-${records.length}` }, (added) =>
    journal.append(added),
  );
  return { study, journal };
}

/** Trials of every status. */
function tell(study, count) {
  for (let i = 0; i < count; i++) {
    const nowMs = START_MS + i * 60_000;
    const { number, params } = study.ask(nowMs);
    study.heartbeat(number, nowMs + 1000);
    const score = params.n / 10 - params.x ** 2;
    const attributes = { ece: 0.01, trades: i, why: null };
    const broken = [{ gate: 'ece', value: 0.2, limit: 0.05 }];
    if (i === count - 1) continue;
    if (i % 5 === 1) study.tell(number, { kind: 'rejected', score: 99, broken, attributes }, nowMs + 2000);
    else if (i % 5 === 2) study.tell(number, { kind: 'failed', reason: 'exit code 1' }, nowMs + 2000);
    else if (i % 5 === 3) study.release((trial) => trial.number === number, nowMs + 2000);
    else study.tell(number, { kind: 'passed', score, attributes }, nowMs + 2000);
  }
}

const readByOptuna = (path, more) =>
  JSON.parse(execFileSync(PYTHON, [READER, path, String(more)], { encoding: 'utf8' }));

test('a study of ours in Optuna, and back', { skip }, (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'optuna-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'study.journal');
  const { study, journal } = opened(path);
  tell(study, 23);
  journal.close();

  const { found, added, best } = readByOptuna(path, 12);
  t.diagnostic(`Optuna ${found.version}`);
  assert.equal(found.direction, 'MAXIMIZE');
  assert.deepEqual(found.user_attrs, { seed: 1, note: 'ä', space: SPACE });
  assert.equal(found.best, study.best().number);
  assert.deepEqual(
    found.trials.map(({ number, state, value, params, user_attrs: attributes }) => ({
      number,
      state,
      value,
      params,
      attributes,
    })),
    study.trials.map(({ number, status, score, params, attributes }) => {
      return { number, state: STATES[status], value: status === 'passed' ? score : null, params, attributes };
    }),
  );
  for (const { distributions } of found.trials) assert.deepEqual(distributions, DISTRIBUTIONS);
  assert.deepEqual(
    [found.trials[0].started, found.trials[0].completed],
    ['2024-07-18T23:57:00', '2024-07-18T23:57:02'],
  );

  const again = opened(path);
  assert.deepEqual(again.study.trials.slice(0, 23), study.trials);
  assert.deepEqual(
    again.study.trials
      .slice(23)
      .map(({ number, params, status, attributes }) => [number, params.x, params.n, status, attributes.by]),
    added.map(({ number, x, n }, i) => [number, x, n, ['rejected', 'foreign', 'failed'][i % 3], 'optuna']),
  );
  // Whatever Optuna told, it knows no hard gates.
  assert.ok(again.study.trials[best].score >= 1000);
  assert.equal(again.study.best().number, study.best().number);
  tell(again.study, 10);
  again.journal.close();
  assert.equal(readByOptuna(path, 0).found.trials.length, 23 + 12 + 10);
});
