import { createServer } from 'node:net';
import { brief, keptBook, LiveBench } from './live-source.fixture';
import { until } from './venue.fixture';
import { diffData, snapshotText } from './wire-texts.fixture';

const BTC = 'BTCUSDT';
let bench: LiveBench;
beforeEach(() => (bench = new LiveBench()));
afterEach(() => bench.stop());

describe('a lost connection', () => {
  it('is made again after a wait, and the book with it', async () => {
    bench.venue.depth = (_, asked) => ({ body: snapshotText(asked === 1 ? 10 : 50) });
    await bench.start();
    const market = keptBook(bench, BTC);
    await bench.open();
    bench.diff(10, 15, 9);
    await until(() => market.book.synced);
    bench.venue.sockets[0]!.socket.close(1012, 'restart');
    await bench.seen('backoff');
    expect(bench.of('disconnect')).toMatchObject([{ lane: 'all', reason: 'closed', code: 1012, message: 'restart' }]);
    expect(bench.of('backoff')).toMatchObject([{ attempt: 1, delayMs: 187.5 }]);
    expect(bench.of('gap')).toMatchObject([{ symbol: BTC, reason: 'disconnect' }]);
    expect(bench.source.stats()).toMatchObject({ open: 0, disconnects: 1, reconnects: 0 });
    bench.timers.advance(187);
    expect(bench.venue.opened).toBe(1);
    bench.timers.advance(1);
    await bench.open();
    expect(bench.venue.depthRequests).toHaveLength(1);
    bench.diff(50, 55, 49);
    await bench.seen('snapshot', 2);
    await until(() => market.book.lastUpdateId === 55);
    expect(market.book.synced).toBe(true);
    expect(bench.source.stats()).toMatchObject({ open: 1, connects: 2, reconnects: 1, disconnects: 1, gaps: 1 });
  });

  it('is not rolled over while there is none', async () => {
    await bench.start({ rollOverMs: 1000, backoffMs: { first: 10_000, longest: 10_000 } });
    await bench.open();
    bench.venue.sockets[0]!.socket.terminate();
    await bench.seen('backoff');
    expect(bench.timers.pending).toBe(1);
  });

  it('without a close frame counts as 1006', async () => {
    await bench.start();
    await bench.open();
    bench.venue.sockets[0]!.socket.terminate();
    await bench.seen('disconnect');
    expect(bench.of('disconnect')).toMatchObject([{ reason: 'closed', code: 1006 }]);
  });

  it('by a breach of the protocol is an error, and none that is not handled', async () => {
    await bench.start();
    await bench.open();
    const { socket } = bench.venue.sockets[0]!;
    // Reserved bits set: no websocket frame.
    (socket as unknown as { _socket: { write(bytes: Buffer): void } })._socket.write(Buffer.from([0xf1, 0x00]));
    await bench.seen('disconnect');
    expect(bench.of('disconnect')).toMatchObject([{ reason: 'error', code: 1006 }]);
  });

  it('waits longer each time, until one has been stable', async () => {
    await bench.start({ stableMs: 10_000 });
    const waits = async (count: number): Promise<number[]> => {
      for (let lost = 0; lost < count; lost++) {
        await bench.open();
        bench.venue.sockets[0]!.socket.terminate();
        await bench.seen('backoff', bench.of('disconnect').length + 1);
        bench.timers.advance(bench.of('backoff').at(-1)!.delayMs);
      }
      return bench.of('backoff').map(({ delayMs }) => delayMs);
    };
    expect(await waits(4)).toEqual([187.5, 375, 750, 1500]);
    await bench.open();
    bench.timers.advance(9999);
    expect((await waits(1)).at(-1)).toBe(3000);
    await bench.open();
    bench.timers.advance(10_000);
    expect((await waits(1)).at(-1)).toBe(187.5);
  });
});

describe('a connection that cannot be made', () => {
  it('is tried again when nobody listens', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    await new Promise((resolve) => server.close(resolve));
    await bench.start({ wsUrl: `ws://127.0.0.1:${port}` });
    await bench.seen('backoff');
    bench.timers.advance(1000);
    await bench.seen('backoff', 2);
    expect(bench.of('connect_failed')).toMatchObject([{ reason: 'error' }, { reason: 'error' }]);
    expect(bench.of('connect_failed')[0]!.message).toContain('ECONNREFUSED');
    expect(bench.source.stats()).toMatchObject({ connects: 0, disconnects: 0, connectFailures: 2, open: 0 });
  });

  it.each([
    [503, undefined, 187.5],
    [429, '3', 3000],
    [418, '90', 90_000],
  ])('is tried again after HTTP %d, Retry-After %s, in %d ms', async (status, retryAfter, delayMs) => {
    bench.venue.refuse = { status, ...(retryAfter === undefined ? {} : { retryAfter }) };
    await bench.start();
    await bench.seen('backoff');
    expect(bench.of('connect_failed')).toMatchObject([{ reason: 'refused', message: `HTTP ${status}` }]);
    expect(bench.of('backoff')).toMatchObject([{ delayMs }]);
    bench.venue.refuse = null;
    bench.timers.advance(delayMs);
    await bench.open();
    expect(bench.source.stats()).toMatchObject({ connects: 1, reconnects: 0 });
  });

  it('is tried again when it does not open in time', async () => {
    bench.venue.stallUpgrades = true;
    await bench.start({ connectTimeoutMs: 3000 });
    await until(() => bench.venue.connections === 1);
    bench.timers.advance(2999);
    expect(bench.events).toEqual([]);
    bench.timers.advance(1);
    await bench.seen('connect_failed');
    expect(bench.of('connect_failed')).toMatchObject([{ reason: 'connect_timeout' }]);
    await until(() => bench.venue.connections === 0);
  });
});

describe('a silent connection', () => {
  it('is pinged, and given up when nothing comes of it', async () => {
    await bench.start({ pingTimeoutMs: 1000 });
    await bench.open();
    bench.venue.sockets[0]!.socket.pause();
    bench.timers.advance(2999);
    await new Promise((resolve) => setImmediate(resolve));
    expect(bench.events.map(({ kind }) => kind)).toEqual(['connect']);
    bench.timers.advance(1);
    await bench.seen('disconnect');
    expect(bench.of('disconnect')).toMatchObject([{ reason: 'ping_timeout' }]);
  });

  it('lives on when something comes after all', async () => {
    await bench.start({ pingTimeoutMs: 1000 });
    await bench.open();
    const { socket } = bench.venue.sockets[0]!;
    let pings = 0;
    socket.on('ping', () => pings++);
    for (let round = 1; round <= 3; round++) {
      bench.timers.advance(2000);
      await until(() => pings === round);
      await bench.roundTrip();
    }
    expect(bench.of('disconnect')).toEqual([]);
  });

  it('answers the venue’s pings', async () => {
    await bench.start();
    await bench.open();
    const { socket } = bench.venue.sockets[0]!;
    const answered = new Promise<string>((resolve) => socket.on('pong', (data) => resolve(String(data))));
    socket.ping('1700000000000');
    expect(await answered).toBe('1700000000000');
  });

  it('is given up when it lives but brings no market data', async () => {
    await bench.start({ idleTimeoutMs: 60_000 });
    await bench.open();
    await bench.roundTrip();
    bench.timers.advance(119_999);
    expect(bench.of('disconnect')).toEqual([]);
    bench.timers.advance(1);
    await bench.seen('disconnect');
    expect(bench.of('disconnect')).toMatchObject([{ reason: 'idle_timeout' }]);
  });
});

describe('other symbols', () => {
  it('are subscribed on the same connection, and asked for by address on the next', async () => {
    bench.venue.depth = () => ({ body: snapshotText(10) });
    await bench.start({ streams: ['depth@100ms', 'aggTrade'] });
    await bench.open();
    bench.source.setSymbols(['ethusdt', BTC]);
    await bench.seen('subscribed');
    bench.source.setSymbols(['ETHUSDT']);
    await bench.seen('subscribed', 2);
    expect(bench.venue.controls).toEqual([
      { method: 'SUBSCRIBE', params: ['ethusdt@depth@100ms', 'ethusdt@aggTrade'], id: 1 },
      { method: 'UNSUBSCRIBE', params: ['btcusdt@depth@100ms', 'btcusdt@aggTrade'], id: 2 },
    ]);
    expect(bench.of('subscribed')).toMatchObject([
      { added: 2, removed: 0 },
      { added: 0, removed: 2 },
    ]);
    bench.timers.advance(100_000);
    bench.venue.sockets[0]!.socket.send(JSON.stringify({ stream: 'btcusdt@aggTrade', data: { a: 1 } }));
    bench.venue.send('ethusdt@depth@100ms', diffData('ETHUSDT', 10, 12, 9));
    await bench.seen('snapshot');
    expect((await bench.batch()).map(brief)).toEqual(['ethusdt@depth@100ms 12', 'ETHUSDT snapshot 10']);
    bench.venue.sockets[0]!.socket.terminate();
    await bench.seen('backoff');
    bench.timers.advance(1000);
    await bench.open();
    expect([...bench.venue.sockets[0]!.streams]).toEqual(['ethusdt@depth@100ms', 'ethusdt@aggTrade']);
    expect(bench.venue.opened).toBe(2);
  });

  it.each([
    ['is refused', (id: number) => ({ error: { code: 2, msg: 'Invalid request' }, id })],
    ['is not answered', () => null],
  ])('lead to a new connection when the subscription %s', async (_, answer) => {
    bench.venue.answer = answer;
    await bench.start();
    await bench.open();
    bench.source.setSymbols([BTC, 'ETHUSDT']);
    await until(() => bench.venue.controls.length === 1);
    bench.timers.advance(5000);
    await bench.seen('backoff');
    expect(bench.of('disconnect')).toMatchObject([{ reason: 'subscribe_failed' }]);
    bench.timers.advance(1000);
    await bench.open();
    expect(bench.venue.sockets[0]!.streams.size).toBe(6);
  });

  it('that change while connecting are carried once it is open', async () => {
    await bench.start();
    bench.source.setSymbols(['ETHUSDT']);
    await bench.seen('subscribed', 2);
    expect([...bench.venue.sockets[0]!.streams]).toEqual(
      ['bookTicker', 'depth@100ms', 'aggTrade'].map((channel) => `ethusdt@${channel}`),
    );
  });

  it('must be some', async () => {
    await bench.start();
    expect(() => bench.source.setSymbols([])).toThrow(RangeError);
  });
});
