// A stall is paid for by every request that fell due in it. A closed loop hides that; this one must not.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { after, before, test } from 'node:test';
import { startLoadClient } from '../load-client.mjs';
import { poissonTimes } from './schedule.mjs';

const STALL_MS = 200;
let client;

before(() => {
  client = startLoadClient({ pinned: false });
});
after(() => client.stop());

/** Answers at once, but for one stall, which begins so long after the first request and holds back all answers. */
async function startStallingServer(afterMs) {
  let firstMs = null;
  const server = createServer((request, response) => {
    firstMs ??= performance.now();
    const intoStallMs = performance.now() - firstMs - afterMs;
    const answer = () => response.writeHead(200, { 'Content-Length': 2 }).end('{}');
    if (intoStallMs >= 0 && intoStallMs < STALL_MS) setTimeout(answer, STALL_MS - intoStallMs);
    else answer();
    request.resume();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://127.0.0.1:${server.address().port}` };
}

/** Loads a new server that stalls once. */
async function seenOfStall(job) {
  const { server, url } = await startStallingServer(300);
  try {
    return await client.load({ url, ms: 1500, ...job });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test('an open loop counts from the intended time, so that a stall shows in its percentiles', async () => {
  const seen = await seenOfStall({ kind: 'open', connections: 4, perSecond: 400 });
  assert.equal(seen.failures, 0);
  // 600 requests, of which some 80 fall due in the stall and wait 0..200 ms, most of them for a connection.
  assert.ok(seen.answers > 450 && seen.answers < 750, `${seen.answers} answers`);
  assert.ok(seen.p99_ms > STALL_MS / 2, `p99 ${seen.p99_ms} ms`);
  assert.ok(seen.max_ms >= STALL_MS * 0.8, `max ${seen.max_ms} ms`);
  assert.ok(seen.found_no_connection > 0.05, `${seen.found_no_connection} found no connection`);
});

test('a closed loop hides the same stall: only the request that was on its way pays', async () => {
  const seen = await seenOfStall({ kind: 'closed', connections: 1 });
  assert.equal(seen.failures, 0);
  assert.ok(seen.max_ms >= STALL_MS * 0.8, `max ${seen.max_ms} ms`);
  assert.ok(seen.p99_ms < STALL_MS / 2, `p99 ${seen.p99_ms} ms`);
});

test('the schedule does not depend on answers, repeats with its seed and has the rate that was asked for', () => {
  const asked = { perSecond: 2000, ms: 5000, seed: 7 };
  const times = [...poissonTimes(asked)];
  assert.deepEqual(times, [...poissonTimes(asked)]);
  assert.notDeepEqual(times, [...poissonTimes({ ...asked, seed: 8 })]);
  assert.ok(times.every((at, i) => at >= (times[i - 1] ?? 0) && at < 5000));
  // Poisson: 10 000 ± 5 standard deviations of 100.
  assert.ok(Math.abs(times.length - 10_000) < 500, `${times.length} requests`);
});
