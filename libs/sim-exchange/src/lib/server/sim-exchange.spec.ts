import type { SymbolMarket } from '@aurora/market';
import { TestBench } from './exchange.fixture';

let bench: TestBench;
beforeEach(() => (bench = new TestBench()));
afterEach(() => bench.stop());

const soundness = ({ gaps, crossings, sequenceFaults, topCheck, book }: SymbolMarket) => [
  gaps,
  crossings,
  sequenceFaults,
  topCheck.mismatches,
  book.synced,
];
const SOUND = [0, 0, 0, 0, true];

describe('streams', () => {
  it('give each client what it subscribed to, times that of the server', async () => {
    await bench.start();
    const one = await bench.connect('/stream?streams=BTCUSDT@bookTicker/ethusdt@aggTrade');
    const raw = await bench.connect('/ws/btcusdt@depth@100ms');
    const other = await bench.connect('/market/stream');
    bench.time.pass(2000);
    const streams = new Set((await one.frames()).map(({ stream }) => stream));
    expect(streams).toEqual(new Set(['btcusdt@bookTicker', 'ethusdt@aggTrade']));
    for (const { event } of await one.frames())
      if ('eventMs' in event) expect(bench.time.nowMs() - event.eventMs).toBeGreaterThanOrEqual(0);
    await raw.ask({ method: 'LIST_SUBSCRIPTIONS' });
    expect(raw.texts.filter((text) => text.startsWith('{"e":"depthUpdate"')).length).toBe(20);
    expect(await other.frames()).toEqual([]);
  });

  it('are subscribed to and left by request', async () => {
    await bench.start();
    const client = await bench.connect('/public/stream');
    expect(
      await client.ask({ method: 'SUBSCRIBE', params: ['btcusdt@depth5@100ms', 'ethusdt@markPrice@1s'] }),
    ).toMatchObject({ result: null });
    bench.time.pass(1000);
    expect(await client.ask({ method: 'UNSUBSCRIBE', params: ['btcusdt@depth5@100ms'] })).toMatchObject({
      result: null,
    });
    expect(await client.ask({ method: 'LIST_SUBSCRIPTIONS' })).toMatchObject({ result: ['ethusdt@markPrice@1s'] });
    bench.time.pass(1000);
    const kinds = (await client.frames()).map(({ event }) => event.kind);
    expect(kinds.filter((kind) => kind === 'partialDepth')).toHaveLength(10);
    expect(kinds.filter((kind) => kind === 'markPrice')).toHaveLength(2);
    const { by_stream, frames_sent, clients, connections_total } = await bench.status();
    expect([by_stream['ethusdt@markPrice@1s'], frames_sent, clients, connections_total]).toEqual([2, 12, 1, 1]);
  });

  it('keep a book in step for clients that join at any moment', async () => {
    await bench.start({ symbols: ['BTCUSDT', 'SOONUSDT'], seed: 3 });
    const joined: { client: Awaited<ReturnType<typeof bench.connect>>; market: SymbolMarket }[] = [];
    for (const [i, waitMs] of [10, 130, 170, 260, 310, 70, 490, 50].entries()) {
      bench.time.pass(waitMs);
      const symbol = i % 2 === 0 ? 'BTCUSDT' : 'SOONUSDT';
      const pace = ['depth@0ms', 'depth@100ms', 'depth'][i % 3]!;
      const names = ['bookTicker', 'aggTrade', pace].map((channel) => `${symbol.toLowerCase()}@${channel}`);
      const client = await bench.connect(`/stream?streams=${names.join('/')}`);
      // Some have heard of a few diffs before their snapshot, some of none.
      if (i > 3) bench.time.pass(120);
      joined.push({ client, market: await bench.follow(client, symbol) });
    }
    bench.time.pass(10_000);
    for (const { client, market } of joined) {
      await client.frames();
      expect(soundness(market)).toEqual(SOUND);
      expect(market.topCheck.comparisons).toBeGreaterThan(20);
    }
  });

  it('run at a multiple of time, E still the clock on the wall', async () => {
    await bench.start({ speed: 10 });
    const client = await bench.connect('/stream?streams=btcusdt@markPrice@1s');
    bench.time.pass(1000);
    const events = (await client.frames()).map(({ event }) => ('eventMs' in event ? event.eventMs : NaN));
    expect(events).toHaveLength(10);
    expect(events.at(-1)! - events[0]!).toBe(900);
  });

  it('do not make up for a sleep of the machine', async () => {
    await bench.start();
    const client = await bench.connect('/stream?streams=btcusdt@markPrice@1s');
    bench.time.pass(3_600_000, 3_600_000);
    expect((await client.frames()).length).toBeLessThanOrEqual(2);
    bench.time.pass(3000);
    const last = (await client.frames()).at(-1)!.event;
    expect('eventMs' in last && bench.time.nowMs() - last.eventMs).toBeLessThanOrEqual(1000);
  });
});

describe('connections', () => {
  it('are pinged, and ended when no answer comes', async () => {
    await bench.start({ pingEveryMs: 1000, pongTimeoutMs: 3000 });
    const client = await bench.connect('/ws');
    const mute = await bench.connect('/ws', { autoPong: false });
    for (let pings = 1; pings <= 3; pings++) {
      bench.time.pass(1000);
      await client.until(() => client.pings === pings);
      // The pong was sent before this question, so it has come with the answer.
      await client.ask({ method: 'LIST_SUBSCRIPTIONS' });
    }
    bench.time.pass(990);
    expect(bench.exchange.status().clients).toBe(2);
    bench.time.pass(10);
    await mute.until(() => mute.closed !== undefined);
    expect([mute.closed, client.closed, bench.exchange.status().clients]).toEqual([1006, undefined, 1]);
  });

  it('end at their age', async () => {
    await bench.start({ maxConnectionMs: 20_000 });
    const client = await bench.connect('/ws');
    bench.time.pass(19_990);
    await client.ask({ method: 'LIST_SUBSCRIPTIONS' });
    bench.time.pass(10);
    await client.until(() => client.closed !== undefined);
    expect(client.closed).toBe(1008);
  });

  it.each([
    ['/nothing', 404],
    ['/ws-fapi/v1', 403],
    ['/private/ws/key', 403],
  ])('to %s are refused with %d', async (path, status) => {
    await bench.start();
    expect(await bench.refusal(path)).toBe(status);
    expect((await bench.status()).order_requests).toBe(status === 403 ? 1 : 0);
  });

  it('that do not read are cut off, and counted', async () => {
    await bench.start({ maxBufferedBytes: 100_000 });
    const names = ['btcusdt', 'ethusdt'].flatMap((name) => [
      `${name}@depth@0ms`,
      `${name}@depth20@0ms`,
      `${name}@depth10@0ms`,
    ]);
    const client = await bench.connect(`/stream?streams=${names.join('/')}`);
    client.socket.pause();
    // First the buffers of the machine fill, then those of the venue.
    for (let sec = 0; sec < 300 && bench.exchange.status().clients > 0; sec++) bench.time.pass(1000);
    expect(bench.exchange.status()).toMatchObject({ slow_clients: 1, clients: 0 });
  });

  it('are closed as going away when the venue closes', async () => {
    await bench.start();
    const client = await bench.connect('/ws');
    await bench.exchange.close();
    await client.until(() => client.closed !== undefined);
    expect(client.closed).toBe(1001);
  });

  it('need a port that is free', async () => {
    await bench.start();
    const second = new TestBench();
    await expect(second.start({ port: Number(new URL(bench.at.url).port) })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });
});

describe('orders', () => {
  it.each<[string, string]>([
    ['POST', '/fapi/v1/order?symbol=BTCUSDT&side=BUY'],
    ['GET', '/fapi/v1/openOrders'],
    ['GET', '/fapi/v2/account'],
    ['DELETE', '/fapi/v1/order'],
    ['GET', '/fapi/v1/time?signature=00'],
  ])('%s %s is refused and counted', async (method, path) => {
    await bench.start();
    const { status, text } = await bench.rest(path, { method });
    expect([status, (JSON.parse(text) as { code: number }).code]).toEqual([403, -2015]);
    expect((await bench.status()).order_requests).toBe(1);
  });

  it('over a websocket are refused and counted', async () => {
    await bench.start();
    const client = await bench.connect('/ws');
    expect(await client.ask({ method: 'order.place', params: {} })).toMatchObject({ error: { code: 2 } });
    expect((await bench.status()).order_requests).toBe(1);
  });
});

describe('weight', () => {
  it('is told, and beyond the limit the answer is 429 until the next minute', async () => {
    await bench.start({ weightLimit: 40 });
    const depth = () => bench.rest('/fapi/v1/depth?symbol=BTCUSDT&limit=1000');
    expect([(await depth()).headers.get('x-mbx-used-weight-1m'), (await depth()).status]).toEqual(['20', 200]);
    const refused = await depth();
    expect([refused.status, refused.headers.get('retry-after'), refused.headers.get('x-mbx-used-weight-1m')]).toEqual([
      429,
      '60',
      '60',
    ]);
    bench.time.pass(60_000, 60_000);
    expect((await depth()).status).toBe(200);
  });
});
