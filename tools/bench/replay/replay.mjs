// Decisions of a log judged again in a second, on one core: as they were, by another configuration, and beside both
// JSON.parse of the same lines and nothing else. The contestants take turns round by round, each in a process of its own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runForJson } from '../../harness/children.mjs';
import { onCore } from '../../harness/machine.mjs';
import { overRounds, ratioOverRounds } from '../../harness/statistics.mjs';
import { writeLog } from './write-log.mjs';

const CONTESTANTS = ['json', 'same', 'changed'];
const JUDGE = fileURLToPath(new URL('judge.mjs', import.meta.url));

/** What a log holds beside decisions and their events: nothing, or a report on every order that was allowed. */
const LOGS = { asked: false, reported: true };

export async function measureReplay({ plan: { decisions, rounds }, pinned, say }) {
  const folder = mkdtempSync(join(tmpdir(), 'aurora-bench-replay-'));
  try {
    const results = {};
    for (const [name, reports] of Object.entries(LOGS)) {
      const file = join(folder, `${name}.jsonl`);
      const written = writeLog(file, { decisions, reports });
      results[name] = { ...written, ...(await measure(file, written, { name, rounds, pinned, say })) };
    }
    return results;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(file, { decisions, lines }, { name, rounds, pinned, say }) {
  const rates = Object.fromEntries(CONTESTANTS.map((one) => [one, []]));
  const cpuRates = Object.fromEntries(CONTESTANTS.map((one) => [one, []]));
  let flips;
  for (let round = 0; round < rounds; round++) {
    say(`replay, ${name}, round ${round + 1} of ${rounds}`);
    for (const one of CONTESTANTS) {
      const said = await runForJson(onCore(0, pinned, [JUDGE, one, file]));
      if (said.lines !== lines) throw new Error(`${one} read ${said.lines} of ${lines} lines`);
      if (one !== 'json' && said.decisions !== decisions) throw new Error(`${one} judged ${said.decisions}`);
      rates[one].push(decisions / said.seconds);
      cpuRates[one].push(decisions / said.cpu_seconds);
      flips = said.flips ?? flips;
    }
  }
  const each = (of) => Object.fromEntries(CONTESTANTS.map((one) => [one, overRounds(of[one])]));
  return {
    flips,
    per_second: each(rates),
    per_cpu_second: each(cpuRates),
    ratio_same_to_json: ratioOverRounds(rates.same, rates.json),
    ratio_changed_to_json: ratioOverRounds(rates.changed, rates.json),
  };
}
