// The whole chain on real input: gate and runner as processes over HTTP, a recorded market (or the generated one), and then
// the session's log: every line valid, every decision judged again to the byte.
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

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const RECORDING = join(process.env.AURORA_RECORDINGS ?? join(ROOT, '../shared/data'), 'usdm-btc-eth-202407');
/** Frames of the two symbols' files. */
const RECORDED_FRAMES = 141_897;
const GENERATED_WALL_MS = 8_000;

const markets = existsSync(RECORDING)
  ? [{ title: 'the recorded market', options: { recording: RECORDING, speed: 'max' }, frames: RECORDED_FRAMES }]
  : [];
markets.push({
  title: existsSync(RECORDING) ? 'the generated market' : 'the generated market (no recordings at hand)',
  options: { seed: 7, speed: 'max', duration: GENERATED_WALL_MS },
  frames: null,
});

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
        api: join(ROOT, 'apps/aurora-api/dist/main.js'),
        runner: join(ROOT, 'apps/wisescalp-runner/dist/main.js'),
      };
      const stop = new AbortController().signal;
      exitCode = await launch({ scripts, options: { port: 0, ...options }, folder, stop, screen });
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    test('ends well', () => {
      assert.deepEqual(messages, []);
      assert.equal(exitCode, 0);
      assert.equal(summary.type, 'summary');
    });

    test('reads every frame and keeps the book of the venue', () => {
      if (frames !== null) assert.equal(summary.frames, frames);
      const { parse_errors, mismatches, gaps, crossings, unanswered } = summary;
      assert.deepEqual(
        { parse_errors, mismatches, gaps, crossings, unanswered },
        { parse_errors: 0, mismatches: 0, gaps: 0, crossings: 0, unanswered: 0 },
      );
      assert.ok(summary.decisions > 100, `only ${summary.decisions} decisions`);
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
      assert.equal(denied.length, summary.decisions - summary.allow);
      assert.equal(success.length, summary.fills);
    });

    test('gives every decision again, to the byte', async () => {
      const replay = new LogReplay(GUARD_SET);
      const bad = [];
      for await (const { record } of readEvents(folder, { onBadLine: (line) => bad.push(line) })) replay.feed(record);
      assert.deepEqual(bad, []);
      assert.deepEqual(replay.differences, []);
      assert.equal(replay.decisions, summary.decisions);
    });

    test('stores the state that the log gives', async () => {
      const replay = new LogReplay(GUARD_SET);
      for await (const { record } of readEvents(folder, { onBadLine: () => assert.fail('bad line') }))
        replay.feed(record);
      const stored = JSON.parse(readFileSync(join(folder, 'run/state/aurora_state.json'), 'utf8'));
      assert.deepEqual(JSON.parse(JSON.stringify(replay.snapshot())), stored.engine);
    });
  });
}
