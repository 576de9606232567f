// Child: loads a server from a core of its own. Reads a job a line, answers each with a line of what it saw:
//   { kind: 'closed', url, connections, ms, flow? }             a new request as soon as the last is answered
//   { kind: 'open', url, connections, perSecond, ms, seed? }    requests on a schedule that no answer can hold up
// `flow` is 'checks' (the default) or 'orders': a check, then the report of what became of that order, in turns.
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { closedLoop } from './closed-loop.mjs';
import { openLoop } from './open-loop.mjs';

const LOOPS = { closed: closedLoop, open: openLoop };

for await (const line of createInterface({ input: process.stdin })) {
  const job = JSON.parse(line);
  const before = { cpu: process.cpuUsage(), ms: performance.now() };
  const result = await LOOPS[job.kind](job);
  const { user, system } = process.cpuUsage(before.cpu);
  const busy = (user + system) / 1000 / (performance.now() - before.ms);
  process.stdout.write(`${JSON.stringify({ ...result, client_busy: busy })}\n`);
}
