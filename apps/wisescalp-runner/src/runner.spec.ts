import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePosttrade, parsePretradeRequest } from '@aurora/contracts';
import { allowing, denying, GatePeer, type Body, type Received, type Reply } from './gate-peer.fixture';
import { EAGER, record, removeFolders, runOnce } from './run.fixture';
import type { TradingRules } from './rules/trading-rules';
import type { Runner } from './runner.service';

const SHORT = record(40_000);
const LONG = record(90_000);
afterAll(removeFolders);

let peer: GatePeer | undefined;
afterEach(() => peer?.stop());

/** One run against a peer that answers as told. */
async function run(
  reply: (request: Received, count: number) => Reply,
  { recording = SHORT, config = EAGER as object, argv = [] as string[] } = {},
  during: (runner: Runner, rules: TradingRules) => void = () => undefined,
) {
  await peer?.stop();
  const gate = (peer = await GatePeer.start(reply));
  const { summary } = await runOnce(['--recording', recording, '--api-url', gate.url, ...argv], config, during);
  return { gate, summary };
}

const openings = (gate: GatePeer) => gate.checks.filter(({ body }) => !body.order.reduce_only);
const ended = (gate: GatePeer) =>
  gate.outcomes.filter(({ body }) => !['submitted', 'partially_filled'].includes(body.status));

describe('Runner', () => {
  it('asks by the contract, in the direction of the order, with what it measured', async () => {
    const { gate, summary } = await run((request) => denying(request, 'latency_guard'));
    expect(gate.checks.length).toBeGreaterThan(20);
    for (const { body } of gate.checks) {
      expect(parsePretradeRequest(body)).toMatchObject({ ok: true });
      const { market, order } = body;
      expect(market.score).toBeGreaterThanOrEqual(0.3);
      expect(market.latency_ms).toBeGreaterThanOrEqual(0);
      expect(market.b_bps).toBeCloseTo(2 * market.a_bps);
      expect(market.slip_bps_est).toBeGreaterThanOrEqual(0);
      expect(market.sprt_samples.length).toBeGreaterThanOrEqual(5);
      expect(order.qty * 1000).toBeCloseTo(Math.round(order.qty * 1000), 6);
    }
    const sides = new Set(gate.checks.map(({ body }) => body.order.side));
    expect(sides).toEqual(new Set(['buy', 'sell']));
    expect(summary).toMatchObject({
      type: 'summary',
      stopped: false,
      allow: 0,
      decisions: gate.checks.length,
      deny: { latency_guard: gate.checks.length },
      mismatches: 0,
      gaps: 0,
      parse_errors: 0,
      fills: 0,
    });
    expect(gate.outcomes).toEqual([]);
  });

  it('asks the same of the same market', async () => {
    const questions = async () => (await run((request) => allowing(request))).gate.received.map(({ body }) => body);
    const first = await questions();
    // Ids of decisions are the peer's.
    const ownId = ({ decision_id: _, ...body }: Body) => body;
    expect(first.length).toBeGreaterThan(10);
    expect((await questions()).map(ownId)).toEqual(first.map(ownId));
  });

  it('names each order once, and each comes to one end', async () => {
    const { gate } = await run((request) => allowing(request), { recording: LONG });
    const ids = gate.checks.map(({ body }) => body.order.client_order_id);
    expect(ids.length).toBeGreaterThan(5);
    expect(new Set(ids).size).toBe(ids.length);
    expect(
      ended(gate)
        .map(({ body }) => body.client_order_id)
        .sort(),
    ).toEqual([...ids].sort());
    for (const { body } of gate.outcomes) expect(parsePosttrade(body)).toMatchObject({ ok: true });
  });

  it('closes what it opened, and what it reports adds up', async () => {
    const { gate, summary } = await run((request) => allowing(request), { recording: LONG });
    expect(summary).toMatchObject({ open_positions: 0, open_orders: 0 });
    expect(summary['closed_trades']).toBeGreaterThan(1);
    const pnl = gate.outcomes.reduce((sum, { body }) => sum + (body.pnl_usdt ?? 0), 0);
    expect(summary['pnl_usdt']).toBeCloseTo(pnl, 6);
    const filled = (action: string) =>
      ended(gate).reduce(
        (sum, { body }) => sum + (body.action === action ? body.filled * Number(body.average ?? 0) : 0),
        0,
      );
    expect(filled('close') / filled('open')).toBeCloseTo(1, 1);
  });

  it('keeps a position while its exit is denied', async () => {
    const { gate, summary } = await run(
      (request) => (request.body.order.reduce_only ? denying(request, 'TRADING.HALTED') : allowing(request)),
      { recording: LONG },
    );
    expect(summary['open_positions']).toBe(2);
    expect(gate.checks.filter(({ body }) => body.order.reduce_only).length).toBeGreaterThan(2);
  });

  it('fills no more than max_qty, in whole lots', async () => {
    const { gate } = await run((request) => allowing(request, { max_qty: 0.0069 }), { argv: ['--symbols', 'BTCUSDT'] });
    expect(ended(gate).length).toBeGreaterThan(0);
    for (const { body } of gate.outcomes) expect([0, 0.001, 0.002, 0.003, 0.004, 0.005, 0.006]).toContain(body.filled);
    expect(Math.max(...gate.outcomes.map(({ body }) => body.filled))).toBe(0.006);
  });

  it('places nothing when max_qty is below a lot', async () => {
    const { gate, summary } = await run((request) => allowing(request, { max_qty: 0.0009 }));
    expect([gate.outcomes.length, summary['orders']]).toEqual([0, 0]);
  });

  it('does not ask again while the gate says that it is pointless', async () => {
    const { gate } = await run((request) => denying(request, 'latency_cooloff', 10_000), {
      recording: LONG,
    });
    const times = gate.checks.filter(({ body }) => body.order.symbol === 'BTCUSDT').map(({ body }) => body.ts);
    expect(times.length).toBeGreaterThan(1);
    for (let i = 1; i < times.length; i++) expect(times[i]! - times[i - 1]!).toBeGreaterThanOrEqual(9_999);
  });

  it('asks at most every interval for one symbol', async () => {
    const config = { ...EAGER, runner: { min_score: 0.3, ask_interval_ms: 2000 } };
    const { gate } = await run((request) => denying(request, 'trap_guard'), { config });
    const times = gate.checks.filter(({ body }) => body.order.symbol === 'ETHUSDT').map(({ body }) => body.ts);
    for (let i = 1; i < times.length; i++) expect(times[i]! - times[i - 1]!).toBeGreaterThanOrEqual(1_999);
    expect(gate.mostInFlight).toBe(1);
  });

  it.each<[string, Reply]>([
    ['a fault of the service', { status: 500, text: '{}' }],
    ['a refusal', { status: 429, text: '{"allow":true}' }],
    ['no JSON', { status: 200, text: 'allow' }],
    ['an allow without a quantity', { allow: true, reason: 'ok', decision_id: 'd', cooldown_ms: 0 }],
    ['a broken connection', 'hang_up'],
    ['silence', 'silence'],
  ])('opens nothing on %s', async (_, reply) => {
    const config = { ...EAGER, runner: { ...EAGER.runner, request_timeout_ms: 30 } };
    const { gate, summary } = await run(() => reply, { config, argv: ['--duration', '15s'] });
    expect(gate.checks.length).toBeGreaterThan(0);
    expect(gate.outcomes).toEqual([]);
    expect(summary).toMatchObject({ allow: 0, orders: 0 });
    expect(Object.keys(summary['verdicts'] as object)).toEqual(['fail_closed']);
  });

  it('may open without an answer when it is told to, and such orders stand without a decision', async () => {
    const config = { ...EAGER, runner: { ...EAGER.runner, fail_open: true, request_timeout_ms: 30 } };
    const { gate, summary } = await run(() => 'hang_up', { config });
    expect(summary['allow']).toBeGreaterThan(0);
    expect(gate.outcomes.every(({ body }) => body.decision_id === undefined)).toBe(true);
  });

  it('sends nothing through an expected net reward or a parent gate that says no', async () => {
    const reward = { ...EAGER, reward: { expected_net_reward_threshold_bps: 1000 } };
    const first = await run((request) => allowing(request), { config: reward });
    expect([first.gate.received.length, first.summary['reward_gate']]).toEqual([
      0,
      expect.objectContaining({ allow: 0 }),
    ]);
    const parent = { ...EAGER, parent_gate: { ...EAGER.parent_gate, z_threshold: 100 } };
    const second = await run((request) => denying(request, 'x'), { config: parent });
    expect(new Set(second.gate.checks.map(({ body }) => body.order.symbol))).toEqual(new Set(['BTCUSDT']));
    expect(second.summary['parent_gate']).toMatchObject({ allow: 0 });
  });

  it('trades only the symbols asked for', async () => {
    const { gate } = await run((request) => denying(request, 'x'), { argv: ['--symbols', 'ETHUSDT'] });
    expect(new Set(gate.checks.map(({ body }) => body.order.symbol))).toEqual(new Set(['ETHUSDT']));
  });

  it('stops when told: no opening is asked, positions are closed', async () => {
    let runner: Runner;
    const { gate, summary } = await run(
      (request, count) => {
        if (count === 5) runner.stop();
        return allowing(request);
      },
      { recording: LONG },
      (one) => (runner = one),
    );
    const asked = openings(gate).length;
    expect(asked).toBeLessThanOrEqual(6);
    expect(ended(gate)).toHaveLength(gate.checks.length);
    expect(summary).toMatchObject({ type: 'summary', stopped: true, open_positions: 0, open_orders: 0 });
  });

  it('adds to no position once it is to stop, also when the gate had been asked before', async () => {
    const scaling = {
      scale_in_after_r: 0.01,
      scale_in_max: 5,
      breakeven_after_r: 0.01,
      breakeven_buffer_bps: 0,
      ttl_s: 60,
    };
    const config = {
      ...EAGER,
      reward: { ...EAGER.reward, ...scaling },
      broker: { maker_fee_bps: 0, taker_fee_bps: 0 },
    };
    const opened = new Set<string>();
    let runner: Runner;
    const gate = (peer = await GatePeer.start((request) => {
      const { symbol, reduce_only: isExit } = request.body.order;
      if (!isExit && opened.has(symbol)) runner.stop();
      if (isExit) opened.delete(symbol);
      else opened.add(symbol);
      return allowing(request);
    }));
    const argv = ['--recording', LONG, '--api-url', gate.url];
    const { sessionDir } = await runOnce(argv, config, (one) => (runner = one));
    const lines = readFileSync(join(sessionDir, 'runner/aurora_events.jsonl'), 'utf8').trimEnd().split('\n');
    const notSent = lines
      .map((line) => JSON.parse(line) as { event_code: string; details: Record<string, unknown> })
      .filter(({ event_code: code, details }) => code === 'EXEC.DECISION' && details['outcome'] === 'not_sent');
    expect(notSent.map(({ details }) => details)).toEqual([
      { outcome: 'not_sent', reason: 'stopping', purpose: 'scale_in' },
    ]);
  });

  it.each<[string, (rules: TradingRules['current']) => Partial<TradingRules['current']>]>([
    ['the least score', ({ runner }) => ({ runner: { ...runner, minScore: 1 } })],
    ['the least reward', ({ reward }) => ({ reward: { ...reward, expectedNetRewardThresholdBps: 1000 } })],
    ['the size', ({ sizing }) => ({ sizing: { ...sizing, minNotionalUsdt: 1e9 } })],
  ])('goes by the rules in force when it judges, not by those of its start: %s', async (_, change) => {
    const before = await run((request) => denying(request, 'latency_guard'));
    expect(openings(before.gate).length).toBeGreaterThan(20);
    const { gate } = await run(
      (request) => denying(request, 'latency_guard'),
      {},
      (_runner, rules) => rules.switchTo({ ...rules.current, ...change(rules.current) }),
    );
    expect(gate.checks).toEqual([]);
  });

  it('goes by the parent gate in force', async () => {
    const { summary } = await run(
      (request) => denying(request, 'latency_guard'),
      {},
      (_, rules) => rules.switchTo({ ...rules.current, parentGate: { ...rules.current.parentGate, maxSpreadBps: 0 } }),
    );
    expect(summary).toMatchObject({ parent_gate: { allow: 0 } });
  });
});
