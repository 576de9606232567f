import 'reflect-metadata';
import { parsePretradeRequest } from '@aurora/contracts';
import { ManualClock } from '@aurora/kernel';
import { NestFactory } from '@nestjs/core';
import { allowing, denying, GatePeer, type Body, type Received, type Reply } from './gate-peer.fixture';
import { OPTIONS } from './options.fixture';
import type { RunnerOptions } from './runner-options';
import { RunnerModule } from './runner.module';
import { Runner } from './runner.service';

let peer: GatePeer | undefined;
afterEach(() => peer?.stop());

/** One run against a peer that answers as told. Returns the last line the runner wrote, read. */
async function run(
  reply: (request: Received, count: number) => Reply,
  change: Partial<RunnerOptions> = {},
  during: (runner: Runner, peer: GatePeer) => void = () => undefined,
) {
  await peer?.stop();
  const gate = (peer = await GatePeer.start(reply));
  const lines: string[] = [];
  let ids = 0;
  const app = await NestFactory.createApplicationContext(
    RunnerModule.given({
      options: { ...OPTIONS, apiUrl: gate.url, ...change },
      timeAndIds: { clock: new ManualClock(0), newId: () => `id-${++ids}` },
      write: (line) => void lines.push(line),
    }),
    { logger: false },
  );
  during(app.get(Runner), gate);
  await app.get(Runner).run();
  await app.close();
  const summary = JSON.parse(lines.at(-1)!) as Record<string, unknown>;
  return { gate, summary };
}

const openings = (gate: GatePeer) => gate.checks.filter(({ body }) => !body.order.reduce_only);

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
      expect(market.slip_bps_est).toBeGreaterThanOrEqual(market.spread_bps / 2 - 1e-6);
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
    const first = (await run((request) => allowing(request))).gate.received.map(({ body }) => body);
    const second = (await run((request) => allowing(request))).gate.received.map(({ body }) => body);
    const ownId = ({ decision_id: _, ...body }: Body) => body;
    expect(first.length).toBeGreaterThan(20);
    expect(second.map(ownId)).toEqual(first.map(ownId));
  });

  it('names each order once', async () => {
    const { gate } = await run((request) => allowing(request));
    const ids = gate.checks.map(({ body }) => body.order.client_order_id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids[0]).toBe('ws-id-1-1');
    expect(gate.outcomes.map(({ body }) => body.client_order_id).sort()).toEqual([...ids].sort());
  });

  it('reports a fill for each order allowed and closes with a reduce-only order asked of the gate', async () => {
    const { gate, summary } = await run((request) => allowing(request), { durationMs: 60_000 });
    const byDecision = new Map(gate.outcomes.map(({ body }) => [body.decision_id, body]));
    expect(byDecision.size).toBe(gate.checks.length);
    const [opened, closed] = ['open', 'close'].map((action) =>
      [...byDecision.values()].filter((body) => body.action === action),
    );
    expect(opened!.length).toBeGreaterThan(2);
    expect([closed!.length, summary['open_positions']]).toEqual([opened!.length, 0]);
    for (const body of opened!) expect(body).toMatchObject({ status: 'filled', filled: body.qty });
    for (const body of closed!) expect(body).toMatchObject({ reduce_only: true, pnl_usdt: expect.any(Number) });
    const pnl = closed!.reduce((sum, body) => sum + body.pnl_usdt, 0);
    expect(summary['pnl_usdt']).toBeCloseTo(pnl, 3);
  });

  it('keeps a position while its exit is denied', async () => {
    const { gate, summary } = await run(
      (request) => (request.body.order.reduce_only ? denying(request, 'TRADING.HALTED') : allowing(request)),
      { durationMs: 60_000 },
    );
    expect(summary['open_positions']).toBe(2);
    expect(openings(gate)).toHaveLength(2);
    expect(gate.outcomes).toHaveLength(2);
  });

  it('fills no more than max_qty, in whole lots', async () => {
    const { gate } = await run((request) => allowing(request, { max_qty: 0.0069 }));
    expect(gate.outcomes.length).toBeGreaterThan(0);
    for (const { body } of gate.outcomes) expect(body.filled).toBe(0.006);
  });

  it('places nothing when max_qty is below a lot', async () => {
    const { gate, summary } = await run((request) => allowing(request, { max_qty: 0.0009 }));
    expect([gate.outcomes.length, summary['fills']]).toEqual([0, 0]);
  });

  it('does not ask again while the gate says that it is pointless', async () => {
    const { gate } = await run((request) => denying(request, 'latency_cooloff', 10_000));
    const times = gate.checks.filter(({ body }) => body.order.symbol === 'BTCUSDT').map(({ body }) => body.ts);
    expect(times.length).toBeGreaterThan(1);
    for (let i = 1; i < times.length; i++) expect(times[i]! - times[i - 1]!).toBeGreaterThanOrEqual(9_999);
  });

  it('asks at most every interval for one symbol, one question at a time', async () => {
    const { gate } = await run((request) => denying(request, 'trap_guard'), { askIntervalMs: 2000 });
    const times = gate.checks.filter(({ body }) => body.order.symbol === 'ETHUSDT').map(({ body }) => body.ts);
    for (let i = 1; i < times.length; i++) expect(times[i]! - times[i - 1]!).toBeGreaterThanOrEqual(1_999);
    expect(gate.mostInFlight).toBe(1);
  });

  it.each<[string, Reply, object]>([
    ['a fault of the service', { status: 500, text: '{}' }, { bad_status: expect.any(Number) }],
    ['a refusal', { status: 429, text: '{"allow":true}' }, { bad_status: expect.any(Number) }],
    ['no JSON', { status: 200, text: 'allow' }, { bad_answer: expect.any(Number) }],
    [
      'an allow without a quantity',
      { allow: true, reason: 'ok', decision_id: 'd', cooldown_ms: 0 },
      { bad_answer: expect.any(Number) },
    ],
    [
      'an allow that is a text',
      { allow: 'true', max_qty: 1, reason: 'ok', decision_id: 'd', cooldown_ms: 0 },
      { bad_answer: expect.any(Number) },
    ],
    ['a broken connection', 'hang_up', { unreachable: expect.any(Number) }],
    ['silence', 'silence', { timeout: expect.any(Number) }],
  ])('opens nothing on %s', async (_, reply, failures) => {
    const { gate, summary } = await run(() => reply, { requestTimeoutMs: 30, durationMs: 12_000 });
    expect(gate.checks.length).toBeGreaterThan(2);
    expect(gate.outcomes).toEqual([]);
    expect(summary).toMatchObject({ decisions: 0, allow: 0, fills: 0, gate_failures: failures });
    expect(summary['unanswered']).toBeGreaterThan(2);
  });

  it('opens nothing when nobody listens', async () => {
    const { summary } = await run(() => 'silence', { apiUrl: 'http://127.0.0.1:1', durationMs: 12_000 });
    expect(summary).toMatchObject({ allow: 0, fills: 0, gate_failures: { unreachable: expect.any(Number) } });
  });

  it('sends its token', async () => {
    const { gate } = await run((request) => allowing(request), { apiToken: 'a-token-of-16-characters' });
    expect(new Set(gate.received.map(({ token }) => token))).toEqual(new Set(['a-token-of-16-characters']));
  });

  it('trades only the symbols asked for', async () => {
    const { gate } = await run((request) => denying(request, 'x'), { symbols: ['ETHUSDT'] });
    expect(new Set(gate.checks.map(({ body }) => body.order.symbol))).toEqual(new Set(['ETHUSDT']));
  });

  it('stops when told: what is under way is finished, no opening is asked, positions are closed', async () => {
    let stoppedAt = 0;
    let runner: Runner;
    const { gate, summary } = await run(
      (request, count) => {
        if (count === 5) {
          runner.stop();
          stoppedAt = count;
        }
        return allowing(request);
      },
      { durationMs: Infinity },
      (one) => (runner = one),
    );
    expect(stoppedAt).toBe(5);
    // A question of the other symbol may have been on its way; exits of what is open follow.
    expect(openings(gate).length).toBeLessThanOrEqual(6);
    expect(gate.checks.length).toBeLessThanOrEqual(8);
    expect(gate.checks.at(-1)!.body.order.reduce_only).toBe(true);
    expect(gate.outcomes).toHaveLength(gate.checks.length);
    expect(summary).toMatchObject({ type: 'summary', stopped: true, open_positions: 0 });
  });
});
