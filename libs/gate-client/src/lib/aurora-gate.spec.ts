import type { PretradeCheckRequest } from '@aurora/contracts';
import { Bench, EXIT, inTurn, REQUEST, requestFor } from './gate-bench.fixture';
import { ALLOW, DENY, Raw, type GatePeer, type PeerReply } from './gate-peer.fixture';

const bench = Bench.forEachTest();

describe('a question', () => {
  it('goes out with key, mode and token, and comes back as what the bot acts on', async () => {
    const gate = bench.gate({ token: 'a-token-of-16-chars', newId: (nowMs) => `q-${nowMs}` });
    expect(await gate.check(REQUEST)).toEqual({
      allow: true,
      maxQty: 0.5,
      riskScale: 1,
      cooldownMs: 0,
      hardGate: false,
      reason: 'ok',
      decisionId: 'd-1',
      source: 'gate',
      answer: ALLOW,
    });
    const [{ path, headers, body }] = bench.peer.received as [GatePeer['received'][0]];
    expect([path, headers['x-auth-token'], headers['content-type']]).toEqual([
      '/pretrade/check',
      'a-token-of-16-chars',
      'application/json',
    ]);
    expect(body).toEqual({ ...REQUEST, req_id: 'q-1800000000000', account: { mode: 'shadow' } });
  });

  it('denied says why', async () => {
    bench.peer.answerWith(() => DENY);
    expect(await bench.gate().check(REQUEST)).toMatchObject({
      allow: false,
      maxQty: 0,
      reason: 'latency_guard',
      source: 'gate',
    });
    expect(bench.failures).toEqual([]);
  });

  it('has a key of its own each time', async () => {
    const gate = bench.gate();
    await gate.check(REQUEST);
    await gate.check(REQUEST);
    const [first, second] = bench.peer.received.map(({ body }) => body.req_id);
    expect(first).toMatch(/^[0-9a-f-]{36}$/);
    expect(second).not.toBe(first);
  });

  it('goes below the path of the url', async () => {
    await bench.gate({ url: `${bench.peer.url}/aurora/` }).check(REQUEST);
    expect(bench.peer.received[0]!.path).toBe('/aurora/pretrade/check');
  });

  it('is heard in the order in which it was asked, on one connection', async () => {
    const gate = bench.gate();
    const names = Array.from({ length: 50 }, (_, i) => `S${i}`);
    await Promise.all(names.map((name) => gate.check(requestFor(name))));
    expect(bench.peer.received.map(({ body }) => body.order.symbol)).toEqual(names);
    expect(bench.peer.connections).toBe(1);
  });

  it('does not wait for others when there are several connections', async () => {
    bench.peer.answerWith(inTurn('silence', 'silence', ALLOW));
    const gate = bench.gate({ connections: 3 });
    const stuck = [gate.check(requestFor('A')), gate.check(requestFor('B'))];
    await bench.peer.arrived(2);
    expect(await gate.check(requestFor('C'))).toMatchObject({ source: 'gate' });
    expect(bench.peer.connections).toBe(3);
    await bench.peer.stop();
    expect((await Promise.all(stuck)).map(({ failure }) => failure)).toEqual(['unreachable', 'unreachable']);
  });

  it('that is no JSON is the fault of the one who asks', async () => {
    const circular: Record<string, unknown> = { ...REQUEST };
    circular['risk_tags'] = [circular];
    await expect(bench.gate().check(circular as unknown as PretradeCheckRequest)).rejects.toThrow(TypeError);
    expect(bench.peer.received).toEqual([]);
  });
});

describe('an answer that is none', () => {
  it.each<[string, PeerReply]>([
    ['no allow', { ...ALLOW, allow: undefined }],
    ['an allow without quantity', { ...ALLOW, max_qty: undefined }],
    ['an allow in words', { ...ALLOW, allow: 'true' }],
    ['a quantity that JSON cannot carry', { ...ALLOW, max_qty: NaN }],
    ['NaN', new Raw(200, JSON.stringify(ALLOW).replace('0.5', 'NaN'))],
    ['a page', new Raw(200, '<html>allow</html>')],
    ['nothing', new Raw(200, '')],
    ['half of it', new Raw(200, JSON.stringify(ALLOW).slice(0, 40))],
    ['a list', new Raw(200, JSON.stringify([ALLOW]))],
    ['one without end', new Raw(200, JSON.stringify({ ...ALLOW, reason: 'x'.repeat(2 ** 20) }))],
  ])('%s never lets an order through, and is not asked for again', async (_, reply) => {
    bench.peer.answerWith(() => reply);
    const verdict = await bench.gate({ failOpen: true }).check(REQUEST);
    expect(verdict).toMatchObject({ allow: false, maxQty: 0, source: 'fail_closed', failure: 'bad_answer' });
    expect(verdict.reason).toBe('gate_bad_answer');
    expect(bench.failures).toEqual([
      expect.objectContaining({ kind: 'bad_answer', path: '/pretrade/check', attempts: 1 }),
    ]);
  });
});

describe('a cool-down', () => {
  beforeEach(() => bench.peer.answerWith(inTurn({ ...DENY, reason: 'latency_cooloff', cooldown_ms: 400 }, ALLOW)));

  it('is answered here for openings of that symbol, without a request', async () => {
    const gate = bench.gate();
    await gate.check(REQUEST);
    bench.clock.advance(399);
    expect(await gate.check(requestFor('BTC/USDT'))).toMatchObject({
      allow: false,
      maxQty: 0,
      cooldownMs: 1,
      reason: 'latency_cooloff',
      source: 'cooldown',
      decisionId: null,
    });
    expect(bench.peer.received.length).toBe(1);
    bench.clock.advance(1);
    expect(await gate.check(REQUEST)).toMatchObject({ allow: true, source: 'gate' });
  });

  it('is no matter for exits and for other symbols', async () => {
    const gate = bench.gate();
    await gate.check(REQUEST);
    expect(await gate.check(EXIT)).toMatchObject({ allow: true, source: 'gate' });
    expect(await gate.check(requestFor('ETHUSDT'))).toMatchObject({ allow: true, source: 'gate' });
  });

  it('holds while the gate is not there, whatever the leniency', async () => {
    const gate = bench.gate({ failOpen: true });
    await gate.check(REQUEST);
    await bench.peer.stop();
    expect(await gate.check(REQUEST)).toMatchObject({ allow: false, source: 'cooldown' });
  });
});

describe('a client', () => {
  it('tells what it has seen', async () => {
    const gate = bench.gate();
    expect(gate.stats()).toEqual({
      latencyMs: { p50: null, p99: null },
      requests: 0,
      failures: { timeout: 0, unreachable: 0, bad_status: 0, bad_answer: 0, breaker_open: 0 },
      breaker: 'closed',
    });
    for (let i = 0; i < 10; i++) await gate.check(REQUEST);
    const { latencyMs, requests } = gate.stats();
    expect(requests).toBe(10);
    expect(latencyMs.p50!).toBeGreaterThan(0);
    expect(latencyMs.p99!).toBeGreaterThanOrEqual(latencyMs.p50!);
  });

  it('that is closed lets nothing through, and leaves no connection', async () => {
    const gate = bench.gate({ failOpen: true });
    const last = gate.check(REQUEST);
    await gate.close();
    expect(await last).toMatchObject({ allow: true, source: 'gate' });
    expect(await gate.check(REQUEST)).toMatchObject({ allow: false, source: 'fail_closed', failure: 'unreachable' });
    expect(await gate.report({ client_order_id: 'c-1', status: 'filled' })).toBe(false);
    await gate.close();
    expect(bench.peer.received.length).toBe(1);
  });

  it.each<[string, object]>([
    ['no url', { url: 'gate' }],
    ['another protocol', { url: 'ftp://127.0.0.1' }],
    ['no mode', { mode: undefined }],
    ['an unknown mode', { mode: 'sandbox' }],
    ['no time', { timeoutMs: 0 }],
    ['a time that is no number', { timeoutMs: NaN }],
    ['endless time', { timeoutMs: Infinity }],
    ['a deadline before the timeout', { timeoutMs: 200, deadlineMs: 199 }],
    ['no connection', { connections: 0 }],
    ['half a connection', { connections: 1.5 }],
    ['a token that breaks the line', { token: 'a\r\nb' }],
    ['an empty token', { token: '' }],
    ['a breaker that is always open', { breaker: { failures: 0 } }],
  ])('is not made with %s', (_, options) => expect(() => bench.gate(options)).toThrow());
});
