import type { RecordedFrame } from '../recording/recorded-frame';
import { brief, keptBook, LiveBench } from './live-source.fixture';
import { until } from './venue.fixture';
import { diffData, snapshotText } from './wire-texts.fixture';

const BTC = 'BTCUSDT';
let bench: LiveBench;
beforeEach(() => (bench = new LiveBench()));
afterEach(() => bench.stop());

describe('a slow consumer', () => {
  it('loses diffs, knows of the gap, and has its book back once it reads again; trades it has all', async () => {
    const teed: RecordedFrame[] = [];
    bench.venue.depth = (_, asked) => ({ body: snapshotText(asked === 1 ? 100 : 131) });
    await bench.start({ maxQueue: 40, tee: (frame) => teed.push(frame) });
    await bench.open();
    for (let i = 1; i <= 30; i++) {
      bench.ticker(100 + i);
      bench.diff(100 + i, 100 + i, 99 + i);
      bench.trade(i);
    }
    await until(() => bench.source.stats().framesReceived === 90);
    await bench.seen('snapshot');
    expect(bench.of('gap')).toMatchObject([{ symbol: BTC, reason: 'slow_consumer' }]);
    const { queueLength, longestQueue, conflated, gaps } = bench.source.stats();
    expect(queueLength + conflated).toBe(91);
    expect(longestQueue).toBeLessThanOrEqual(64);
    expect(gaps).toBe(1);
    expect(teed).toHaveLength(91);
    // As long as nobody reads, no snapshot is asked for.
    expect(bench.venue.depthRequests).toHaveLength(1);

    const market = keptBook(bench, BTC);
    await until(() => bench.received.length === queueLength);
    const lines = bench.received.map(brief);
    expect(lines.filter((line) => line.includes('aggTrade'))).toHaveLength(30);
    expect(lines.filter((line) => line.includes('depth') || line.includes('snapshot'))).toEqual([]);
    expect(lines).toContain('btcusdt@bookTicker 130');
    bench.diff(131, 131, 130);
    await bench.seen('snapshot', 2);
    await until(() => market.book.synced);
    expect(market.book.lastUpdateId).toBe(131);
    expect(bench.source.stats()).toMatchObject({ gaps: 1, snapshots: 2 });
  });

  it('of one symbol with many diffs costs another none', async () => {
    bench.venue.depth = () => ({ body: snapshotText(100) });
    await bench.start({ maxQueue: 10, symbols: [BTC, 'ETHUSDT'] });
    await bench.open();
    bench.venue.send('ethusdt@depth@100ms', diffData('ETHUSDT', 100, 101, 99));
    await bench.seen('snapshot');
    for (let i = 1; i <= 20; i++) bench.diff(100 + i, 100 + i, 99 + i);
    await until(() => bench.source.stats().framesReceived === 21);
    expect(bench.of('gap').map(({ symbol }) => symbol)).toEqual([BTC]);
    expect((await bench.batch()).map(brief)).toEqual(['ethusdt@depth@100ms 101', 'ETHUSDT snapshot 100']);
  });

  it('causes no snapshot after a reconnect either, until it reads', async () => {
    bench.venue.depth = () => ({ body: snapshotText(300) });
    await bench.start({ maxQueue: 10 });
    await bench.open();
    for (let i = 1; i <= 20; i++) bench.diff(100 + i, 100 + i, 99 + i);
    await bench.seen('gap');
    await bench.seen('snapshot');
    bench.venue.sockets[0]!.socket.terminate();
    await bench.seen('backoff');
    bench.timers.advance(1000);
    await bench.open();
    bench.diff(201, 201, 200);
    await bench.roundTrip();
    await bench.restRoundTrips();
    expect(bench.venue.depthRequests).toHaveLength(1);
    await bench.batch();
    bench.diff(202, 202, 201);
    await bench.seen('snapshot', 2);
  });

  it('of tickers alone has the newest, and no gap', async () => {
    await bench.start({ maxQueue: 10 });
    await bench.open();
    for (let u = 1; u <= 100; u++) bench.ticker(u);
    await until(() => bench.source.stats().framesReceived === 100);
    const batch = await bench.batch();
    expect(batch.length).toBeLessThanOrEqual(10);
    expect(brief(batch.at(-1)!)).toBe('btcusdt@bookTicker 100');
    expect(bench.source.stats()).toMatchObject({ gaps: 0, conflated: 100 - batch.length });
  });
});
