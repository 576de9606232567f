// Child: bytes a decision leaves to the collector. Runs with --expose-gc and a young generation so large that none runs
// in between, so that the growth of the heap is what was allocated.
import { overRounds } from '../../harness/statistics.mjs';
import { EngineRun, PipelineRun } from './setting.mjs';

const CALLS = 4_000;
const warmUpCalls = 20_000 * Number(process.argv[3]);

function bytesPerDecision(run) {
  for (let n = 0; n < warmUpCalls; n++) {
    run.once();
    run.between();
  }
  return overRounds(
    Array.from({ length: 5 }, () => {
      globalThis.gc();
      const before = process.memoryUsage().heapUsed;
      for (let n = 0; n < CALLS; n++) run.once();
      return (process.memoryUsage().heapUsed - before) / CALLS;
    }),
  );
}

process.stdout.write(
  JSON.stringify({
    pipeline_decide_bytes: bytesPerDecision(new PipelineRun(10_000)),
    engine_check_bytes: bytesPerDecision(new EngineRun(10_000)),
  }),
);
