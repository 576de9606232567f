// Each fault alone, with real processes: what the runner does while it lasts, and that it goes on afterwards. Limits are
// short, so that a fault need not be long.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { parseRecord } from '@aurora/events';
import { complaintsIn } from '../session/judge/ends.mjs';
import { leftBehind } from '../session/left-behind.mjs';
import { Trio } from '../session/parts/trio.mjs';
import { scrape } from '../session/read-metrics.mjs';
import { msOf, readRunnerLog, TERMINAL } from '../session/read/runner-log.mjs';
import { EAGER } from '../session/settings.mjs';
import { SMALL_DISK_MISSING } from '../torture/machinery/small-disk.mjs';
import { until } from '../torture/machinery/until.mjs';

const STALE_MS = 500;
const SLACK_MS = 250;
const PATIENCE_MS = 15_000;

/** Short limits, and no way round a gate that does not answer. */
const SETTINGS = {
  ...EAGER,
  market: { stale_ms: STALE_MS, stall_ms: STALE_MS },
  runner: { ...EAGER.runner, fail_open: false },
};

let folder;
let trio;

/** Events of the runner since a moment, oldest first. */
const since = (ms, ...codes) =>
  readFileSync(join(trio.sessions.runner, 'aurora_events.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => parseRecord(line))
    .map((record) => ({ ...record, code: record.eventCode, atMs: msOf(record.tsNs) }))
    .filter(({ atMs, code }) => atMs >= ms && (codes.length === 0 || codes.includes(code)));
const openings = (fromMs, toMs = Infinity) =>
  since(fromMs, 'ORDER.SUBMIT').filter(({ details, atMs }) => details.purpose === 'open' && atMs < toMs);
const metrics = () => scrape(trio.runner.metricsUrl);
const oldestBook = async () => Math.max(...(await metrics()).by('wisescalp_book_age_ms', 'symbol').values());

/** New orders are opened again; else it is said what the runner made of the time instead. */
async function goesOn(why) {
  const fromMs = Date.now();
  try {
    await until(() => openings(fromMs).length > 0, `an opening ${why}`, PATIENCE_MS, 50);
  } catch (error) {
    const codes = since(fromMs).map(({ code }) => code);
    const events = [...new Set(codes)].map((code) => `${code} ${codes.filter((each) => each === code).length}`);
    throw new Error(`${error.message}; meanwhile: ${events.join(', ')}; ${JSON.stringify(trio.runner.stats)}`, {
      cause: error,
    });
  }
}

describe('the runner', { timeout: 170_000 }, () => {
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'aurora-faults-'));
    trio = await Trio.start({ folder, diskMb: 32, settings: SETTINGS, seed: 11 });
    await goesOn('at the start');
  });
  after(async () => {
    await trio?.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => assert.equal(trio.runner.isGone, false, 'the runner has ended'));

  test('connects again whenever the exchange disconnects', async () => {
    const fromMs = Date.now();
    for (let times = 0; times < 4; times++) {
      await trio.venue.fault('disconnect');
      await wait(600);
    }
    await goesOn('after four disconnects');
    assert.ok(since(fromMs, 'WS.DISCONNECT').length >= 2);
    assert.ok(since(fromMs, 'WS.CONNECT').length >= 2);
  });

  test('sees a gap and takes a new snapshot', async () => {
    const fromMs = Date.now();
    const [symbol] = trio.venue.symbols;
    await trio.venue.fault('gap', { symbol });
    await until(() => since(fromMs, 'WS.GAP').length > 0, 'WS.GAP', PATIENCE_MS, 50);
    const [{ symbol: broken, atMs }] = since(fromMs, 'WS.GAP');
    assert.equal(broken, symbol);
    await until(
      () => openings(atMs).some((order) => order.symbol === symbol),
      'an opening after the gap',
      PATIENCE_MS,
      50,
    );
  });

  test('opens nothing while the exchange says nothing', async () => {
    const fromMs = Date.now();
    await trio.venue.fault('stall', { duration_ms: 2500 });
    await wait(1500);
    assert.ok((await oldestBook()) > STALE_MS);
    await wait(1000);
    const toMs = Date.now();
    assert.deepEqual(openings(fromMs + STALE_MS + SLACK_MS, toMs - SLACK_MS), []);
    await goesOn('after the stall');
  });

  test('opens nothing on a crossed book', async () => {
    const fromMs = Date.now();
    await trio.venue.fault('crossed', { duration_ms: 1500 });
    await until(() => trio.runner.stats.crossings > 0, 'a crossed book', PATIENCE_MS, 50);
    await wait(1500);
    for (const { cid } of openings(fromMs)) {
      const [signal] = since(0, 'MODEL.CALIBRATION').filter((event) => event.cid === cid);
      assert.equal(signal.details.book_crossed, false, cid);
    }
    await goesOn('after the crossed books');
  });

  test('opens nothing while answers of the gate take too long', async () => {
    trio.gate.proxy.delayMs = 500;
    await wait(400);
    const fromMs = Date.now();
    await wait(2000);
    const toMs = Date.now();
    trio.gate.proxy.delayMs = 0;
    assert.deepEqual(openings(fromMs, toMs), []);
    const verdicts = since(fromMs, 'POLICY.DECISION');
    assert.ok(verdicts.length > 0);
    for (const { details, atMs } of verdicts) if (atMs < toMs) assert.equal(details.source, 'fail_closed');
    await goesOn('when the gate is fast again');
  });

  for (const [how, down, up] of [
    ['does not listen', () => trio.gate.proxy.refuse(), () => trio.gate.proxy.accept()],
    ['is stopped', () => trio.gate.pause(), () => trio.gate.resume()],
    ['was killed', () => trio.gate.crash(), () => trio.gate.begin()],
  ]) {
    test(`opens nothing while the gate ${how}`, async () => {
      await down();
      await wait(400);
      const fromMs = Date.now();
      await wait(1500);
      const toMs = Date.now();
      await up();
      assert.deepEqual(openings(fromMs, toMs), []);
      await goesOn(`when the gate no longer ${how}`);
    });
  }

  test('opens nothing while trading is halted', async () => {
    await trio.gate.ops('/ops/trading_state/halted');
    const fromMs = Date.now() + SLACK_MS;
    await wait(1500);
    const toMs = Date.now();
    await trio.gate.ops('/ops/trading_state/active');
    assert.deepEqual(openings(fromMs, toMs), []);
    assert.ok(since(fromMs, 'POLICY.DECISION').some(({ details }) => details.reason === 'TRADING.HALTED'));
    await goesOn('after trading was taken up again');
  });

  test('goes on while the disk of its log is full, and writes what it had to keep', async (context) => {
    if (trio.disk === null) return context.skip(SMALL_DISK_MISSING);
    const before = await metrics();
    trio.disk.fill();
    await wait(2000);
    const during = await metrics();
    assert.ok(
      during.sum('wisescalp_ws_frames_total') > before.sum('wisescalp_ws_frames_total'),
      'frames are taken while the disk is full',
    );
    const fullMs = Date.now() - 1000;
    trio.disk.makeRoom();
    await goesOn('when there is room again');
    assert.ok(
      since(fullMs).some(({ atMs }) => atMs < fullMs + 1000),
      'events of the time in which the disk was full',
    );
    assert.equal((await metrics()).sum('wisescalp_events_dropped'), 0);
    return undefined;
  });

  test('ends with 0 on SIGTERM, every order ended once, and nothing is left', async () => {
    const { gate, venue, runner } = trio;
    const { code, signal } = await runner.stop();
    assert.deepEqual({ code, signal }, { code: 0, signal: null }, trio.said().runner);
    const log = await readRunnerLog(trio.sessions.runner);
    assert.deepEqual(log.problems.list, []);
    assert.ok(log.orders.size > 20, `only ${log.orders.size} orders`);
    for (const { cid, submits, terminals } of log.orders.values())
      assert.deepEqual([submits.length, terminals.length], [1, 1], `${cid}: one submit, one of ${TERMINAL}`);
    assert.equal((await venue.status()).order_requests, 0);
    await gate.stop();
    await venue.stop();
    for (const [name, text] of Object.entries(trio.said())) assert.deepEqual(complaintsIn(text), [], name);
    const left = await leftBehind({
      pids: [runner.pid, gate.pid, venue.pid],
      urls: [runner.metricsUrl, gate.url, gate.ownUrl, venue.url],
      folders: [folder, runner.sessionDir],
    });
    assert.deepEqual(left, []);
  });
});
