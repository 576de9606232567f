import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { CanaryLimits } from './canary-limits';
import { watchCanary, type CanaryScene } from './watch-canary';

const LIMITS: CanaryLimits = {
  ...{ maxDenyRate: 0.35, maxP99Ms: 300, maxEce: 0.05 },
  ...{ minCvar95: -0.02, maxRejects: 0, minAvailability: 1 },
};

/** Answers as gate and runner do; each look takes the next of the texts, the last one again and again. */
let server: Server;
let metrics: string[];
let health: number;
let url: string;
beforeEach(async () => {
  metrics = [''];
  health = 200;
  server = createServer((request, response) => {
    if (request.url === '/health') response.writeHead(health).end('{"status":"healthy"}');
    else response.end(metrics.length > 1 && request.url === '/metrics' ? metrics.shift() : metrics[0]);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

const text = (allow: number, deny: number, more = ''): string =>
  `aurora_pretrade_decisions_total{decision="allow",reason_code="ok"} ${allow}\n` +
  `aurora_pretrade_decisions_total{decision="deny",reason_code="trap_guard"} ${deny}\n${more}\n`;

const watch = (more: Partial<CanaryScene> = {}, durationMs = 1, stop = new AbortController().signal) => {
  const scene = { gateUrl: url, runnerMetricsUrl: `${url}/runner`, sessionDir: '', gone: () => [], ...more };
  return watchCanary(scene, { durationMs, limits: LIMITS, stop, onSecond: () => undefined });
};

it('counts only what came while it watched, and keeps the worst latency', async () => {
  metrics = [
    text(1000, 1000, 'aurora_latency_p99_ms 7\naurora_events_emitted_total{code="HEALTH.ERROR"} 5'),
    text(1001, 1000, 'aurora_latency_p99_ms 9\naurora_events_emitted_total{code="HEALTH.ERROR"} 6'),
  ];
  const sight = await watch();
  expect(sight).toMatchObject({ worstP99Ms: 9, early: null, dropped: 0, unanswered: 0 });
  expect([sight.asked, sight.healthy]).toEqual([2, 2]);
});

it('says how often the gate was not there', async () => {
  health = 503;
  const sight = await watch();
  expect([sight.asked, sight.healthy, sight.early]).toEqual([2, 0, null]);
});

it.each([
  ['events are lost', 'aurora_events_dropped_total{why="queue_full"} 1', 'events were lost'],
  ['the runner loses lines', 'wisescalp_events_dropped 1', 'events were lost'],
])('ends early when %s', async (_, line, early) => {
  metrics = ['aurora_events_dropped_total{why="queue_full"} 0', line];
  expect(await watch({}, 3_600_000)).toMatchObject({ early });
});

it('does not take what was held back for lost', async () => {
  metrics = ['', 'aurora_events_dropped_total{why="held_back"} 3'];
  expect(await watch()).toMatchObject({ early: null, dropped: 0 });
});

it.each([
  [65, 35, null],
  [64, 36, '36 % of 100 decisions were denied'],
  [63, 36, null],
])('%d allowed and %d denied: %s', async (allow, deny, early) => {
  metrics = [text(10, 10), text(10 + allow, 10 + deny)];
  expect(await watch({}, early === null ? 1 : 3_600_000)).toMatchObject({ early });
});

it('ends when a process of its own has ended, and when it is told to', async () => {
  expect(await watch({ gone: () => ['sim'] }, 3_600_000)).toMatchObject({ early: 'sim has ended' });
  expect(await watch({}, 3_600_000, AbortSignal.abort())).toMatchObject({ early: 'stopped by a signal' });
});
