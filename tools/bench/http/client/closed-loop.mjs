// Saturation: each connection asks again as soon as it is answered. What a stall costs is hidden here, since nobody asks
// while the server is away; see open-loop.mjs.
import { performance } from 'node:perf_hooks';
import { openConnection } from './connection.mjs';
import { flowsTo } from './flows.mjs';
import { Latencies } from './latencies.mjs';

export async function closedLoop({ url, connections, ms, flow }) {
  const latencies = new Latencies();
  const seen = { answers: 0, failures: 0 };
  let untilMs = Infinity;
  const users = flowsTo(url, connections, flow).map((own) => new User(url, own, latencies, seen, () => untilMs));
  await Promise.all(users.map((user) => user.open()));
  const startedMs = performance.now();
  untilMs = startedMs + ms;
  await Promise.all(users.map((user) => user.run()));
  const seconds = (performance.now() - startedMs) / 1000;
  return { per_second: seen.answers / seconds, seconds, ...seen, ...latencies.summary() };
}

class User {
  constructor(url, flow, latencies, seen, untilMs) {
    Object.assign(this, { url, flow, latencies, seen, untilMs, sentMs: 0 });
  }

  async open() {
    this.ended = new Promise((resolve, reject) => Object.assign(this, { resolve, reject }));
    const onAnswer = (ok, body) => this.answered(ok, body);
    this.connection = await openConnection(this.url, onAnswer, (error) => this.reject(error));
  }

  run() {
    this.send();
    return this.ended;
  }

  send(answer) {
    this.sentMs = performance.now();
    this.connection.send(this.flow.next(answer));
  }

  answered(ok, body) {
    const nowMs = performance.now();
    this.latencies.add(nowMs - this.sentMs);
    if (ok) this.seen.answers++;
    else this.seen.failures++;
    if (nowMs < this.untilMs()) return this.send(body);
    this.connection.close();
    return this.resolve();
  }
}
