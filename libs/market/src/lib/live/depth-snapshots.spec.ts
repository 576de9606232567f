import { brief, keptBook, LiveBench } from './live-source.fixture';
import { until, type DepthReply } from './venue.fixture';
import { diffData, snapshotText } from './wire-texts.fixture';

const BTC = 'BTCUSDT';
let bench: LiveBench;
beforeEach(() => (bench = new LiveBench()));
afterEach(() => bench.stop());

describe('snapshots', () => {
  it('are fetched when the first diff is there, and put the book in step', async () => {
    bench.venue.depth = () => ({ body: snapshotText(12) });
    await bench.start({ snapshotLimit: 500 });
    const { book } = keptBook(bench, BTC);
    await bench.open();
    bench.ticker(1);
    await until(() => bench.received.length === 1);
    expect(bench.venue.depthRequests).toHaveLength(0);
    bench.diff(10, 15, 9);
    await bench.seen('snapshot');
    await until(() => bench.received.length === 3);
    expect(bench.venue.depthRequests.map(({ pathname, search }) => pathname + search)).toEqual([
      '/fapi/v1/depth?symbol=BTCUSDT&limit=500',
    ]);
    expect(bench.received.map(brief)).toEqual([
      'btcusdt@bookTicker 1',
      'btcusdt@depth@100ms 15',
      'BTCUSDT snapshot 12',
    ]);
    expect([book.synced, book.lastUpdateId]).toEqual([true, 15]);
    expect(bench.source.stats()).toMatchObject({ snapshots: 1, snapshotRetries: 0, gaps: 0 });
  });

  it('are not fetched when no diffs are wanted', async () => {
    await bench.start({ streams: ['bookTicker', 'depth20@100ms'] });
    await bench.open();
    bench.venue.send('btcusdt@depth20@100ms', diffData(BTC, 1, 2, 0));
    await until(() => bench.source.stats().queueLength === 1);
    bench.source.requestSnapshot(BTC);
    expect(bench.timers.pending).toBeGreaterThan(0);
    expect(bench.source.stats().gaps).toBe(0);
    expect(bench.venue.depthRequests).toHaveLength(0);
  });

  it('are fetched again while older than the first diff', async () => {
    // U 10 and pu 8 are reached from 10 and, since nothing lies between, from 8; 9 and 7 are too old.
    const ids = [7, 9, 8];
    bench.venue.depth = (_, asked) => ({ body: snapshotText(ids[asked - 1]!) });
    await bench.start();
    await bench.open();
    bench.diff(10, 15, 8);
    for (const retries of [1, 2]) {
      await bench.seen('snapshot_retry', retries);
      bench.timers.advance(1000);
    }
    await bench.seen('snapshot');
    expect(bench.of('snapshot_retry').map(({ reason, delayMs }) => [reason, delayMs])).toEqual([
      ['too_old', 187.5],
      ['too_old', 375],
    ]);
    expect(bench.of('snapshot')).toMatchObject([{ lastUpdateId: 8, attempts: 3 }]);
    // Waits start over after a success.
    ids.push(0, 8);
    await bench.batch();
    bench.source.requestSnapshot(BTC);
    await bench.seen('snapshot_retry', 3);
    expect(bench.of('snapshot_retry').at(-1)!.delayMs).toBe(187.5);
  });

  it.each([
    [429, '7', 7000, 'rate_limited'],
    [418, '120', 120_000, 'rate_limited'],
    [429, undefined, 10_000, 'rate_limited'],
    [503, undefined, 187.5, 'failed'],
    [200, undefined, 187.5, 'bad_answer'],
  ])('wait after %d with Retry-After %s for %d ms', async (status, retryAfter, delayMs, reason) => {
    const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
    bench.venue.depth = (_, asked) => (asked === 1 ? { status, headers, body: '{}' } : { body: snapshotText(10) });
    await bench.start();
    await bench.open();
    bench.diff(10, 15, 9);
    await bench.seen('snapshot_retry');
    expect(bench.of('snapshot_retry')).toMatchObject([{ reason, delayMs }]);
    bench.timers.advance(delayMs - 1);
    await bench.restRoundTrips();
    expect(bench.venue.depthRequests).toHaveLength(1);
    bench.timers.advance(1);
    await bench.seen('snapshot');
    expect(bench.venue.depthRequests).toHaveLength(2);
  });

  it('of no symbol are fetched while the venue wants to be left alone', async () => {
    bench.venue.depth = (symbol, asked) =>
      asked === 1
        ? { status: 429, headers: { 'retry-after': '5' }, body: '' }
        : { body: snapshotText(symbol === BTC ? 10 : 20) };
    await bench.start({ symbols: [BTC, 'ETHUSDT'] });
    await bench.open();
    bench.diff(10, 15, 9);
    await bench.seen('snapshot_retry');
    bench.venue.send('ethusdt@depth@100ms', diffData('ETHUSDT', 20, 25, 19));
    await bench.roundTrip();
    await bench.restRoundTrips();
    expect(bench.venue.depthRequests).toHaveLength(1);
    bench.timers.advance(5000);
    await bench.seen('snapshot', 2);
    expect(bench.venue.depthRequests).toHaveLength(3);
  });

  it('wait a minute when the weight of the address is nearly used up', async () => {
    bench.venue.depth = () => ({ headers: { 'x-mbx-used-weight-1m': '1900' }, body: snapshotText(10) });
    await bench.start();
    await bench.open();
    bench.diff(10, 15, 9);
    await bench.seen('snapshot');
    await bench.batch();
    bench.source.requestSnapshot(BTC);
    bench.timers.advance(59_999);
    await bench.restRoundTrips();
    expect(bench.venue.depthRequests).toHaveLength(1);
    bench.timers.advance(1);
    await until(() => bench.venue.depthRequests.length === 2);
  });

  it('are asked for one at a time a symbol; a loss meanwhile raises what they must reach', async () => {
    let reply!: (reply: DepthReply) => void;
    const first = new Promise<DepthReply>((resolve) => (reply = resolve));
    bench.venue.depth = (_, asked) => (asked === 1 ? first : { body: snapshotText(42) });
    await bench.start();
    await bench.open();
    bench.diff(10, 15, 9);
    await until(() => bench.venue.depthRequests.length === 1);
    bench.diff(41, 45, 40);
    await bench.roundTrip();
    for (let i = 0; i < 5; i++) bench.source.requestSnapshot(BTC);
    await bench.restRoundTrips();
    expect(bench.venue.depthRequests).toHaveLength(1);
    reply({ body: snapshotText(12) });
    await bench.seen('snapshot_retry');
    bench.timers.advance(1000);
    await bench.seen('snapshot');
    expect(bench.of('snapshot')).toMatchObject([{ lastUpdateId: 42, attempts: 2 }]);
    expect(bench.source.stats().gaps).toBe(0);
  });

  it('on their way through the queue answer for a gap before them', async () => {
    bench.venue.depth = () => ({ body: snapshotText(10) });
    await bench.start();
    await bench.open();
    bench.diff(10, 15, 9);
    await bench.seen('snapshot');
    bench.source.requestSnapshot(BTC);
    await bench.batch();
    expect(bench.source.stats()).toMatchObject({ gaps: 0, snapshots: 1 });
    bench.source.requestSnapshot(BTC);
    await bench.seen('snapshot', 2);
    expect(bench.source.stats()).toMatchObject({ gaps: 1, snapshots: 2 });
  });

  it('come after a gap that the consumer reports', async () => {
    const ids = [12, 33];
    bench.venue.depth = (_, asked) => ({ body: snapshotText(ids[asked - 1]!) });
    await bench.start();
    const { book } = keptBook(bench, BTC);
    await bench.open();
    bench.diff(10, 15, 9);
    await until(() => book.synced);
    bench.diff(16, 20, 15);
    bench.diff(31, 35, 30);
    await bench.seen('snapshot', 2);
    await until(() => book.synced);
    expect(book.lastUpdateId).toBe(35);
    expect(bench.of('gap')).toMatchObject([{ symbol: BTC, reason: 'sequence' }]);
    expect(bench.source.stats()).toMatchObject({ gaps: 1, snapshots: 2, snapshotRetries: 0 });
  });
});
