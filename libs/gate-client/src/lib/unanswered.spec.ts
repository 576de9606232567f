import type { PretradeCheckRequest } from '@aurora/contracts';
import type { Mode } from '@aurora/kernel';
import { Bench, EXIT, inTurn, REQUEST } from './gate-bench.fixture';
import { ALLOW, DENY, Raw } from './gate-peer.fixture';

const bench = Bench.forEachTest();

describe('a refusal', () => {
  const cases = [
    [400, 1, 'fail_closed'],
    [401, 1, 'fail_closed'],
    [403, 1, 'fail_closed'],
    [404, 1, 'fail_closed'],
    [409, 1, 'fail_closed'],
    [413, 1, 'fail_closed'],
    [422, 1, 'fail_closed'],
    [429, 1, 'fail_closed'],
    [500, 1, 'fail_closed'],
    [302, 1, 'fail_closed'],
    [204, 1, 'fail_closed'],
    [502, 2, 'fail_open'],
    [503, 2, 'fail_open'],
    [504, 2, 'fail_open'],
  ] as const;
  it.each(cases)('%p is sent %p times, and is %s where that is allowed', async (status, attempts, source) => {
    bench.peer.answerWith(() => new Raw(status, status === 204 ? '' : '{"error":"why"}'));
    const verdict = await bench.gate({ failOpen: true }).check(REQUEST);
    expect(verdict).toMatchObject({ source, failure: 'bad_status', decisionId: null, allow: source === 'fail_open' });
    expect(bench.peer.received.length).toBe(attempts);
    expect(bench.failures).toEqual([
      expect.objectContaining({ kind: 'bad_status', status, attempts, reqId: bench.peer.received[0]!.body.req_id }),
    ]);
  });

  it.each(cases)('%p never lets a live order through', async (status) => {
    bench.peer.answerWith(() => new Raw(status, ''));
    expect(await bench.gate({ mode: 'live' }).check(REQUEST)).toMatchObject({
      allow: false,
      source: 'fail_closed',
      hardGate: true,
    });
  });

  it('says how long the gate asks to be left alone', async () => {
    bench.peer.answerWith(() => new Raw(429, '', { 'retry-after': '2' }));
    expect(await bench.gate().check(REQUEST)).toMatchObject({ allow: false, cooldownMs: 2000 });
  });
});

describe('a gate that is not there', () => {
  const away = async (mode: Mode, failOpen: boolean, request: PretradeCheckRequest = REQUEST) => {
    await bench.peer.stop();
    return bench.gate({ mode, failOpen }).check(request);
  };

  it.each<Mode>(['testnet', 'paper', 'shadow'])('lets %s go on when it may', async (mode) =>
    expect(await away(mode, true)).toEqual({
      allow: true,
      maxQty: 0.5,
      riskScale: 1,
      cooldownMs: 0,
      hardGate: false,
      reason: 'gate_unreachable',
      decisionId: null,
      source: 'fail_open',
      failure: 'unreachable',
    }),
  );

  it.each<[Mode, boolean]>([
    ['live', true],
    ['testnet', false],
    ['paper', false],
    ['shadow', false],
  ])('stops %s that may not', async (mode, hardGate) =>
    expect(await away(mode, false)).toEqual({
      allow: false,
      maxQty: 0,
      riskScale: 0,
      cooldownMs: 0,
      hardGate,
      reason: 'gate_unreachable',
      decisionId: null,
      source: 'fail_closed',
      failure: 'unreachable',
    }),
  );

  it('stops an exit of live as well', async () =>
    expect(await away('live', false, EXIT)).toMatchObject({ allow: false, source: 'fail_closed' }));

  it.each(['live', 'prod', 'PROD', 'sandbox'])('stops a request that says %s itself', async (mode) =>
    expect(await away('shadow', true, { ...REQUEST, account: { mode } })).toMatchObject({
      allow: false,
      source: 'fail_closed',
    }),
  );

  it.each([NaN, 0, -1, Infinity, '1'])('lets no quantity of %p through', async (qty) =>
    expect(await away('shadow', true, { order: { ...REQUEST.order, qty: qty as number } })).toMatchObject({
      allow: false,
      maxQty: 0,
      source: 'fail_closed',
    }),
  );

  it.each(['live', 'prod', 'LIVE'])('is no reason to build a lenient client for %s', (mode) =>
    expect(() => bench.gate({ mode: mode as Mode, failOpen: true })).toThrow(RangeError),
  );
});

describe('a hard gate', () => {
  const hard = { ...DENY, reason: 'TRADING.HALTED', hard_gate: true };

  it('stays one while it does not answer', async () => {
    bench.peer.answerWith(inTurn(hard, 'hang_up'));
    const gate = bench.gate({ failOpen: true });
    expect(await gate.check(REQUEST)).toMatchObject({ allow: false, hardGate: true, source: 'gate' });
    expect(await gate.check(REQUEST)).toMatchObject({ allow: false, hardGate: true, source: 'fail_closed' });
  });

  it('is one as well when it allows: it is live, whatever the client says', async () => {
    bench.peer.answerWith(inTurn({ ...ALLOW, hard_gate: true }, 'hang_up'));
    const gate = bench.gate({ failOpen: true });
    expect(await gate.check(REQUEST)).toMatchObject({ allow: true, hardGate: true });
    expect(await gate.check(REQUEST)).toMatchObject({ allow: false, hardGate: true, source: 'fail_closed' });
  });

  it('is none any more once it says so', async () => {
    bench.peer.answerWith(inTurn(hard, ALLOW, 'hang_up'));
    const gate = bench.gate({ failOpen: true });
    await gate.check(REQUEST);
    await gate.check(REQUEST);
    expect(await gate.check(REQUEST)).toMatchObject({ allow: true, source: 'fail_open' });
  });
});
