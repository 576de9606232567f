// Requests at a fixed rate, whatever the server does. A latency counts from the time the request was meant to be sent,
// so that a stall is paid for by every request that fell due in it, as by bots that do not wait for each other.
import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { openConnection } from './connection.mjs';
import { flowsTo } from './flows.mjs';
import { Latencies } from './latencies.mjs';
import { poissonTimes } from './schedule.mjs';

/** Longest wait for the last answers. */
const PATIENCE_MS = 20_000;

export async function openLoop({ url, connections, perSecond, ms, seed }) {
  const run = new OpenRun(url);
  await run.open(connections);
  const startedMs = performance.now();
  for (const atMs of poissonTimes({ perSecond, ms, seed })) {
    // The loop turns all the time: the timers of the event loop are no finer than a millisecond.
    while (performance.now() < startedMs + atMs) await nextTurn();
    run.due(startedMs + atMs);
  }
  const givenUpMs = startedMs + ms + PATIENCE_MS;
  while (run.unanswered > 0 && performance.now() < givenUpMs && run.lost === null) await nextTurn();
  run.close();
  if (run.lost !== null) throw run.lost;
  return run.result(performance.now() - startedMs);
}

class OpenRun {
  latencies = new Latencies();
  /** How far behind its own schedule the client is when it sees that a request is due. */
  late = new Latencies();
  idle = [];
  all = [];
  waiting = [];
  nextWaiting = 0;
  scheduled = 0;
  answers = 0;
  failures = 0;
  queued = 0;
  lost = null;

  constructor(url) {
    this.url = url;
    [this.flow] = flowsTo(url, 1);
  }

  async open(connections) {
    await Promise.all(
      Array.from({ length: connections }, async () => {
        const slot = { connection: null, dueMs: 0 };
        const onLost = (error) => (this.lost ??= error);
        slot.connection = await openConnection(this.url, (ok) => this.answered(slot, ok), onLost);
        this.all.push(slot);
        this.idle.push(slot);
      }),
    );
  }

  get unanswered() {
    return this.scheduled - this.answers - this.failures;
  }

  due(dueMs) {
    this.scheduled++;
    this.late.add(performance.now() - dueMs);
    const slot = this.idle.pop();
    if (slot !== undefined) return this.send(slot, dueMs);
    this.queued++;
    return this.waiting.push(dueMs);
  }

  send(slot, dueMs) {
    slot.dueMs = dueMs;
    slot.connection.send(this.flow.next());
  }

  answered(slot, ok) {
    this.latencies.add(performance.now() - slot.dueMs);
    if (ok) this.answers++;
    else this.failures++;
    if (this.nextWaiting < this.waiting.length) this.send(slot, this.waiting[this.nextWaiting++]);
    else this.idle.push(slot);
  }

  close() {
    for (const { connection } of this.all) connection.close();
  }

  result(tookMs) {
    return {
      per_second: this.answers / (tookMs / 1000),
      answers: this.answers,
      failures: this.failures + this.unanswered,
      ...this.latencies.summary(),
      found_no_connection: this.queued / Math.max(1, this.scheduled),
      client_late_p99_ms: this.late.percentileMs(99),
      client_late_max_ms: this.late.maxMs,
    };
  }
}
