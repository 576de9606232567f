import { TestBench } from './exchange.fixture';

let bench: TestBench;
beforeEach(() => (bench = new TestBench()));
afterEach(() => bench.stop());

const STREAMS =
  '/stream?streams=btcusdt@bookTicker/btcusdt@trade/btcusdt@depth@0ms/ethusdt@bookTicker/ethusdt@depth@0ms';
const control = (method: string, body?: unknown) =>
  bench.rest('/sim/faults', { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });

/** A client with both books in step after two seconds. */
async function joined() {
  const client = await bench.connect(STREAMS);
  const [btc, eth] = [await bench.follow(client, 'BTCUSDT'), await bench.follow(client, 'ETHUSDT')];
  bench.time.pass(2000);
  await client.frames();
  return { client, btc, eth };
}

it('disconnect ends every connection at once, and new ones come in', async () => {
  await bench.start();
  const { client } = await joined();
  expect((await control('POST', { kind: 'disconnect' })).status).toBe(200);
  await client.until(() => client.closed !== undefined);
  expect(client.closed).toBe(1006);
  await joined();
  expect(await bench.status()).toMatchObject({ clients: 1, connections_total: 2, faults: { disconnect: 1 } });
});

it('gap loses diffs of its symbol alone', async () => {
  await bench.start();
  const { client, btc, eth } = await joined();
  await control('POST', { kind: 'gap', symbol: 'BTCUSDT', duration_ms: 100 });
  bench.time.pass(1000);
  await client.frames();
  expect([btc.gaps, btc.book.synced, eth.gaps, eth.book.synced]).toEqual([1, false, 0, true]);
});

it('stall sends nothing of its symbol, then goes on without a hole', async () => {
  await bench.start();
  const { client, btc, eth } = await joined();
  await control('POST', { kind: 'stall', symbol: 'BTCUSDT', duration_ms: 3000 });
  const before = (await client.frames()).length;
  bench.time.pass(2990);
  const during = (await client.frames()).slice(before);
  expect(new Set(during.map(({ stream }) => stream.split('@')[0]))).toEqual(new Set(['ethusdt']));
  bench.time.pass(2000);
  await client.frames();
  for (const { gaps, sequenceFaults, topCheck, book } of [btc, eth])
    expect([gaps, sequenceFaults, topCheck.mismatches, book.synced]).toEqual([0, 0, 0, true]);
  expect(bench.time.nowMs() - btc.book.lastTransactMs).toBeLessThan(100);
});

it('crossed shows a crossed book for its time, then heals', async () => {
  await bench.start();
  const { client, btc } = await joined();
  await control('POST', { kind: 'crossed', symbol: 'BTCUSDT', duration_ms: 500 });
  bench.time.pass(300);
  await client.frames();
  expect([btc.book.crossed, btc.crossings > 0]).toEqual([true, true]);
  bench.time.pass(1000);
  await client.frames();
  expect([btc.book.crossed, btc.gaps, btc.topCheck.mismatches]).toEqual([false, 0, 0]);
});

it('slow sends each frame late, in order, and catches up afterwards', async () => {
  await bench.start();
  const { client, btc } = await joined();
  await control('POST', { kind: 'slow', duration_ms: 1000, delay_ms: 400 });
  const before = (await client.frames()).length;
  bench.time.pass(390);
  expect((await client.frames()).length).toBe(before);
  bench.time.pass(100);
  const late = (await client.frames()).at(-1)!.event;
  expect('eventMs' in late && bench.time.nowMs() - late.eventMs).toBeGreaterThanOrEqual(400);
  bench.time.pass(3000);
  const last = (await client.frames()).at(-1)!.event;
  expect('eventMs' in last && bench.time.nowMs() - last.eventMs).toBeLessThan(100);
  expect([btc.gaps, btc.sequenceFaults, btc.topCheck.mismatches]).toEqual([0, 0, 0]);
});

it('refuse takes no new connection and keeps those there are', async () => {
  await bench.start();
  const { client } = await joined();
  await control('POST', { kind: 'refuse', duration_ms: 2000 });
  expect(await bench.refusal('/ws')).toBe(503);
  bench.time.pass(2000);
  await bench.connect('/ws');
  expect(client.closed).toBeUndefined();
});

it.each([
  ['rest_500', 500, -1000],
  ['rest_429', 429, -1003],
] as const)('%s answers REST with %d, streams go on', async (kind, status, code) => {
  await bench.start();
  const { client } = await joined();
  await control('POST', { kind, duration_ms: 500 });
  const answer = await bench.rest('/fapi/v1/depth?symbol=BTCUSDT');
  expect([answer.status, (JSON.parse(answer.text) as { code: number }).code]).toEqual([status, code]);
  const before = (await client.frames()).length;
  bench.time.pass(500);
  expect((await client.frames()).length).toBeGreaterThan(before);
  expect((await bench.rest('/fapi/v1/ping')).status).toBe(200);
});

it('faults come back by their schedule until all are ended', async () => {
  await bench.start({ faults: [{ everyMs: 1000, fault: { kind: 'stall', durationMs: 300 } }] });
  bench.time.pass(2100);
  expect(await bench.status()).toMatchObject({ faults: { stall: 2 }, active_faults: ['stall'] });
  expect((await control('DELETE')).status).toBe(200);
  bench.time.pass(5000);
  expect(await bench.status()).toMatchObject({ faults: { stall: 2 }, active_faults: [] });
});

it.each([
  ['POST', '{', 400],
  ['POST', '{"kind":"sneeze"}', 400],
  ['POST', '{"kind":"stall","symbol":"FOO"}', 400],
  ['PUT', '{}', 404],
])('%s %j to the controls is %d', async (method, body, status) => {
  await bench.start();
  const answer = await bench.rest('/sim/faults', { method, body });
  expect(answer.status).toBe(status);
  expect(await bench.status()).toMatchObject({ faults: {}, order_requests: 0 });
});

it('a body of the controls has its limit', async () => {
  await bench.start();
  expect((await control('POST', 'x'.repeat(70_000))).status).toBe(400);
});
