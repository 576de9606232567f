// The runner trades in shadow: nothing it is made of, and nothing it does, can bring an order to a venue. Shown twice: by
// what its files can load and name, and by what it writes to sockets while it trades. That both checks bite is shown
// beside them, in no-order-path/.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startApi } from '../harness/api.mjs';
import { firstLine, start, stop } from '../harness/children.mjs';
import { cleanEnvironment } from '../session/parts/processes.mjs';
import { EAGER, writeSettings } from '../session/settings.mjs';
import { findings } from './no-order-path/findings.mjs';
import { importGraph } from './no-order-path/import-graph.mjs';
import { offences, readTrap } from './no-order-path/judge-traffic.mjs';
import { TRAP, trapped } from './no-order-path/trapped.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const RUNNER = join(ROOT, 'apps/wisescalp-runner/dist/main.js');
const SIM = join(ROOT, 'apps/auroractl/bin/auroractl.cjs');

/** The only files of the runner that load what could open a socket, and what each is for. */
const ALLOWED = {
  // Serves its metrics.
  'libs/nest/dist/lib/metrics-server.js': { modules: ['http'], asks: true },
  // Asks the venue for its filters, its depth, and listens to its streams.
  'apps/wisescalp-runner/dist/orders/read-exchange-info.js': { modules: ['undici'], asks: true },
  'libs/market/dist/lib/live/depth-client.node.js': { modules: ['undici'], asks: true },
  'libs/market/dist/lib/live/stream-connection.node.js': { modules: ['ws'], asks: true },
  // Talk to the gate.
  'libs/gate-client/dist/lib/gate-wire.node.js': { modules: ['undici'], asks: false },
  'apps/wisescalp-runner/dist/rules/gate-control.js': { modules: ['undici'], asks: false },
  // Opens none: loads the validator of settings when it first needs it.
  'libs/config/dist/lib/load/check-document.js': { modules: ['module'], asks: true },
};

const folder = mkdtempSync(join(tmpdir(), 'aurora-no-order-'));
after(() => rmSync(folder, { recursive: true, force: true }));

describe('what the runner is made of', () => {
  const graph = importGraph(RUNNER, ROOT);

  test('is read whole: the runner and every library it stands on', () => {
    const reached = [...graph.keys()].map((file) => /\/(?:libs|apps)\/([\w-]+)\//.exec(file)[1]);
    for (const name of ['wisescalp-runner', 'gate-client', 'market', 'execution', 'risk', 'events', 'kernel']) {
      assert.ok(reached.includes(name), `${name} is not reached`);
    }
    assert.ok(!reached.includes('sim-exchange'), 'the simulated venue is no part of it');
    assert.ok(graph.size > 100);
  });

  test('opens sockets in six files, names no endpoint that is not public, signs nothing, and holds no exchange client', () => {
    assert.deepEqual(findings(graph, ROOT, ALLOWED), []);
  });

  test('opens them there: the list holds nothing that is not so', () => {
    const used = (path) => [...graph.get(join(ROOT, path)).builtins, ...graph.get(join(ROOT, path)).packages];
    for (const [path, { modules }] of Object.entries(ALLOWED)) {
      for (const name of modules) assert.ok(used(path).includes(name), `${path} does not use ${name}`);
    }
  });
});

describe('what the runner does while it trades', { timeout: 170_000 }, () => {
  const SYMBOLS = ['BTCUSDT', 'ETHUSDT'];
  const children = [];
  let sim;
  let api;
  let summary;
  let seen;
  let places;

  const child = (args, env = {}) => {
    const one = start(
      { command: process.execPath, args },
      { cwd: folder, env: { ...cleanEnvironment(), AURORA_GIT_REVISION: 'e2e', ...env } },
    );
    children.push(one);
    return one;
  };
  const status = async () => (await fetch(`${sim.url}/sim/status`)).json();
  const fault = (kind) => fetch(`${sim.url}/sim/faults`, { method: 'POST', body: JSON.stringify({ kind }) });

  before(async () => {
    const symbols = SYMBOLS.join(',');
    sim = JSON.parse(await firstLine(child([SIM, 'sim', '--port', '0', '--seed', '7', '--symbols', symbols])));
    api = await startApi({ mode: 'shadow', ...EAGER });
    places = { venue: new URL(sim.url).host, gate: new URL(api.url).host };
    const seenFile = join(folder, 'seen.jsonl');
    const args = ['--ws-url', sim.ws_url, '--rest-url', sim.url, '--symbols', symbols, '--api-url', api.url];
    args.push('--session-dir', join(folder, 'session'), '--metrics-port', '0');
    const runner = child(['--require', TRAP, RUNNER, ...args], {
      AURORA_CONFIG: writeSettings(folder, SYMBOLS, EAGER),
      TRAP_FILE: seenFile,
    });
    const over = once(runner, 'close');
    // It loses its stream, and the order of it, and connects and asks for snapshots again; it opens and closes positions.
    const faults = ['disconnect', 'gap'];
    for await (const line of createInterface({ input: runner.stdout })) {
      const told = JSON.parse(line);
      if (told.type === 'summary') summary = told;
      if (told.type !== 'stats' || told.closed_trades < 1 || runner.killed) continue;
      if (faults.length > 0) await fault(faults.shift());
      else if (told.gaps > 0 && told.closed_trades > 3) runner.kill('SIGTERM');
    }
    assert.equal((await over)[0], 0);
    seen = readTrap(seenFile);
  });
  after(async () => {
    await Promise.all(children.map((one) => stop(one)));
    await api?.stop();
  });

  test('is to trade: it read the market, lost it and found it, asked the gate, and told it of its orders', async () => {
    assert.ok(summary.orders > 3 && summary.fills > 3, JSON.stringify(summary));
    assert.deepEqual((await status()).faults, { disconnect: 1, gap: 1 });
    const requests = seen.filter(({ request }) => request !== undefined).map(({ request }) => request.split('?')[0]);
    const times = (wanted) => requests.filter((request) => request === wanted).length;
    assert.ok(times('GET /fapi/v1/exchangeInfo') > 0);
    assert.ok(times('GET /fapi/v1/depth') > SYMBOLS.length);
    assert.ok(requests.filter((request) => request.includes('stream')).length > 1);
    assert.ok(times('POST /pretrade/check') > 3);
    assert.ok(times('POST /posttrade/log') > 3);
  });

  test('goes to the venue and the gate alone, and of the venue only asks', () =>
    assert.deepEqual(offences(seen, places), []));

  test('leaves the venue without a request for an order', async () => assert.equal((await status()).order_requests, 0));

  test('would have been caught: an order under the same trap, against the same venue', async () => {
    const lines = await trapped(
      `await fetch(process.argv[2] + '/fapi/v1/order?symbol=BTCUSDT&side=BUY', { method: 'POST' });`,
      sim.url,
    );
    assert.deepEqual(offences(lines, places), ['asks the venue POST /fapi/v1/order?symbol=BTCUSDT&side=BUY']);
    assert.equal((await status()).order_requests, 1);
  });
});
