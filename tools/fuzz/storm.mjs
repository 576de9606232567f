// Many connections at once, each doing one job after the other until all are done.
import { performance } from 'node:perf_hooks';
import { jobOf } from './make/jobs.mjs';
import { Lane } from './wire/lane.mjs';
import { listen } from './wire/listen-stream.mjs';
import { shown } from './wire/request.mjs';
import { speak } from './wire/wild.mjs';

const ROTATE = 'post /ops/rotate_token';
/** Requests on their way while the token is rotated are refused, and may hear of it before the rotation is answered. */
const ROTATION_MS = 2000;
const KEEP_PROBLEMS = 50;
const KEEP_ALIKE = 3;

/** Counts and problems of a run. */
export class Tally {
  constructor() {
    this.requests = 0;
    this.statuses = {};
    this.kinds = {};
    this.okByOperation = {};
    /** Requests that may have been carried out though no one heard the answer. */
    this.unheard = 0;
    this.streamed = 0;
    this.problemCount = 0;
    this.problems = [];
    this.rotatedMs = [];
    this.refusedOps = [];
  }

  problem(what, job, request, answer) {
    this.problemCount++;
    const alike = this.problems.filter((one) => one.what === what).length;
    if (alike >= KEEP_ALIKE || this.problems.length >= KEEP_PROBLEMS) return;
    this.problems.push({
      what,
      job: job?.number ?? null,
      kind: job?.kind ?? null,
      request: request === undefined ? null : shown(request),
      answer: answer === undefined ? null : `${answer.status} ${shown(answer.body, 600)}`,
    });
  }

  answered(operation, { status, headers }) {
    this.statuses[status] = (this.statuses[status] ?? 0) + 1;
    // OPTIONS and the like succeed without doing anything.
    if (operation != null && status === 200 && headers.get('content-type')?.startsWith('application/json'))
      this.okByOperation[operation.id] = (this.okByOperation[operation.id] ?? 0) + 1;
  }

  /** A refused ops token is no problem when it was being replaced at that moment. */
  settleRotations() {
    for (const { atMs, args } of this.refusedOps.splice(0))
      if (!this.rotatedMs.some((rotatedMs) => Math.abs(rotatedMs - atMs) < ROTATION_MS)) this.problem(...args);
  }
}

/**
 * Runs the jobs `from` to `to` over `connections` connections.
 * @param alive says whether the service still runs; `progress` is called with the number of requests now and then.
 */
export async function storm({ world, port, judge, tally, connections, from, to, alive, progress }) {
  let number = from;
  const worker = async () => {
    const lane = new Lane(port);
    while (number < to && alive()) {
      const job = jobOf(world, number++);
      tally.kinds[job.kind] = (tally.kinds[job.kind] ?? 0) + 1;
      tally.requests += Math.max(1, job.expectations.length);
      await run(job, lane);
      if (job.number % 20_000 === 0 && job.number > from) progress(tally.requests);
    }
    lane.close();
  };
  const run = async (job, lane) => {
    if (job.wild === 'stream') return hear(job, await listen(port, job.bytes, job.ms));
    const { answers, cut } =
      job.wild === 'bytes'
        ? await speak(port, job)
        : await lane.ask(
            job.bytes,
            job.expectations.map(({ bodyless = false }) => bodyless),
          );
    for (const [n, answer] of answers.entries()) weigh(job, job.expectations[n] ?? job.expectations.at(-1), answer);
    missing(job, answers, cut);
  };
  const hear = (job, { messages, problem }) => {
    tally.streamed += messages;
    if (problem !== null) tally.problem(problem, job, job.bytes);
  };
  const weigh = (job, expectation, answer) => {
    const { operation, sent } = expectation ?? {};
    tally.answered(operation, answer);
    const problem =
      expectation === undefined
        ? judge({ operation: null, statuses: job.mayAnswer ?? null, authorised: true }, answer, job.bytes)
        : judge(expectation, answer, job.bytes);
    if (operation?.id === ROTATE && answer.status === 200 && sent !== undefined) {
      world.tokens.ops = JSON.parse(sent.toString('utf8')).new_token;
      tally.rotatedMs.push(performance.now());
    }
    if (problem === null) return;
    const args = [problem, job, job.bytes, answer];
    if (operation?.wants === 'ops' && answer.status === 403) tally.refusedOps.push({ atMs: performance.now(), args });
    else tally.problem(...args);
  };
  const missing = (job, answers, cut) => {
    const unanswered = job.expectations.length - answers.length;
    if (job.wild === 'bytes') {
      if (cut !== null) tally.problem(cut, job, job.bytes, answers.at(-1));
      return;
    }
    if (unanswered > 0) tally.unheard += unanswered;
    if (cut !== null && cut !== 'closed') tally.problem(cut, job, job.bytes, answers.at(-1));
  };
  await Promise.all(Array.from({ length: connections }, worker));
  tally.settleRotations();
}
