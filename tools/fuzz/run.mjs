// One run of the fuzz, from a fresh service to what it left behind.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { goldenAnswers, goldenDifferences } from './check/golden.mjs';
import { judgeWith } from './check/judge.mjs';
import { sessionFacts } from './check/session.mjs';
import { withinFacts } from './check/within.mjs';
import { worldOf } from './make/world.mjs';
import { replayOpenApi } from './openapi-replay.mjs';
import { startWatched } from './service.mjs';
import { storm, Tally } from './storm.mjs';

/** Compiling what is new to it is no stall of a service that runs. */
const WARM_UP_S = 3;
const HELD_MS = 50;
/** Growth per minute that is no noise of the heap. */
const GROWTH_MIB_PER_MINUTE = 2;
const MOST_SERIES = 2000;
const PRETRADE = 'post /pretrade/check';
/** Before, after, and after a restart. */
const GOLDEN_ROUNDS = 3;

const getJson = async (url) => (await fetch(url)).json();
const seriesOf = async (url) =>
  (await (await fetch(`${url}/metrics`)).text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'))
    .length;

/**
 * @param options `seed`, `requests`, `connections`, `validPerOperation`, `only`: a single job; `heapEveryS`: 0 is never;
 *   `say(text)`; `core`, `pinned`.
 * @returns counts, facts and `broken`: every promise that was not kept, in words.
 */
export async function fuzz(options) {
  const { seed, requests, connections, validPerOperation, only = null, heapEveryS = 0, say } = options;
  const folder = mkdtempSync(join(tmpdir(), 'aurora-fuzz-'));
  const secret = `fZ7k${seed.toString(36)}QxSecret`;
  const tokens = { ops: `${secret}-ops-0123456789abcdef`, api: `${secret}-api-0123456789abcdef` };
  const start = () =>
    startWatched({
      ...options,
      folder,
      heapEveryS,
      tokens: { ops: `${secret}-ops-0123456789abcdef`, api: tokens.api },
    });
  const tally = new Tally();
  const broken = [];
  try {
    let service = await start();
    const document = await getJson(`${service.url}/docs-json`);
    const world = worldOf({ document, seed, secret, tokens });
    const judge = judgeWith(world);
    const before = await goldenAnswers(world, service.port);
    const seriesBefore = await seriesOf(service.url);
    say('OpenAPI replay');
    const openApi = await replayOpenApi({ world, port: service.port, judge, tally, document, validPerOperation });
    const filesBefore = service.openFiles();
    say(`${requests} requests over ${connections} connections`);
    const startedMs = performance.now();
    const [from, to] = only === null ? [0, Infinity] : [only, only + 1];
    const enough = () => service.alive() && tally.requests < requests;
    await storm({
      world,
      port: service.port,
      judge,
      tally,
      connections,
      from,
      to,
      alive: enough,
      progress: (done) => say(`${done} requests, ${tally.problemCount} problems`),
    });
    const seconds = (performance.now() - startedMs) / 1000;
    if (!service.alive())
      broken.push(
        `the service ended by itself: exit code ${service.child.exitCode}, signal ${service.child.signalCode}`,
      );
    const facts = service.alive() ? await afterwards() : {};

    async function afterwards() {
      say('golden requests');
      const after = await goldenAnswers(world, service.port);
      broken.push(...goldenDifferences(before, after).map((one) => `a golden request is answered differently: ${one}`));
      const seriesAfter = await seriesOf(service.url);
      if (seriesAfter > MOST_SERIES) broken.push(`/metrics has ${seriesAfter} series, ${seriesBefore} before`);
      const filesAfter = service.openFiles();
      if (filesAfter > filesBefore + 8) broken.push(`${filesAfter} files are open, ${filesBefore} before`);
      if (service.commandLine().includes(secret)) broken.push('a token stands in the command line');
      await ended(service);
      const within = withinFacts(service.inside, WARM_UP_S);
      say('restart on what was left');
      service = await start();
      const again = await goldenAnswers(world, service.port);
      broken.push(
        ...goldenDifferences(before, again).map(
          (one) => `after a restart a golden request is answered differently: ${one}`,
        ),
      );
      await ended(service);
      say('reading the log');
      const golden = Object.keys(before).length;
      const asked = tally.okByOperation;
      asked[PRETRADE] = (asked[PRETRADE] ?? 0) + GOLDEN_ROUNDS * golden;
      const session = await sessionFacts(folder, secret, { ...asked, unheard: tally.unheard });
      broken.push(...session.problems);
      return {
        within,
        session,
        golden,
        series: [seriesBefore, seriesAfter],
        open_files: [filesBefore, filesAfter],
      };
    }

    async function ended({ stop, child, errors: said }) {
      await stop();
      const errors = said();
      if (child.exitCode !== 0) broken.push(`asked to end, it ended with ${child.exitCode ?? child.signalCode}`);
      if (errors.length > 0)
        broken.push(...errors.slice(0, 10).map((line) => `on standard error: ${line.slice(0, 500)}`));
      if (errors.some((line) => line.includes(secret))) broken.push('a token on standard error');
    }

    broken.push(...timeAndMemory(facts.within));
    if (tally.problemCount > 0)
      broken.push(`${tally.problemCount} answers were not as promised; the first stand under problems`);
    const { statuses, kinds, problems, streamed } = tally;
    return {
      seed,
      requests: tally.requests,
      connections,
      seconds,
      per_second: tally.requests / seconds,
      statuses,
      kinds,
      streamed,
      open_api: openApi,
      ...facts,
      problems,
      broken,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function timeAndMemory(within) {
  if (within === undefined) return [];
  const broken = within.said.map((text) => `the process warns: ${text}`);
  // A machine that others use holds a process up; what it computed itself is its own.
  const stalled = Math.min(within.longest_held_ms, within.longest_busy_ms);
  if (stalled > HELD_MS) broken.push(`the event loop was held for ${stalled.toFixed(0)} ms`);
  if (within.heap !== null && within.heap.slope_mib_per_minute > GROWTH_MIB_PER_MINUTE)
    broken.push(`the heap grows by ${within.heap.slope_mib_per_minute.toFixed(1)} MiB a minute`);
  return broken;
}
