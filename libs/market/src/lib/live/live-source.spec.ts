import { brief, LiveBench } from './live-source.fixture';
import { until } from './venue.fixture';

const BTC = 'BTCUSDT';
let bench: LiveBench;
beforeEach(() => (bench = new LiveBench()));
afterEach(() => bench.stop());

describe('connecting', () => {
  it('takes every stream over one connection of the old venue', async () => {
    await bench.start({ symbols: ['btcusdt', 'ETHUSDT'] });
    await bench.open();
    const [{ path, streams }] = bench.venue.sockets as [(typeof bench.venue.sockets)[number]];
    expect(path).toBe('/stream');
    expect([...streams]).toEqual(
      ['btcusdt', 'ethusdt'].flatMap((s) => [`${s}@bookTicker`, `${s}@depth@100ms`, `${s}@aggTrade`]),
    );
    expect(bench.of('connect')).toMatchObject([{ lane: 'all', streams: 6 }]);
  });

  it('takes books and the rest over two connections of the new one', async () => {
    await bench.start({ paths: 'split', streams: ['bookTicker', 'depth20@100ms', 'depth', 'trade', 'markPrice@1s'] });
    await bench.open(2);
    const carried = Object.fromEntries(bench.venue.sockets.map(({ path, streams }) => [path, [...streams]]));
    expect(carried).toEqual({
      '/public/stream': ['btcusdt@bookTicker', 'btcusdt@depth20@100ms', 'btcusdt@depth'],
      '/market/stream': ['btcusdt@trade', 'btcusdt@markPrice@1s'],
    });
  });

  it('opens no connection without a stream', async () => {
    await bench.start({ paths: 'split', streams: ['aggTrade'] });
    await bench.open();
    expect(bench.venue.sockets.map(({ path }) => path)).toEqual(['/market/stream']);
  });

  it.each([[{ symbols: [] }], [{ streams: [] }], [{ maxQueue: 0 }], [{ rollOverMs: NaN }], [{ overlapMs: 2 ** 31 }]])(
    'refuses %j',
    async (options) => {
      await bench.start();
      const other = new LiveBench();
      await expect(other.start(options)).rejects.toThrow(RangeError);
      await other.venue.stop();
    },
  );
});

describe('frames', () => {
  it('come in batches of what has come since the last one, stamped when received', async () => {
    await bench.start();
    await bench.open();
    bench.ticker(1);
    bench.trade(1);
    await until(() => bench.source.stats().queueLength === 2);
    bench.timers.advance(3);
    bench.ticker(2);
    await until(() => bench.source.stats().queueLength === 3);
    const batch = await bench.batch();
    expect(batch.map(({ localMs }) => localMs - 1_700_000_000_000)).toEqual([0, 0, 3]);
    expect(batch.map(brief)).toEqual(['btcusdt@bookTicker 1', 'btcusdt@aggTrade 1', 'btcusdt@bookTicker 2']);
    expect(batch[0]!.symbol).toBe(BTC);
  });

  it('never go back in time when the clock is set back', async () => {
    let nowMs = 1000;
    await bench.start({ nowMs: () => nowMs });
    await bench.open();
    bench.ticker(1);
    await until(() => bench.source.stats().queueLength === 1);
    nowMs = 900;
    bench.ticker(2);
    await until(() => bench.source.stats().queueLength === 2);
    const batch = await bench.batch();
    expect(batch.map(({ localMs }) => localMs)).toEqual([1000, 1000]);
  });

  it('are handed on whatever they say', async () => {
    const texts = ['no json', '{"stream":"btcusdt@bookTicker","data":{"u":', '{"e":"serverNotice"}', '[]'];
    await bench.start();
    await bench.open();
    for (const text of texts) bench.venue.sockets[0]!.socket.send(text);
    await until(() => bench.source.stats().queueLength === texts.length);
    const batch = await bench.batch();
    expect(batch.map(({ symbol, frame }) => [symbol, frame])).toEqual(texts.map((text) => [BTC, text]));
  });

  it('of a repeated or outdated id are the consumer’s to judge while there is one connection', async () => {
    await bench.start();
    await bench.open();
    for (const u of [5, 5, 3]) bench.ticker(u);
    await until(() => bench.source.stats().queueLength === 3);
    expect(bench.source.stats().duplicates).toBe(0);
  });
});
