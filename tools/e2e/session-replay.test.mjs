// The whole chain as `npm start` runs it: a recorded market read by the runner, and a generated one over the simulated
// exchange, gate and runner as processes over HTTP; and then the session's log: every line valid, every decision judged again
// to the byte.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { orderDeniedProblems, orderSuccessProblems, validateEventLine } from '@aurora/events';
import { readEvents } from '@aurora/events/node';
import { LogReplay } from '@aurora/engine';
import { GUARD_SET } from '@aurora/gates';
import { launch } from '../run/launch/launch.mjs';
import { EAGER, writeSettings } from '../session/settings.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const RECORDING = join(process.env.AURORA_RECORDINGS ?? join(ROOT, '../shared/data'), 'usdm-btc-eth-202407');
/** Frames of the two symbols' files. */
const RECORDED_FRAMES = 141_897;
const GENERATED_MS = 20_000;

const markets = existsSync(RECORDING)
  ? [
      {
        title: 'the recorded market',
        options: { recording: RECORDING, speed: 'max', seed: 1 },
        frames: RECORDED_FRAMES,
      },
    ]
  : [];
markets.push({
  title: existsSync(RECORDING) ? 'the generated market' : 'the generated market (no recordings at hand)',
  options: { seed: 7, speed: '1', duration: GENERATED_MS },
  frames: null,
});

/** Every question is answered by the gate, however slow the machine. */
const SETTINGS = { ...EAGER, runner: { ...EAGER.runner, fail_open: false, request_timeout_ms: 30_000 } };

const linesOf = (file) => readFileSync(file, 'utf8').split('\n').filter(Boolean);

for (const { title, options, frames } of markets) {
  describe(`a session on ${title}`, () => {
    let folder;
    let exitCode;
    let summary;
    const messages = [];

    before(async () => {
      folder = mkdtempSync(join(tmpdir(), 'aurora-session-'));
      const screen = {
        started() {},
        stats() {},
        message: (text) => messages.push(text),
        ended: (stats) => (summary = stats),
      };
      const scripts = {
        sim: join(ROOT, 'apps/auroractl/bin/auroractl.cjs'),
        api: join(ROOT, 'apps/aurora-api/dist/main.js'),
        runner: join(ROOT, 'apps/wisescalp-runner/dist/main.js'),
      };
      const stop = new AbortController().signal;
      process.env.AURORA_CONFIG = writeSettings(folder, ['BTCUSDT', 'ETHUSDT'], SETTINGS);
      exitCode = await launch({ scripts, options: { port: 0, ...options }, folder, stop, screen });
    });
    after(() => {
      delete process.env.AURORA_CONFIG;
      rmSync(folder, { recursive: true, force: true });
    });

    test('ends well', () => {
      assert.deepEqual(messages, []);
      assert.equal(exitCode, 0);
      assert.equal(summary.type, 'summary');
    });

    test('reads every frame and keeps the book of the venue', () => {
      if (frames !== null) assert.equal(summary.frames, frames);
      const { parse_errors, gaps, crossings } = summary;
      assert.deepEqual({ parse_errors, gaps, crossings }, { parse_errors: 0, gaps: 0, crossings: 0 });
      // Beyond the 1000 levels of its snapshot a book knows only what has changed since; the generated market may get there.
      if (frames !== null) assert.equal(summary.mismatches, 0);
      assert.ok(summary.verdicts.gate > 15, `only ${summary.verdicts.gate} decisions`);
      assert.ok(summary.allow > 0, 'nothing was allowed');
    });

    test('writes only valid events, in the order of their time stamps', () => {
      const lines = linesOf(join(folder, 'aurora_events.jsonl'));
      assert.deepEqual(
        lines.flatMap((line) => validateEventLine(line).map((problem) => ({ problem, line }))),
        [],
      );
      const stamps = lines.map((line) => BigInt(/"ts_ns":(\d+)/.exec(line)[1]));
      assert.ok(stamps.every((stamp, i) => i === 0 || stamp > stamps[i - 1]));
    });

    test('writes orders records as their schemas say', () => {
      const denied = linesOf(join(folder, 'orders_denied.jsonl')).map((line) => JSON.parse(line));
      const success = linesOf(join(folder, 'orders_success.jsonl')).map((line) => JSON.parse(line));
      assert.deepEqual(denied.flatMap(orderDeniedProblems), []);
      assert.deepEqual(success.flatMap(orderSuccessProblems), []);
      assert.equal(denied.length, summary.verdicts.gate - summary.allow);
      // A partial fill has a line of its own.
      assert.equal(success.filter(({ filled_pct: share }) => share === 1).length, summary.fills);
    });

    test('gives every decision again, to the byte', async () => {
      const replay = new LogReplay(GUARD_SET);
      const bad = [];
      for await (const { record } of readEvents(folder, { onBadLine: (line) => bad.push(line) })) replay.feed(record);
      assert.deepEqual(bad, []);
      assert.deepEqual(replay.differences, []);
      assert.equal(replay.decisions, summary.verdicts.gate);
    });

    test('stores the state that the log gives', async () => {
      const replay = new LogReplay(GUARD_SET);
      for await (const { record } of readEvents(folder, { onBadLine: () => assert.fail('bad line') }))
        replay.feed(record);
      const stored = JSON.parse(readFileSync(join(folder, 'state/aurora_state.json'), 'utf8'));
      assert.deepEqual(JSON.parse(JSON.stringify(replay.snapshot())), stored.engine);
    });
  });
}
