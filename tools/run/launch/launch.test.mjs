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
