import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Finding } from '../cli/failures';
import { harvestOf } from './harvest';

const START_MS = 1_700_000_000_000;
let session: string;

beforeEach(() => {
  session = mkdtempSync(join(tmpdir(), 'harvest-'));
  mkdirSync(join(session, 'runner'));
});
afterEach(() => rmSync(session, { recursive: true }));

/** An event so many ms after the start. */
const line = (atMs: number, code: string, details: object): string =>
  `{"ts_ns":${START_MS + atMs}000000,"run_id":"r","event_code":"${code}","details":${JSON.stringify(details)}}\n`;
const decision = (atMs: number, allow: boolean) => line(atMs, 'POLICY.DECISION', { allow, reason: 'x' });
const trade = (atMs: number, net: number, fees = -10) =>
  line(atMs, 'TCA.ANALYSIS', {
    notional_usdt: 1000,
    edge_bps: 99,
    fees_bps: fees,
    slippage_in_bps: -1,
    slippage_out_bps: -1,
    latency_bps: 0,
    adverse_bps: -2,
    impact_bps: -0.5,
    rebate_bps: 0.5,
    net_pnl_usdt: net,
  });
const outcome = (atMs: number, p: number, label: 0 | 1) =>
  line(atMs, 'CALIBRATION.OUTCOME', {
    score: 0.5,
    p,
    label,
    outcome: label === 1 ? 'target' : 'ttl',
    model: 'm@1',
    opened_ms: 1,
    closed_ms: 2,
  });
const write = (text: string, name = 'aurora_events.jsonl') => writeFileSync(join(session, 'runner', name), text);

const LOG = [
  line(0, 'MODEL.CALIBRATION', { p_cal: 0.5 }),
  decision(1, true),
  decision(2, false),
  outcome(3, 0.75, 1),
  trade(4, 20),
  decision(5, true),
  outcome(6, 0.75, 0),
  trade(7, -10),
  decision(8, true),
].join('');

it('is nothing of a log in which nothing happened', async () => {
  write('');
  expect(await harvestOf(session, 10_000)).toEqual({
    decisions: 0,
    denyRate: null,
    latencyP99Ms: null,
    outcomes: 0,
    ece: null,
    cvar95: null,
    trades: 0,
    netUsdt: 0,
    sharpe: 0,
    return: 0,
    kellyEff: 0,
    costBps: 0,
  });
});

it('counts verdicts, trades and outcomes', async () => {
  write(LOG);
  const harvest = await harvestOf(session, 10_000);
  expect(harvest).toMatchObject({ decisions: 4, denyRate: 0.25, outcomes: 2, ece: 0.25, trades: 2, netUsdt: 10 });
  expect(harvest.return).toBeCloseTo(0.001, 12);
  expect(harvest.cvar95).toBeCloseTo(-0.001, 12);
  expect(harvest.costBps).toBeCloseTo(14, 12);
});

it.each([
  [0, 9, { decisions: 4, trades: 2, outcomes: 2 }],
  [2, 5, { decisions: 1, trades: 1, outcomes: 1 }],
  [5, 8, { decisions: 1, trades: 1, outcomes: 1 }],
  [8, 9, { decisions: 1, trades: 0, outcomes: 0 }],
  [9, 99, { decisions: 0, trades: 0, outcomes: 0 }],
])('takes what was written from %d to before %d', async (from, to, expected) => {
  const [first, second] = [
    LOG.slice(0, LOG.indexOf('{"ts_ns":1700000000004')),
    LOG.slice(LOG.indexOf('{"ts_ns":1700000000004')),
  ];
  writeFileSync(join(session, 'runner', 'aurora_events.20231114T221320Z-000001.jsonl.gz'), gzipSync(first));
  write(second);
  const window = { fromMs: START_MS + from, toMs: START_MS + to };
  expect(await harvestOf(session, 10_000, window)).toMatchObject(expected);
});

it('takes a torn end as what a crash leaves', async () => {
  write(`${LOG}{"ts_ns":1700`);
  expect(await harvestOf(session, 10_000)).toMatchObject({ decisions: 4 });
});

it.each([
  ['a line that is none', `${decision(1, true)}nonsense\n${decision(2, true)}`, /aurora_events.jsonl:2: .*half a log/],
  ['a trade without a result', line(1, 'TCA.ANALYSIS', { notional_usdt: 1 }), /:1: TCA.ANALYSIS: fees_bps is missing/],
  ['an outcome without p', line(1, 'CALIBRATION.OUTCOME', {}), /:1: CALIBRATION.OUTCOME: .*score missing/],
  ['a sample', line(1, 'POLICY.DECISION', { allow: true, held_back: 3 }), /:1: POLICY.DECISION: .*logging.sampling/],
])('refuses %s, with file and line', async (_, text, said) => {
  write(text);
  const refused = harvestOf(session, 10_000);
  await expect(refused).rejects.toThrow(Finding);
  await expect(refused).rejects.toThrow(said);
});

it('counts a verdict that allows nothing as denied', async () => {
  write(line(1, 'POLICY.DECISION', {}));
  expect(await harvestOf(session, 10_000)).toMatchObject({ denyRate: 1 });
});
