import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { COMPLETE } from './evidence.fixture';
import { judge } from './judge';
import type { Evidence } from './proof-document';

const PAIR = { parent: 'SOLUSDT', child: 'SOONUSDT' };
const SCHEMA = JSON.parse(
  readFileSync(join(__dirname, '../../../../docs/schemas/full-e2e-proof.schema.json'), 'utf8'),
) as { readonly properties: { readonly missing: { readonly items: { readonly enum: readonly string[] } } } };
const validate = new Ajv({ allErrors: true, validateFormats: false, strictTypes: false }).compile(SCHEMA);

type Change = (evidence: Evidence) => Evidence;
const runner =
  (more: Partial<Evidence['processes']['runner']>): Change =>
  (evidence) => ({
    ...evidence,
    processes: { ...evidence.processes, runner: { ...evidence.processes.runner, ...more } },
  });
const api =
  (more: Partial<Evidence['processes']['api']>): Change =>
  (evidence) => ({
    ...evidence,
    processes: { ...evidence.processes, api: { ...evidence.processes.api, ...more } },
  });
const part =
  <Key extends 'overlay_active' | 'xai_tail' | 'sli' | 'optuna'>(key: Key, more: Partial<Evidence[Key]>): Change =>
  (evidence) => ({ ...evidence, [key]: { ...evidence[key], ...more } });

const PIECES: readonly (readonly [string, Change])[] = [
  ['api.health', api({ health: false })],
  ['api.metrics', api({ metrics: false })],
  ['api.trading_active', api({ trading_state: 'reducing' })],
  ['api.trading_active', api({ trading_state: 'disarmed' })],
  ['api.trading_active', api({ trading_state: null })],
  ['runner.up', runner({ up: false })],
  ['runner.ws_tcp', runner({ ws_tcp: [] })],
  ['runner.market_data', runner({ fresh_frames: 0 })],
  ['overlay.active', part('overlay_active', { symbols: ['SOLUSDT'] })],
  ['overlay.active', part('overlay_active', { z_threshold: null })],
  ['overlay.active', part('overlay_active', { enr_threshold_bps: null })],
  ['xai.model', part('xai_tail', { model: [] })],
  ['xai.enr_gate', part('xai_tail', { enr_gate: [] })],
  ['xai.parent_gate', part('xai_tail', { parent_gate: [] })],
  ['xai.policy_decision', part('xai_tail', { policy_decision: [] })],
  ['xai.orders', part('xai_tail', { orders: [] })],
  ['sli.deny_rate_15m', part('sli', { deny_rate_15m: null })],
  ['sli.latency_p99_ms', part('sli', { latency_p99_ms: null })],
  ['optuna.running', (one) => ({ ...one, processes: { ...one.processes, optuna: { running: false, pid: null } } })],
  ['optuna.heartbeat', part('optuna', { heartbeat_ok: false })],
  ['optuna.param_tail', part('optuna', { param_tail: [] })],
];

it('passes when nothing is missing, and says what a null means', () => {
  const document = judge(COMPLETE, PAIR, [], ['seen']);
  expect(document).toEqual({
    ...COMPLETE,
    verdict: 'PASS',
    missing: [],
    notes: ['seen', expect.stringMatching(/^sli\.ece is null:/), expect.stringMatching(/^sli\.cvar95_min is null:/)],
  });
  expect([validate(document), validate.errors]).toEqual([true, null]);
});

it('passes with a calibration error and a tail, and has nothing to say of them', () => {
  const evidence = part('sli', { ece: 0, cvar95_min: -1.5 })(COMPLETE);
  expect(judge(evidence, PAIR, [], [])).toMatchObject({ verdict: 'PASS', notes: [] });
});

it.each(PIECES)('names %s alone when that is missing, as the schema knows it', (name, change) => {
  const document = judge(change(COMPLETE), PAIR, [], []);
  expect([document.verdict, document.missing]).toEqual(['FAIL', [name]]);
  expect([validate(document), validate.errors]).toEqual([true, null]);
  // Nobody can call that a pass.
  expect(validate({ ...document, verdict: 'PASS', missing: [] })).toBe(name === 'overlay.active');
});

it('fails for what went wrong beside the evidence', () => {
  const document = judge(COMPLETE, PAIR, ['proof.interrupted', 'proof.clean_end'], []);
  expect([document.verdict, document.missing]).toEqual(['FAIL', ['proof.interrupted', 'proof.clean_end']]);
  expect(validate(document)).toBe(true);
});

it('has a test for every name of the schema but those of the proof itself', () => {
  const names = SCHEMA.properties.missing.items.enum.filter((name) => !name.startsWith('proof.'));
  expect(names).toEqual([...new Set(PIECES.map(([name]) => name))]);
});
