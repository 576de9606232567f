import { Bench } from './gate-bench.fixture';
import { Raw, type PeerReply } from './gate-peer.fixture';

const bench = Bench.forEachTest();

describe('a report', () => {
  const ok = { status: 'ok' };
  const REPORT = { client_order_id: 'c-1', status: 'filled', filled: 0.5 };

  it('goes out with a time that no other has', async () => {
    bench.peer.answerWith(() => ok);
    const gate = bench.gate();
    expect([await gate.report(REPORT), await gate.report(REPORT)]).toEqual([true, true]);
    expect(bench.peer.received.map(({ path, body }) => [path, body.ts_ns])).toEqual([
      ['/posttrade/log', '1800000000000000000'],
      ['/posttrade/log', '1800000000000000001'],
    ]);
    expect(bench.peer.received[0]!.body).toMatchObject(REPORT);
  });

  it.each<[string, object, number]>([
    ['by the id of the client', REPORT, 2],
    ['by the id as CCXT writes it', { clientOrderId: 'c-1', status: 'filled' }, 2],
    ['by no id that makes a repeat known', { order_id: 'o-1', status: 'filled' }, 1],
    ['by its symbol', { symbol: 'BTCUSDT', status: 'filled' }, 1],
  ])('named %s is sent %p-fold when the connection ends', async (_, report, times) => {
    bench.peer.answerWith((_received, count) => (count === 1 ? 'hang_up' : ok));
    const gate = bench.gate();
    expect(await gate.report(report)).toBe(times === 2);
    expect(new Set(bench.peer.received.map(({ json }) => json)).size).toBe(1);
    expect(bench.peer.received.length).toBe(times);
    expect(bench.failures.length).toBe(2 - times);
  });

  it('keeps the time it came with', async () => {
    bench.peer.answerWith(() => ok);
    await bench.gate().report({ ...REPORT, ts_ns: '17' } as object);
    expect(bench.peer.received[0]!.body.ts_ns).toBe('17');
  });

  it.each<[string, PeerReply, string]>([
    ['refused', new Raw(422, '{"error":"invalid_request"}'), 'bad_status'],
    ['not taken in, twice', new Raw(503, '{"error":"audit_unavailable"}'), 'bad_status'],
    ['answered with something else', { status: 'no' }, 'bad_answer'],
    ['answered with null', new Raw(200, 'null'), 'bad_answer'],
  ])('%s is false', async (_, reply, kind) => {
    bench.peer.answerWith(() => reply);
    expect(await bench.gate().report(REPORT)).toBe(false);
    expect(bench.failures).toEqual([expect.objectContaining({ kind, path: '/posttrade/log' })]);
  });
});
