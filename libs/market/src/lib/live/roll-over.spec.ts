import { mulberry32 } from '@aurora/kernel';
import { brief, keptBook, LiveBench } from './live-source.fixture';
import { until, type VenueSocket } from './venue.fixture';
import { aggTradeData, diffData, snapshotText, tickerData } from './wire-texts.fixture';

const BTC = 'BTCUSDT';
const DUE_MS = 84_600_000;
const CHANNELS = ['bookTicker', 'depth@100ms', 'aggTrade'];
let bench: LiveBench;
beforeEach(() => (bench = new LiveBench()));
afterEach(() => bench.stop());

const text = (channel: string, data: object) => JSON.stringify({ stream: `btcusdt@${channel}`, data });
const tickerText = (u: number) => text('bookTicker', tickerData(BTC, u));
const tradeText = (a: number) => text('aggTrade', aggTradeData(BTC, a));

/** A venue's messages in order: tickers, diffs and trades of one symbol, their ids growing. */
function published(count: number, random: () => number): string[] {
  let [u, a, pu] = [100, 500, 100];
  return Array.from({ length: count }, () => {
    const kind = Math.floor(random() * 3);
    if (kind === 0) return tickerText(++u);
    if (kind === 1) return tradeText(++a);
    const [U, before] = [u + 1, pu];
    pu = u += 1 + Math.floor(random() * 4);
    return text('depth@100ms', diffData(BTC, U, u, before));
  });
}

const briefs = (frames: readonly string[]) =>
  frames.map((frame) => brief({ symbol: BTC, frame, localMs: 0, localNs: 0n }));
const perChannel = (lines: readonly string[]) =>
  CHANNELS.map((channel) => lines.filter((line) => line.includes(`@${channel} `)));
const sendAll = (to: VenueSocket, texts: readonly string[]) => texts.forEach((one) => to.socket.send(one));
const received = (count: number) => until(() => bench.source.stats().framesReceived === count);

/** Old and new connection, both open. */
async function overlap(): Promise<[old: VenueSocket, next: VenueSocket]> {
  bench.timers.advance(DUE_MS);
  await bench.open(2);
  return [bench.venue.sockets[0]!, bench.venue.sockets[1]!];
}

describe('a roll-over', () => {
  it.each(Array.from({ length: 15 }, (_, seed) => seed))(
    'hands on each message once and in order, with the book in step, cut at random (%d)',
    async (seed) => {
      const random = mulberry32(seed + 1);
      const all = published(120, random);
      bench.venue.depth = () => ({ body: snapshotText(100) });
      await bench.start({ rollOverMs: DUE_MS });
      const market = keptBook(bench, BTC);
      await bench.open();
      let [a, b] = [40, 20 + Math.floor(random() * 60)];
      sendAll(bench.venue.sockets[0]!, all.slice(0, a));
      await until(() => market.book.synced && bench.received.length === a + 1);
      const [old, next] = await overlap();
      // Each at its own pace, until the source has had enough of the old one.
      while (bench.of('rollover').length === 0) {
        if (b < all.length && random() < 0.5) next.socket.send(all[b++]!);
        else if (a < all.length) old.socket.send(all[a++]!);
        if (random() < 0.3 || a === all.length) await new Promise((resolve) => setImmediate(resolve));
      }
      sendAll(next, all.slice(b));
      await until(() => bench.received.length === all.length + 1);
      expect(perChannel(bench.received.map(brief))).toEqual(perChannel(briefs(all)));
      expect([market.gaps, market.sequenceFaults]).toEqual([0, 0]);
      expect(bench.of('rollover')).toMatchObject([{ outcome: 'joined' }]);
      expect(bench.source.stats()).toMatchObject({ gaps: 0, disconnects: 0, reconnects: 0, rollOvers: 1, connects: 2 });
      await until(() => bench.venue.sockets.length === 1);
      expect(bench.source.stats().open).toBe(1);
    },
  );

  it('is over after a time when a stream has nothing to say', async () => {
    await bench.start({ rollOverMs: DUE_MS, overlapMs: 10_000 });
    await bench.open();
    const [old, next] = await overlap();
    sendAll(old, [tickerText(1), tickerText(2)]);
    sendAll(next, [tickerText(2), tickerText(3), tradeText(7)]);
    await received(5);
    bench.timers.advance(9999);
    expect(bench.of('rollover')).toEqual([]);
    bench.timers.advance(1);
    expect(bench.of('rollover')).toMatchObject([{ outcome: 'timed_out' }]);
    await until(() => bench.venue.sockets.length === 1);
    sendAll(next, [tickerText(4)]);
    await received(6);
    expect((await bench.batch()).map(brief)).toEqual([
      ...[1, 2, 3].map((u) => `btcusdt@bookTicker ${u}`),
      'btcusdt@aggTrade 7',
      'btcusdt@bookTicker 4',
    ]);
    expect(bench.source.stats().duplicates).toBe(1);
  });

  it('stamps what was held back no earlier than what went before', async () => {
    await bench.start({ rollOverMs: DUE_MS });
    await bench.open();
    const [old, next] = await overlap();
    sendAll(next, [tickerText(2), tickerText(3)]);
    await received(2);
    bench.timers.advance(5);
    sendAll(old, [tickerText(1), tickerText(2)]);
    await received(4);
    const times = (await bench.batch()).map(({ localMs }) => localMs);
    expect(times).toEqual(Array(3).fill(bench.timers.nowMs()));
  });

  it('is not made to a connection that is silent, and tried again', async () => {
    await bench.start({ rollOverMs: DUE_MS, overlapMs: 10_000 });
    await bench.open();
    const [old] = await overlap();
    sendAll(old, [tickerText(1)]);
    await received(1);
    bench.timers.advance(10_000);
    expect(bench.of('rollover_failed')).toMatchObject([{ reason: 'idle_timeout' }]);
    await until(() => bench.venue.sockets.length === 1);
    bench.timers.advance(1000);
    await bench.open(2);
    expect(bench.source.stats()).toMatchObject({ rollOvers: 0, disconnects: 0, connects: 3 });
    bench.timers.advance(1);
    sendAll(bench.venue.sockets[0]!, [tickerText(2)]);
    await received(2);
  });

  it('goes on with the old connection when the next one is refused or lost', async () => {
    await bench.start({ rollOverMs: DUE_MS });
    await bench.open();
    bench.venue.refuse = { status: 429, retryAfter: '60' };
    bench.timers.advance(DUE_MS);
    await bench.seen('rollover_failed');
    bench.venue.refuse = null;
    bench.timers.advance(59_999);
    expect(bench.venue.opened).toBe(1);
    bench.timers.advance(1);
    await bench.open(2);
    const [old, next] = bench.venue.sockets as [VenueSocket, VenueSocket];
    sendAll(old, [tickerText(1)]);
    sendAll(next, [tickerText(1), tickerText(2)]);
    await received(3);
    next.socket.terminate();
    await bench.seen('rollover_failed', 2);
    sendAll(old, [tickerText(2), tickerText(3)]);
    await received(5);
    expect((await bench.batch()).map(brief)).toEqual([1, 2, 3].map((u) => `btcusdt@bookTicker ${u}`));
    expect(bench.of('rollover_failed').map(({ reason }) => reason)).toEqual(['refused', 'closed']);
    expect(bench.source.stats()).toMatchObject({ disconnects: 0, gaps: 0, duplicates: 2, open: 1 });
  });

  it('is made at once when the old connection ends meanwhile', async () => {
    await bench.start({ rollOverMs: DUE_MS });
    await bench.open();
    const [old, next] = await overlap();
    sendAll(old, [tickerText(1), tickerText(2)]);
    await received(2);
    sendAll(next, [tickerText(2), tradeText(9)]);
    await received(4);
    old.socket.terminate();
    await bench.seen('rollover');
    expect(bench.of('rollover')).toMatchObject([{ outcome: 'old_closed' }]);
    sendAll(next, [tickerText(3)]);
    await received(5);
    const [tickers, , trades] = perChannel((await bench.batch()).map(brief));
    expect([tickers!.length, trades!.length]).toEqual([3, 1]);
    expect(bench.source.stats()).toMatchObject({ disconnects: 0, rollOvers: 1, open: 1 });
  });

  it.each([
    ['opens', () => bench.venue.letThrough()],
    [
      'does not open',
      async () => {
        bench.venue.stallUpgrades = false;
        bench.timers.advance(5000);
        await bench.seen('backoff');
        bench.timers.advance(1000);
      },
    ],
  ])('becomes a reconnect when the old connection ends first and the next one then %s', async (_, then) => {
    await bench.start({ rollOverMs: DUE_MS });
    await bench.open();
    const { connections } = bench.venue;
    bench.venue.stallUpgrades = true;
    bench.timers.advance(DUE_MS);
    await until(() => bench.venue.connections === connections + 1);
    bench.venue.sockets[0]!.socket.terminate();
    await bench.seen('disconnect');
    expect(bench.of('backoff')).toEqual([]);
    await then();
    await bench.open();
    expect(bench.source.stats()).toMatchObject({ disconnects: 1, reconnects: 1, rollOvers: 0 });
    await bench.source.stop();
    await until(() => bench.venue.connections === 0);
  });

  it('leaves no trace after a disconnect: the venue may begin anew', async () => {
    await bench.start({ rollOverMs: DUE_MS, overlapMs: 10_000 });
    await bench.open();
    const [old, next] = await overlap();
    sendAll(old, [tickerText(8), tickerText(9)]);
    sendAll(next, [tickerText(8)]);
    await received(3);
    bench.timers.advance(10_000);
    await bench.seen('rollover');
    next.socket.terminate();
    await bench.seen('backoff');
    bench.timers.advance(1000);
    await bench.open();
    sendAll(bench.venue.sockets[0]!, [tickerText(1)]);
    await received(4);
    expect((await bench.batch()).map(brief)).toEqual([8, 9, 1].map((u) => `btcusdt@bookTicker ${u}`));
  });

  it('begins anew when the symbols change meanwhile', async () => {
    await bench.start({ rollOverMs: DUE_MS });
    await bench.open();
    await overlap();
    bench.source.setSymbols([BTC, 'ETHUSDT']);
    await bench.seen('subscribed');
    await until(() => bench.venue.sockets.length === 1);
    bench.timers.advance(1000);
    await bench.open(2);
    expect(bench.venue.sockets.map(({ streams }) => streams.size)).toEqual([6, 6]);
    expect(bench.source.stats().disconnects).toBe(0);
  });

  it('comes again a day later', async () => {
    await bench.start({ rollOverMs: DUE_MS });
    await bench.open();
    for (let day = 1; day <= 3; day++) {
      const [, next] = await overlap();
      sendAll(next, [tickerText(day)]);
      await received(day);
      bench.timers.advance(10_000);
      await until(() => bench.venue.sockets.length === 1);
      expect(bench.source.stats().rollOvers).toBe(day);
    }
  });
});
