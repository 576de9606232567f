// From spawning the service to its first answer, and what it holds in memory while nothing happens.
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { bodies } from '../decision/setting.mjs';
import { startApi } from '../../harness/api.mjs';
import { busyDay } from '../http/busy-day.mjs';
import { overRounds } from '../../harness/statistics.mjs';

const IDLE_MS = 1500;

export async function startUp({ rounds, say }) {
  const body = JSON.stringify(bodies(1)[0]);
  const headers = { 'content-type': 'application/json' };
  const [seconds, residentMiB] = [[], []];
  for (let round = 0; round < rounds; round++) {
    say(`start-up, round ${round + 1} of ${rounds}`);
    const startedMs = performance.now();
    const api = await startApi(busyDay('os'));
    try {
      const answer = await fetch(`${api.url}/pretrade/check`, { method: 'POST', headers, body });
      if (!(await answer.json()).allow) throw new Error('the first request is meant to be allowed');
      seconds.push((performance.now() - startedMs) / 1000);
      await sleep(IDLE_MS);
      residentMiB.push(api.residentMiB());
    } finally {
      await api.stop();
    }
  }
  return { first_answer_seconds: overRounds(seconds), idle_resident_mib: overRounds(residentMiB) };
}
