import { Bench, inTurn, REQUEST } from './gate-bench.fixture';
import { ALLOW, GatePeer, Raw, type PeerReply } from './gate-peer.fixture';

const bench = Bench.forEachTest();

describe('a retry', () => {
  it.each<[string, PeerReply]>([
    ['a connection that ends', 'hang_up'],
    ['a gate that is stopping', new Raw(503, '{"error":"shutting_down"}')],
  ])('after %s sends the very same body once more', async (_, reply) => {
    bench.peer.answerWith(inTurn(reply, ALLOW));
    const gate = bench.gate();
    expect(await gate.check(REQUEST)).toMatchObject({ allow: true, source: 'gate' });
    const [first, second] = bench.peer.received;
    expect([bench.peer.received.length, second!.json]).toEqual([2, first!.json]);
    expect([bench.failures, gate.stats().requests]).toEqual([[], 2]);
  });

  it('is one, not more', async () => {
    bench.peer.answerWith(() => 'hang_up');
    expect(await bench.gate().check(REQUEST)).toMatchObject({ failure: 'unreachable', source: 'fail_closed' });
    expect(bench.peer.received.length).toBe(2);
  });

  it('follows a timeout within the deadline', async () => {
    bench.peer.answerWith(inTurn('silence', ALLOW));
    expect(await bench.gate({ timeoutMs: 100, deadlineMs: 5000 }).check(REQUEST)).toMatchObject({ source: 'gate' });
    expect(bench.peer.received.length).toBe(2);
  });

  it('follows none that took all of it', async () => {
    bench.peer.answerWith(() => 'silence');
    const gate = bench.gate({ timeoutMs: 60 });
    expect(await gate.check(REQUEST)).toMatchObject({ failure: 'timeout', source: 'fail_closed', allow: false });
    expect([bench.peer.received.length, bench.failures[0]]).toEqual([
      1,
      expect.objectContaining({ kind: 'timeout', attempts: 1 }),
    ]);
    expect(gate.stats()).toMatchObject({ failures: { timeout: 1 }, latencyMs: { p50: null, p99: null } });
  });
});

describe('the breaker', () => {
  const breaker = { failures: 3, openMs: 500 };

  it('spares the questions to a dead gate, and finds it when it is back', async () => {
    const gate = bench.gate({ breaker });
    await gate.check(REQUEST);
    const { port } = bench.peer;
    await bench.peer.stop();
    for (let i = 0; i < 3; i++) expect((await gate.check(REQUEST)).failure).toBe('unreachable');
    const { requests } = gate.stats();
    expect(await gate.check(REQUEST)).toMatchObject({ allow: false, failure: 'breaker_open', source: 'fail_closed' });
    expect(gate.stats()).toMatchObject({ requests, breaker: 'open', failures: { unreachable: 3, breaker_open: 1 } });
    expect(bench.failures.at(-1)).toMatchObject({ kind: 'breaker_open', attempts: 0 });
    bench.peer = await GatePeer.start(() => ALLOW, port);
    bench.clock.advance(500);
    expect(await gate.check(REQUEST)).toMatchObject({ allow: true, source: 'gate' });
    expect(gate.stats().breaker).toBe('closed');
  });

  it('fails open where a dead gate may', async () => {
    const gate = bench.gate({ breaker, failOpen: true });
    await bench.peer.stop();
    for (let i = 0; i < 3; i++) await gate.check(REQUEST);
    expect(await gate.check(REQUEST)).toMatchObject({ allow: true, source: 'fail_open', failure: 'breaker_open' });
  });

  it('turns questions away at once while one tries', async () => {
    bench.peer.answerWith(inTurn('hang_up', 'hang_up', 'silence'));
    const gate = bench.gate({ breaker: { ...breaker, failures: 1 } });
    await gate.check(REQUEST);
    bench.clock.advance(500);
    const probe = gate.check(REQUEST);
    await bench.peer.arrived(3);
    expect(gate.stats().breaker).toBe('half_open');
    expect((await gate.check(REQUEST)).failure).toBe('breaker_open');
    await bench.peer.stop();
    expect((await probe).failure).toBe('unreachable');
    expect(gate.stats().breaker).toBe('open');
  });
});
