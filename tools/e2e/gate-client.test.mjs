// The client against the gate as it is shipped: what it lets through, and what becomes of its questions while the gate
// stands still, is killed, and comes back.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { after, afterEach, before, describe, test } from 'node:test';
import { approve, AuroraGate } from '@aurora/gate-client';
import { startApi } from '../harness/api.mjs';
import { cutOnce } from './gate-client/cut-once.mjs';

const TOKEN = 'a-token-for-these-tests-1';
const OPS_TOKEN = 'an-operators-token-for-these-tests';
const SETTINGS = {
  mode: 'testnet',
  security: { require_token_for_trading: true },
};
const ENV = { AURORA_API_TOKEN: TOKEN, OPS_TOKEN };

const order = { symbol: 'BTCUSDT', side: 'buy', qty: 0.5, price: 64_000 };
const market = { latency_ms: 5, spread_bps: 1, slip_bps_est: 0.5, a_bps: 10, b_bps: 24, score: 0.6 };
const GOOD = { order, market };
const WIDE = { order, market: { ...market, spread_bps: 500 } };

/** Not to fail by a slow machine. */
const PATIENT = { timeoutMs: 15_000 };

let folder;
let api;
const gates = [];
const gateWith = (options = {}) => {
  const gate = new AuroraGate({ url: api.url, mode: 'testnet', token: TOKEN, ...options });
  gates.push(gate);
  return gate;
};
/** The gate comes back at the place where it was. */
const start = async () => {
  api = await startApi({ ...SETTINGS, api: { port: api?.port ?? 0 } }, { folder, env: ENV });
};
const ops = (path) => fetch(api.url + path, { method: 'POST', headers: { 'x-ops-token': OPS_TOKEN } });

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'aurora-gate-client-'));
  await start();
});
afterEach(() => Promise.all(gates.splice(0).map((gate) => gate.close())));
after(async () => {
  api.child.kill('SIGCONT');
  await api.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('a gate that is there', () => {
  test('lets a good order through, whole, under its decision', async () => {
    const gate = gateWith(PATIENT);
    const verdict = await gate.check(GOOD);
    assert.equal(verdict.source, 'gate');
    assert.deepEqual([verdict.allow, verdict.maxQty, verdict.reason, verdict.hardGate], [true, 0.5, 'ok', false]);
    assert.equal(verdict.answer.observability.mode, 'testnet');
    assert.deepEqual(verdict.answer.observability.diagnostics, []);
    const approved = approve({ ...order, reduceOnly: false }, verdict, '0.2');
    assert.deepEqual([approved.qty, approved.decisionId], [0.4, verdict.decisionId]);
    const { requests, latencyMs } = gate.stats();
    assert.equal(requests, 1);
    assert.ok(latencyMs.p99 > 0 && latencyMs.p99 < PATIENT.timeoutMs);
  });

  test('denies a bad one and says why', async () => {
    const verdict = await gateWith(PATIENT).check(WIDE);
    assert.deepEqual([verdict.allow, verdict.maxQty, verdict.source], [false, 0, 'gate']);
    assert.match(verdict.reason, /^spread_bps_too_wide/);
    assert.equal(approve({ ...order, reduceOnly: false }, verdict, '0.001'), undefined);
  });

  test('takes the same question twice for one', async () => {
    const gate = gateWith(PATIENT);
    const first = await gate.check({ ...GOOD, req_id: 'once' });
    const again = await gate.check({ ...GOOD, req_id: 'once' });
    assert.deepEqual(again, first);
    assert.notEqual((await gate.check(GOOD)).decisionId, first.decisionId);
  });

  test('takes the same report twice for one', async () => {
    const gate = gateWith(PATIENT);
    const report = { symbol: 'BTCUSDT', side: 'buy', client_order_id: 'c-1', status: 'filled', qty: 0.5, filled: 0.5 };
    assert.deepEqual([await gate.report(report), await gate.report(report)], [true, true]);
    assert.equal(eventsOf('ORDER.FILL').filter((line) => line.includes('"c-1"')).length, 1);
  });

  test('refuses what is wrong with the request, and lenience changes nothing', async () => {
    const failures = [];
    const options = { failOpen: true, ...PATIENT, onFailure: ({ status }) => failures.push(status) };
    const wrong = [
      [gateWith(options), { order: { ...order, qty: -1 }, market }],
      [gateWith(options), { ...GOOD, risk_tags: ['x'.repeat(70_000)] }],
      [gateWith({ ...options, token: 'another-token-of-16' }), GOOD],
      [gateWith({ ...options, token: undefined }), GOOD],
    ];
    for (const [gate, request] of wrong) assert.equal((await gate.check(request)).source, 'fail_closed');
    assert.deepEqual(failures, [422, 413, 403, 401]);
  });

  test('that is halted is obeyed, also when it falls silent', async () => {
    const gate = gateWith({ failOpen: true, ...PATIENT });
    await ops('/ops/trading_state/halted');
    const verdict = await gate.check(GOOD);
    assert.deepEqual([verdict.allow, verdict.hardGate, verdict.reason], [false, true, 'TRADING.HALTED']);
    await killed();
    assert.deepEqual(pick(await gate.check(GOOD)), [false, 'fail_closed', 'unreachable']);
    await start();
    assert.equal((await gate.check(GOOD)).reason, 'TRADING.HALTED');
    await ops('/ops/trading_state/active');
    assert.equal((await gate.check(GOOD)).allow, true);
  });
});

describe('a gate that stands still', () => {
  test('costs a few timeouts, then nothing, and is found again when it goes on', async () => {
    const nowMs = skippingClock();
    const gate = gateWith({ breaker: { failures: 3, openMs: 60_000 }, nowMs });
    await until(async () => (await gate.check(GOOD)).source === 'gate');
    const { timeout } = gate.stats().failures;
    api.child.kill('SIGSTOP');
    try {
      for (let i = 0; i < 3; i++) {
        const startedMs = performance.now();
        assert.deepEqual(pick(await gate.check(GOOD)), [false, 'fail_closed', 'timeout']);
        assert.ok(performance.now() - startedMs >= 199);
      }
      assert.equal(gate.stats().breaker, 'open');
      const { requests } = gate.stats();
      for (let i = 0; i < 100; i++)
        assert.deepEqual(pick(await gate.check(GOOD)), [false, 'fail_closed', 'breaker_open']);
      assert.equal(gate.stats().requests, requests, 'an open breaker sends nothing');
      assert.equal(gate.stats().failures.timeout, timeout + 3);
    } finally {
      api.child.kill('SIGCONT');
    }
    await until(() => {
      nowMs.skip(60_000);
      return gate.check(GOOD).then(({ source }) => source === 'gate');
    });
    assert.equal(gate.stats().breaker, 'closed');
  });

  test('lets a lenient bot go on', async () => {
    const gate = gateWith({ timeoutMs: 50, failOpen: true });
    api.child.kill('SIGSTOP');
    try {
      const verdict = await gate.check(GOOD);
      assert.deepEqual(pick(verdict), [true, 'fail_open', 'timeout']);
      assert.deepEqual([verdict.maxQty, verdict.decisionId], [0.5, null]);
      // What the gate would refuse is its to refuse: nothing else speaks for a request in live.
      assert.deepEqual(pick(await gate.check({ ...GOOD, account: { mode: 'live' } })), [
        false,
        'fail_closed',
        'timeout',
      ]);
    } finally {
      api.child.kill('SIGCONT');
    }
  });

  test('judges a question once, however often it came while it stood', async () => {
    const gate = gateWith({ timeoutMs: 150, deadlineMs: 20_000 });
    api.child.kill('SIGSTOP');
    const asked = gate.check({ ...GOOD, req_id: 'asked-twice' });
    await until(() => gate.stats().requests === 2);
    api.child.kill('SIGCONT');
    const verdict = await asked;
    // The retry has a time limit too; where it was too short, a patient client is told.
    const told =
      verdict.source === 'gate' ? verdict : await gateWith(PATIENT).check({ ...GOOD, req_id: 'asked-twice' });
    const { decisionId } = told;
    assert.deepEqual(decisionsOn('asked-twice'), [decisionId]);
  });
});

describe('a gate that is killed', () => {
  test('is found again when it comes back, and still knows what it was asked', async () => {
    const nowMs = skippingClock();
    const gate = gateWith({ ...PATIENT, breaker: { failures: 2, openMs: 60_000 }, nowMs });
    const before = await gate.check({ ...GOOD, req_id: 'before-the-kill' });
    assert.equal(before.source, 'gate');
    await killed();
    for (let i = 0; i < 2; i++) assert.deepEqual(pick(await gate.check(GOOD)), [false, 'fail_closed', 'unreachable']);
    assert.deepEqual(pick(await gate.check(GOOD)), [false, 'fail_closed', 'breaker_open']);
    await start();
    nowMs.skip(60_000);
    const again = await gate.check({ ...GOOD, req_id: 'before-the-kill' });
    assert.equal(again.decisionId, before.decisionId);
    assert.deepEqual(again.answer, before.answer);
  });

  test('while it answers is asked once more, and gives the decision it made', async () => {
    // Between them the connection is cut after the gate has answered and before the client hears of it.
    const cutter = await cutOnce(api.port);
    try {
      const gate = gateWith({ url: `http://127.0.0.1:${cutter.port}`, ...PATIENT });
      const verdict = await gate.check({ ...GOOD, req_id: 'cut-off' });
      assert.equal(verdict.source, 'gate');
      assert.equal(gate.stats().requests, 2);
      assert.deepEqual(decisionsOn('cut-off'), [verdict.decisionId]);
    } finally {
      await cutter.close();
    }
  });
});

const pick = ({ allow, source, failure }) => [allow, source, failure];

/** The machine's clock, and time can be skipped. */
function skippingClock() {
  let skippedMs = 0;
  const nowMs = () => performance.timeOrigin + performance.now() + skippedMs;
  return Object.assign(nowMs, { skip: (ms) => (skippedMs += ms) });
}

const eventsOf = (code) =>
  readFileSync(join(folder, 'session/aurora_events.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line.includes(`"event_code":"${code}"`));

/** Ids of the decisions that were made on a key. */
const decisionsOn = (reqId) =>
  eventsOf('POLICY.DECISION')
    .filter((line) => line.includes(`"req_id":"${reqId}"`))
    .map((line) => /"decision":\{.*?"decision_id":"([^"]+)"/.exec(line)[1]);

async function killed() {
  const gone = once(api.child, 'exit');
  api.child.kill('SIGKILL');
  await gone;
}

/** Asks again until it is so; a gate that goes on needs a moment that no one can foretell. */
async function until(isSo, withinMs = 15_000) {
  const endMs = performance.now() + withinMs;
  while (!(await isSo())) {
    assert.ok(performance.now() < endMs, `not within ${withinMs} ms: ${isSo}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
