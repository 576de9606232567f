import { LiveBench } from './live-source.fixture';
import { until } from './venue.fixture';

let bench: LiveBench;
beforeEach(() => (bench = new LiveBench()));
afterEach(() => bench.venue.stop());

/** Nothing is left behind: no timer, no socket, no reader that waits. */
async function stopsClean(): Promise<void> {
  const reader = bench.consume();
  const before = bench.events.length;
  await bench.source.stop();
  await reader;
  expect(bench.timers.pending).toBe(0);
  expect(bench.source.stats().open).toBe(0);
  await until(() => bench.venue.connections === 0);
  bench.timers.advance(100_000_000);
  expect(bench.events).toHaveLength(before);
}

describe('stop', () => {
  it('before the start', async () => {
    await bench.venue.start();
    await bench.venue.stop();
    const other = new LiveBench();
    await other.start();
    await other.source.stop();
    await other.source.stop();
    await other.venue.stop();
  });

  it('while connecting', async () => {
    bench.venue.stallUpgrades = true;
    await bench.start();
    await until(() => bench.venue.connections === 1);
    await stopsClean();
  });

  it('right after the start', async () => {
    await bench.start();
    await stopsClean();
  });

  it('while open', async () => {
    await bench.start({ paths: 'split', streams: ['bookTicker', 'aggTrade'] });
    await bench.open(2);
    await stopsClean();
  });

  it('while waiting for another attempt', async () => {
    bench.venue.refuse = { status: 503 };
    await bench.start();
    await bench.seen('backoff');
    await stopsClean();
  });

  it('while a snapshot is on its way', async () => {
    await bench.start();
    await bench.open();
    bench.diff(10, 15, 9);
    await until(() => bench.venue.depthRequests.length === 1);
    await stopsClean();
  });

  it('while a snapshot waits for another attempt, or for the venue to be asked again', async () => {
    bench.venue.depth = () => ({ status: 429, body: '' });
    await bench.start({ symbols: ['BTCUSDT', 'ETHUSDT'] });
    await bench.open();
    bench.diff(10, 15, 9);
    await bench.seen('snapshot_retry');
    bench.venue.send('ethusdt@depth@100ms', { U: 1, u: 2, pu: 0 });
    await bench.roundTrip();
    await stopsClean();
  });

  it('during a roll-over', async () => {
    await bench.start({ rollOverMs: 1e6 });
    await bench.open();
    bench.timers.advance(1e6);
    await bench.open(2);
    await stopsClean();
  });

  it('while a subscription is unanswered', async () => {
    bench.venue.answer = () => null;
    await bench.start();
    await bench.open();
    bench.source.setSymbols(['ETHUSDT']);
    await until(() => bench.venue.controls.length === 2);
    await stopsClean();
  });

  it('ends a connection that does not answer after half a second', async () => {
    await bench.start();
    await bench.open();
    bench.venue.sockets[0]!.socket.pause();
    const stopped = bench.source.stop();
    bench.timers.advance(499);
    expect(bench.timers.pending).toBe(1);
    bench.timers.advance(1);
    await stopped;
  });

  it('drops what is queued', async () => {
    await bench.start();
    await bench.open();
    bench.trade(1);
    await until(() => bench.source.stats().queueLength === 1);
    await bench.source.stop();
    expect(await bench.batch()).toEqual([]);
  });
});
