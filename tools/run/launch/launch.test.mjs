// The launcher with stand-ins for both apps: real processes, sockets and signals.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Child } from './child.mjs';
import { launch } from './launch.mjs';
import { parseDurationMs } from './options.mjs';
import { makeSessionFolder } from './session-folder.mjs';
import { liveTable, perSecond, plainLine, summaryText } from './view.mjs';

const fixture = (name) => fileURLToPath(new URL(`fixtures/${name}.mjs`, import.meta.url));
const scripts = { sim: fixture('sim'), api: fixture('api'), runner: fixture('runner') };

let folder;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'aurora-launch-'))));
afterEach(() => {
  rmSync(folder, { recursive: true });
  delete process.env.TEST_SIM;
  delete process.env.TEST_API;
  delete process.env.TEST_RUNNER;
});
const log = (name) => readFileSync(join(folder, `${name}.log`), 'utf8');

/** Runs the launcher and notes what it shows; `onStats` is called with the controller of the stop signal. */
async function run(options = {}, onStats = () => undefined) {
  const stop = new AbortController();
  const seen = { messages: [], stats: [] };
  const screen = {
    started: (scene) => (seen.scene = scene),
    stats: (stats) => (seen.stats.push(stats), onStats(stop)),
    message: (text) => seen.messages.push(text),
    ended: (stats) => (seen.ended = stats ?? 'nothing'),
  };
  const all = { port: 0, seed: 1, speed: '1', ...options };
  seen.code = await launch({ scripts, options: all, folder, stop: stop.signal, screen });
  return seen;
}

/** When each child said that it stopped, in the order in which they did. */
const stopTimes = () => ['runner', 'api', 'sim'].map((name) => Number(/stopped at (\d+)/.exec(log(name))[1]));

describe('the launcher', () => {
  test('starts exchange, gate and runner, and stops them in the opposite order on a signal', async () => {
    const seen = await run({ seed: 5, speed: '2', faults: ['gap@5s', 'stall@60s:7s'] }, (stop) => stop.abort());
    assert.equal(seen.code, 0);
    assert.deepEqual(seen.messages, []);
    const { venue, gate, metrics } = seen.scene;
    assert.match(venue.url, /^http:/);
    assert.equal(metrics, 'http://127.0.0.1:9/metrics');
    assert.deepEqual(seen.stats[0].args, [
      ...['--ws-url', venue.ws_url, '--rest-url', venue.url],
      ...['--symbols', 'SOLUSDT,SOONUSDT'],
      ...['--speed', '2'],
      ...['--api-url', gate],
      ...['--session-dir', folder],
      ...['--seed', '5'],
      ...['--metrics-port', '0'],
    ]);
    assert.equal(seen.ended.type, 'summary');
    const [runner, api, sim] = stopTimes();
    assert.ok(runner <= api && api <= sim, `stopped at ${runner}, ${api}, ${sim}`);
    assert.match(log('sim'), /sim log line\n/);
    assert.match(log('runner'), /\{ text that is no JSON\n/);
  });

  test('tells the exchange what to play, and hears from it how it fares', async () => {
    const seen = await run({ seed: 5, speed: '3', recording: '/some/where', faults: ['gap@5s'] }, async (stop) => {
      // The second statistics may come before the first answer.
      setTimeout(() => stop.abort(), 500);
    });
    const { status } = seen.scene.venue;
    assert.equal(status.frames_sent, 7);
    assert.deepEqual(status.args, [
      ...['sim', '--port', '0', '--seed', '5', '--speed', '3'],
      ...['--recording', '/some/where', '--fault', 'gap@5s'],
    ]);
  });

  test('ends when the duration is over', async () => {
    const seen = await run({ duration: 1 });
    assert.equal(seen.code, 0);
    for (const name of ['api', 'sim']) assert.match(log(name), new RegExp(`${name} stopped`));
  });

  test('ends when the market ends', async () => {
    process.env.TEST_RUNNER = 'ends';
    assert.equal((await run()).code, 0);
    assert.match(log('api'), /api stopped/);
    assert.match(log('sim'), /sim stopped/);
  });

  test('ends when the exchange ends with its recording', async () => {
    process.env.TEST_SIM = 'ends';
    const seen = await run({ recording: '/some/where' });
    assert.deepEqual([seen.code, seen.messages], [0, []]);
    assert.doesNotMatch(log('sim'), /sim stopped/);
  });

  test('ends when the exchange says that its recording is over', async () => {
    process.env.TEST_SIM = 'at-the-end';
    const seen = await run({ recording: '/some/where' });
    assert.deepEqual([seen.code, seen.messages], [0, []]);
    assert.match(log('sim'), /sim stopped/);
  });

  test('as fast as it goes, the runner reads the recording without an exchange', async () => {
    process.env.TEST_RUNNER = 'ends';
    const seen = await run({ recording: '/some/where', speed: 'max' });
    assert.equal(seen.code, 0);
    assert.deepEqual(seen.ended.args.slice(0, 4), ['--recording', '/some/where', '--speed', 'max']);
    assert.equal(existsSync(join(folder, 'sim.log')), false);
  });

  test('shows the last log lines of an exchange that does not start, and starts nothing else', async () => {
    process.env.TEST_SIM = 'crash';
    const seen = await run();
    assert.equal(seen.code, 1);
    assert.match(
      seen.messages[0],
      /^the simulated exchange ended with exit code 2\. .*sim\.log:\n {2}sim log line\n {2}there is no such fault: sneeze$/,
    );
    assert.equal(existsSync(join(folder, 'api.log')), false);
  });

  test('an exchange that ends before it listens has failed, whatever its exit code', async () => {
    process.env.TEST_SIM = 'silent-end';
    const seen = await run();
    assert.equal(seen.code, 1);
    assert.match(seen.messages[0], /^the simulated exchange ended with exit code 0/);
  });

  test('shows the last log lines of a gate that does not start, and starts no runner', async () => {
    process.env.TEST_API = 'crash';
    const seen = await run();
    assert.equal(seen.code, 1);
    assert.match(
      seen.messages[0],
      /^aurora-api ended with exit code 3\. .*api\.log:\n {2}api log line\n {2}cannot open the state file$/,
    );
    assert.equal(seen.ended, 'nothing');
    assert.equal(existsSync(join(folder, 'runner.log')), false);
    assert.match(log('sim'), /sim stopped/);
  });

  test('shows the last log lines of a runner that crashes, and stops the gate', async () => {
    process.env.TEST_RUNNER = 'crash';
    const seen = await run();
    assert.equal(seen.code, 1);
    assert.match(seen.messages.join(), /^wisescalp-runner ended with exit code 7\. .*\n {2}the book is broken/s);
    assert.match(log('api'), /api stopped/);
    assert.match(log('sim'), /sim stopped/);
  });

  test('says which port is in use and starts nothing', async () => {
    const taken = createServer();
    await new Promise((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address();
    const seen = await run({ port });
    taken.close();
    assert.equal(seen.code, 1);
    assert.match(seen.messages[0], new RegExp(`^Port ${port} is in use`));
    assert.equal(existsSync(join(folder, 'sim.log')), false);
  });

  test('starts nothing that it would have to stop at once', async () => {
    const stop = AbortSignal.abort();
    const screen = { started: assert.fail, stats: assert.fail, message: assert.fail, ended: () => undefined };
    const code = await launch({ scripts, options: { port: 0, seed: 1, speed: '1' }, folder, stop, screen });
    assert.equal(code, 0);
    assert.equal(existsSync(join(folder, 'runner.log')), false);
  });
});

test('a child that does not listen to SIGTERM is killed', async () => {
  process.env.TEST_RUNNER = 'deaf';
  let started;
  const ready = new Promise((resolve) => (started = resolve));
  const child = new Child({ name: 'deaf', script: scripts.runner, logFile: join(folder, 'deaf.log'), onLine: started });
  await ready;
  assert.deepEqual(await child.stop(1), { code: null, signal: 'SIGKILL' });
  assert.throws(() => process.kill(child.pid, 0), { code: 'ESRCH' });
});

test('a session folder is named by its second in UTC and never shared', () => {
  const now = new Date('2026-01-02T03:04:05.678Z');
  const names = [1, 2, 3].map(() => makeSessionFolder(join(folder, 'logs'), now).slice(folder.length));
  assert.deepEqual(names, ['/logs/20260102-030405', '/logs/20260102-030405-2', '/logs/20260102-030405-3']);
});

test('durations', () => {
  const table = { '20s': 20_000, '5m': 300_000, '1h': 3_600_000, '500ms': 500, 7: 7000, '1.5s': 1500 };
  for (const [text, ms] of Object.entries(table)) assert.equal(parseDurationMs(text), ms);
  for (const text of ['', 'x', '-1s', '0s', '1d', '5 m', '1000h']) assert.throws(() => parseDurationMs(text), text);
});

describe('the screen', () => {
  const stats = {
    ...{ type: 'stats', elapsed_ms: 61_000, frames: 1500, parse_errors: 1, mismatches: 2, gaps: 0, crossings: 0 },
    ...{ signals: 40, reward_gate: { allow: 30, deny: 10 }, parent_gate: { allow: 3, deny: 7 } },
    ...{ decisions: 30, allow: 20, allow_open: 12, allow_exit: 8, verdicts: { gate: 28, fail_closed: 2 } },
    deny: { trap_guard: 3, expected_return_gate: 7 },
    tick_to_decision_ms: { p50: 0.512, p99: 2.5 },
    ...{ orders: 21, fills: 20, open_orders: 1, open_positions: 1, closed_trades: 9, pnl_usdt: -1.25 },
    ...{ model: 'sigmoid@0', rss_mb: 140 },
    last: [
      {
        symbol: 'BTCUSDT',
        side: 'buy',
        kind: 'open',
        score: 0.5,
        p: 0.7,
        allow: false,
        reason: 'trap_guard',
        max_qty: 0,
      },
    ],
  };
  const before = { elapsed_ms: 60_000, decisions: 25, frames: 1200 };
  const status = { clients: 1, frames_sent: 2000, faults: { stall: 2, gap: 0 }, order_requests: 0 };
  const scene = {
    gate: 'http://127.0.0.1:1',
    metrics: 'http://127.0.0.1:3/metrics',
    venue: { url: 'http://127.0.0.1:2', framesPerS: 310.4, status },
  };

  test('counts what came each second between two statistics', () => {
    assert.equal(perSecond('decisions', stats, before), 5);
    assert.equal(perSecond('decisions', { elapsed_ms: 2000, decisions: 3 }, undefined), 1.5);
    assert.equal(perSecond('frames', { elapsed_ms: 0, frames: 0 }, undefined), 0);
  });

  test('has one plain line without a terminal', () => {
    assert.equal(
      plainLine(stats, before, scene),
      '00:01:01 | 300 frames/s | faults: stall 2 | 40 signals | net reward 30 pass, 10 blocked; parent gate 3 pass, 7 denied | ' +
        '30 decided | 20 allowed | 10 denied | expected_return_gate 7 | trap_guard 3 | 20 fills | 1 open | PnL -1.25 USDT | ' +
        'p50 0.51 ms  p99 2.50 ms',
    );
  });

  test('shows numbers and the latest decisions in a table, and a summary at the end', () => {
    const table = liveTable(stats, before, scene, { folder: 'logs/x' });
    for (const text of ['00:01:01', 'expected_return_gate 7', 'p99 2.50 ms', 'BTCUSDT', 'logs/x', 'fail_closed 2'])
      assert.ok(table.includes(text), text);
    for (const text of ['310 frames/s, 1 client', 'faults: stall 2', 'parent gate 3 pass, 7 denied', 'sigmoid@0'])
      assert.ok(table.includes(text), text);
    assert.match(
      summaryText(stats, scene, 'logs/x'),
      /30, 20 allowed, 10 denied.*order requests: 0\nsession: logs\/x$/s,
    );
    assert.match(summaryText({ ...stats, tick_to_decision_ms: null }, {}, 'logs/x'), /not measured yet/);
    assert.match(summaryText(undefined, {}, 'logs/x'), /stopped before/);
  });

  test('fits on a screen of 24 lines, however many decisions there were', () => {
    const many = { ...stats, last: Array.from({ length: 8 }, () => stats.last[0]) };
    const lines = (rows) => liveTable(many, before, scene, { folder: 'logs/x', rows }).split('\n').length;
    assert.ok(lines(24) < 24, `${lines(24)} lines`);
    assert.ok(lines(40) > lines(24));
    assert.ok(lines(10) >= 19);
  });

  test('says that there is no exchange', () => {
    assert.match(liveTable(stats, before, { gate: 'http://127.0.0.1:1' }, { folder: 'logs/x' }), /none: the recording/);
  });
});
