// One recording, seed and configuration give the same event files, byte for byte: the runner as a process, with the gate
// inside it, as fast as it goes. Nothing is masked: in a recording all time is that of the recording.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { validateEventLine } from '@aurora/events';
import { cleanEnvironment } from '../session/parts/processes.mjs';
import { writeRecording } from '../session/parts/generated-recording.mjs';
import { EAGER, writeSettings } from '../session/settings.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const RUNNER = join(ROOT, 'apps/wisescalp-runner/dist/main.js');
const RECORDED = join(process.env.AURORA_RECORDINGS ?? join(ROOT, '../shared/data'), 'usdm-btc-eth-202407');
const VENUE = join(ROOT, 'configs/venue/binance-usdm.json');
const GENERATED_MS = 180_000;
const RECORDED_LENGTH = '120s';
const SYMBOLS = ['BTCUSDT', 'ETHUSDT'];

/** Runs to the end. @returns every file of the session by name, and what was said last. */
async function run({ folder, recording, seed = 7, length, settings = EAGER }, name) {
  const sessionDir = join(folder, name);
  mkdirSync(sessionDir);
  const market = ['--recording', recording, '--speed', 'max', ...(length ? ['--duration', length] : [])];
  const rest = ['--gate', 'in-process', '--seed', String(seed), '--exchange-info', VENUE, '--session-dir', sessionDir];
  // Both runs read a file of the same name: it may stand in the log.
  const env = { ...cleanEnvironment(), AURORA_CONFIG: writeSettings(folder, SYMBOLS, settings) };
  const child = spawn(process.execPath, ['--unhandled-rejections=strict', RUNNER, ...market, ...rest], {
    env,
    cwd: folder,
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (data) => (out += data));
  child.stderr.on('data', (data) => (err += data));
  const [code] = await once(child, 'close');
  assert.equal(code, 0, err);
  return { files: filesBelow(sessionDir), summary: JSON.parse(out.trimEnd().split('\n').at(-1)) };
}

const filesBelow = (folder) =>
  new Map(
    readdirSync(folder, { recursive: true })
      .sort()
      .filter((name) => statSync(join(folder, name)).isFile())
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );

const linesOf = (text) => text.split('\n').filter(Boolean);
const codesIn = (text) => new Set(linesOf(text).map((line) => JSON.parse(line).event_code));

/** Where two texts part, for a reader. */
function firstDifference(one, other) {
  const [ones, others] = [linesOf(one), linesOf(other)];
  const at = ones.findIndex((line, i) => line !== others[i]);
  return at < 0 ? `${ones.length} and ${others.length} lines` : `line ${at + 1}:\n${ones[at]}\n${others[at]}`;
}

const markets = [
  { title: 'a generated recording', make: (folder) => writeRecording(folder, { seed: 3, durationMs: GENERATED_MS }) },
];
if (existsSync(RECORDED)) markets.push({ title: 'a recorded market', recording: RECORDED, length: RECORDED_LENGTH });

for (const { title, make, recording, length } of markets) {
  describe(`the runner on ${title}`, () => {
    let folder;
    let given;
    let first;

    before(async () => {
      folder = mkdtempSync(join(tmpdir(), 'aurora-determinism-'));
      given = { folder, recording: recording ?? join(folder, 'recording'), length };
      if (make !== undefined) {
        mkdirSync(given.recording);
        make(given.recording);
      }
      first = await run(given, 'first');
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    test('trades: every stage stands in its log, and every line is valid', () => {
      const events = first.files.get('runner/aurora_events.jsonl');
      const codes = codesIn(events);
      for (const code of ['MODEL.CALIBRATION', 'EXPECTED_NET_REWARD_GATE', 'PARENT_GATE.EVAL', 'POLICY.DECISION'])
        assert.ok(codes.has(code), code);
      for (const code of ['ORDER.SUBMIT', 'ORDER.ACK', 'ORDER.FILL', 'TCA.ANALYSIS']) assert.ok(codes.has(code), code);
      assert.deepEqual(linesOf(events).flatMap(validateEventLine), []);
      assert.ok(codesIn(first.files.get('aurora_events.jsonl')).has('POSTTRADE.LOG'));
    });

    test('writes the same bytes again', async () => {
      const again = await run(given, 'again');
      assert.deepEqual([...again.files.keys()], [...first.files.keys()]);
      for (const [name, text] of first.files)
        assert.ok(again.files.get(name) === text, `${name} differs: ${firstDifference(text, again.files.get(name))}`);
    });

    test('another seed gives other names of orders to the same decisions', async () => {
      const other = await run({ ...given, seed: 8 }, 'seed');
      assert.notEqual(other.files.get('runner/aurora_events.jsonl'), first.files.get('runner/aurora_events.jsonl'));
      assert.equal(other.summary.decisions, first.summary.decisions);
      assert.equal(other.summary.pnl_usdt, first.summary.pnl_usdt);
    });

    test('another configuration gives another session', async () => {
      const other = await run({ ...given, settings: { ...EAGER, runner: { min_score: 0.4 } } }, 'configuration');
      assert.notEqual(other.summary.decisions, first.summary.decisions);
    });
  });
}
