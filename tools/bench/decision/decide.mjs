// Child: the decision in process. Says one JSON object. Contestants take turns round by round.
import { overRounds, ratioOverRounds } from '../../harness/statistics.mjs';
import { EngineRun, PipelineRun } from './setting.mjs';
import { CLOCK_MS, singleCalls } from './timing.mjs';

const [rounds, share] = process.argv.slice(2).map(Number);
const calls = 20_000 * share;
const contestants = {
  decide: new PipelineRun(10_000),
  decide_1k: new PipelineRun(1_000),
  decide_100k: new PipelineRun(100_000),
  check: new EngineRun(10_000),
};

const measured = Object.fromEntries(Object.keys(contestants).map((name) => [name, { median_us: [], p99_us: [] }]));
for (let round = -1; round < rounds; round++) {
  for (const [name, run] of Object.entries(contestants)) {
    const { median_us, p99_us } = singleCalls(run, calls);
    if (round < 0) continue;
    measured[name].median_us.push(median_us);
    measured[name].p99_us.push(p99_us);
  }
}

const summary = ({ median_us, p99_us }) => ({ median_us: overRounds(median_us), p99_us: overRounds(p99_us) });
const { decide, decide_1k, decide_100k, check } = measured;
process.stdout.write(
  JSON.stringify({
    pipeline_decide: summary(decide),
    engine_check: summary(check),
    samples_1k: summary(decide_1k),
    samples_100k: summary(decide_100k),
    ratio_100k_to_1k: ratioOverRounds(decide_100k.median_us, decide_1k.median_us),
    clock_us: CLOCK_MS * 1000,
  }),
);
