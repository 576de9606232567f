// The whole chain, proven on real processes and sockets; and that the proof is none when a part of the chain is missing.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { Ajv } from 'ajv';
import { start, stop, firstLine } from '../harness/children.mjs';
import { ROOT } from '../run/bootstrap.mjs';
import { until } from '../torture/machinery/until.mjs';
import { AURORACTL, OPS_TOKEN, RunningProof } from './proof/running-proof.mjs';

const SCHEMA = JSON.parse(readFileSync(join(ROOT, 'docs/schemas/full-e2e-proof.schema.json'), 'utf8'));
// Formats are of use to readers; what is written here is made by Date.
const validate = new Ajv({ allErrors: true, validateFormats: false, strictTypes: false }).compile(SCHEMA);

let folder;
let proof;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'aurora-proof-'))));
afterEach(async () => {
  await proof?.end();
  proof = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const started = (...args) => (proof = new RunningProof(folder, args));

/** The proof has failed for want of these pieces, said so, and left nothing. */
async function assertFails(...pieces) {
  const { code, document } = await proof.result();
  assert.equal(code, 1, proof.said);
  assert.ok(validate(document), JSON.stringify(validate.errors));
  assert.equal(document.verdict, 'FAIL');
  for (const piece of pieces) assert.ok(document.missing.includes(piece), `${piece} is not in ${document.missing}`);
  assert.deepEqual(await proof.leftBehind(), []);
  return document.missing;
}

function textsIn(path) {
  if (statSync(path).isDirectory()) return readdirSync(path).flatMap((name) => textsIn(join(path, name)));
  return [[path, readFileSync(path, 'latin1')]];
}

describe('the proof', { concurrency: 1 }, () => {
  test('passes when everything works together', { timeout: 120_000 }, async () => {
    // How soon the guards let the first order through is the market's affair.
    started('--max-wait-seconds', '80');
    const { code, document, text } = await proof.result();
    assert.deepEqual([code, document.verdict, document.missing], [0, 'PASS', []], proof.said);
    assert.ok(validate(document), JSON.stringify(validate.errors));
    assert.deepEqual(document.overlay_active.symbols, ['SOLUSDT', 'SOONUSDT']);
    assert.deepEqual(await proof.leftBehind(), []);
    // Tokens are on no disk and no screen.
    for (const [path, content] of [...textsIn(folder), ['its output', text + proof.said]])
      assert.ok(!content.includes(OPS_TOKEN), path);
    const telemetry = readFileSync(join(document.session_dir, 'telemetry.jsonl'), 'utf8').trimEnd().split('\n');
    const { api, runner, tuner } = JSON.parse(telemetry.at(-1));
    assert.ok(api.aurora_deny_rate_15m !== undefined && runner.wisescalp_ws_frames_total > 0 && tuner !== undefined);
  });

  test('passes under relaxed gates when it is told to relax them', { timeout: 120_000 }, async () => {
    started('--force-triage', '--explore-ratio', '0.5', '--max-wait-seconds', '80');
    const { code, document } = await proof.result();
    assert.equal(code, 0, proof.said);
    assert.equal(document.overlay_active.triage, true);
    assert.deepEqual(await proof.leftBehind(), []);
  });

  test('fails when the runner is killed', { timeout: 60_000 }, async () => {
    started();
    const { pid } = await proof.part('wisescalp-runner');
    process.kill(pid, 'SIGKILL');
    const missing = await assertFails('runner.up', 'runner.ws_tcp', 'runner.market_data');
    assert.ok(!missing.some((piece) => piece.startsWith('optuna.')), String(missing));
  });

  test('fails when the tuner is frozen, however fresh its last sign of life', { timeout: 60_000 }, async () => {
    started();
    const { pid } = await proof.part('tuner');
    // It was well, and has changed something.
    await until(
      () => textsIn(folder).some(([, text]) => text.includes('"event_code":"ORCH.PARAMETER_UPDATE"')),
      'a change',
    );
    process.kill(pid, 'SIGSTOP');
    const missing = await assertFails('optuna.heartbeat');
    // What it has set stays in force, and may let no order through; nothing else is wrong.
    const others = missing.filter((piece) => piece !== 'optuna.heartbeat' && !/^(xai|sli)\./.test(piece));
    assert.deepEqual(others, []);
  });

  test('fails when the market says nothing', { timeout: 60_000 }, async () => {
    const venue = start({ command: process.execPath, args: [AURORACTL, 'sim', '--symbols', 'SOLUSDT,SOONUSDT'] });
    try {
      const { url, ws_url: wsUrl } = JSON.parse(await firstLine(venue));
      const silence = JSON.stringify({ kind: 'stall', duration_ms: 3_600_000 });
      assert.ok((await fetch(`${url}/sim/faults`, { method: 'POST', body: silence })).ok);
      started('--ws-url', wsUrl, '--rest-url', url);
      const missing = await assertFails('runner.market_data', 'xai.model', 'xai.orders', 'sli.deny_rate_15m');
      // It is connected, and runs.
      for (const piece of ['runner.up', 'runner.ws_tcp']) assert.ok(!missing.includes(piece), piece);
    } finally {
      await stop(venue);
    }
  });

  test('fails when the gate is halted', { timeout: 60_000 }, async () => {
    started();
    const { url } = await proof.part('aurora-api');
    const headers = { 'x-ops-token': OPS_TOKEN };
    const answer = await fetch(`${url}/ops/trading_state/halted`, { method: 'POST', headers });
    assert.equal(answer.status, 200);
    await assertFails('api.trading_active', 'xai.orders');
  });

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    test(`ends in order on ${signal}`, { timeout: 60_000 }, async () => {
      started();
      await proof.part('wisescalp-runner');
      proof.child.kill(signal);
      await assertFails('proof.interrupted');
    });

  test(
    'leaves nothing alive when it is killed itself, but what is held; the next one ends that',
    { timeout: 90_000 },
    async () => {
      const killed = started();
      const { pid: held } = await killed.part('tuner');
      process.kill(held, 'SIGSTOP');
      killed.child.kill('SIGKILL');
      await killed.ended;
      const alive = async () => (await killed.leftBehind()).filter((left) => !/\.(json|lock)$/.test(left));
      const isOfHeld = (left) => left.startsWith(`process ${held}:`) || left === `tuner (${held})`;
      await until(
        async () => (await alive()).every((left) => isOfHeld(left) || left.includes(killed.parts.get('tuner').url)),
        'all others gone',
      );
      assert.ok((await alive()).some(isOfHeld));
      started();
      await proof.line(new RegExp(`tuner pid ${held}: stopped`));
      await proof.part('sim');
      proof.child.kill('SIGINT');
      await assertFails('proof.interrupted');
      assert.deepEqual(await alive(), []);
    },
  );
});
