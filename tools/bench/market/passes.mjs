// Takes the time of whole passes over the recording: the first one of the process, and those after it.
import { performance } from 'node:perf_hooks';

/** @param pass goes through the recording once and answers the number of frames. Says JSON on standard output. */
export async function sayPasses(passes, pass) {
  const perSecond = [];
  let frames;
  for (let i = 0; i < passes; i++) {
    const startedMs = performance.now();
    frames = await pass();
    perSecond.push((frames / (performance.now() - startedMs)) * 1000);
  }
  process.stdout.write(JSON.stringify({ frames, per_second: perSecond }));
}
