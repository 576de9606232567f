import { Decimal } from '@aurora/kernel';
import { LocalBook, parseFrame, ticksToPrice } from '@aurora/market';
import { readRecording } from '@aurora/market/node';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { FILTERS } from '../venue/venue-filters.fixture';
import { limit, order } from './broker.fixture';
import { ShadowBroker } from './shadow-broker';
import type { OrderEvent, ShadowOrder } from './shadow-order';

/** Recordings of the venue by hftbacktest (MIT); where they are kept is told by AURORA_RECORDINGS. */
const ROOT = process.env['AURORA_RECORDINGS'] ?? join(__dirname, '../../../../../../shared/data');
const FOLDER = join(ROOT, 'usdm-btc-eth-202407');
const TICK = 0.1;
const LATENCY_MS = 20;

/** Sends a pair of orders a second to a broker of its own. */
class Trader {
  readonly events: OrderEvent[] = [];
  readonly broker = new ShadowBroker({
    filters: new Map([['BTCUSDT', FILTERS]]),
    makerFeeBps: 2,
    takerFeeBps: 5,
    orderLatencyMs: LATENCY_MS,
    cancelLatencyMs: LATENCY_MS,
    onEvent: (event) => this.events.push(event),
  });
  private sent = 0;

  constructor(private readonly orderAt: (side: 'buy' | 'sell', touch: Decimal) => ShadowOrder) {}

  trade(book: LocalBook, nowMs: number): void {
    for (const side of ['buy', 'sell'] as const) {
      const touch = new Decimal(ticksToPrice(book.side(side).ticksAt(0)));
      this.broker.submit({ ...this.orderAt(side, touch), cid: `${this.sent++}` }, nowMs);
    }
  }

  /** Share of the orders that had such an event. */
  share(kind: 'fill' | 'reject'): number {
    return this.events.filter((event) => event.kind === kind).length / this.sent;
  }
}

/** Rests `ticksAway` behind the best price for `ttlMs`. */
const maker = (ticksAway: number, ttlMs: number) =>
  new Trader((side, touch) => {
    const away = new Decimal(TICK).mul(side === 'buy' ? -ticksAway : ticksAway);
    return limit(side, touch.plus(away).toNumber(), 0.01, { timeInForce: 'GTX', ttlMs });
  });

async function replay(traders: readonly Trader[], onBook: (book: LocalBook) => unknown): Promise<void> {
  const book = new LocalBook();
  let nextMs = 0;
  for await (const { localMs, frame } of readRecording(FOLDER, ['BTCUSDT'])) {
    const event = parseFrame(frame);
    if (event.kind === 'snapshot') book.applySnapshot(event, localMs);
    else if (event.kind === 'trade') for (const { broker } of traders) broker.onTrade(event, localMs);
    else if (event.kind === 'depthDiff' && book.applyDiff(event, localMs) === 'applied') {
      onBook(book);
      for (const { broker } of traders) broker.onBook('BTCUSDT', book, localMs);
    }
    if (!book.synced || localMs < nextMs) continue;
    nextMs = localMs + 1000;
    for (const trader of traders) trader.trade(book, localMs);
  }
  for (const { broker } of traders) {
    broker.cancelAll(Number.MAX_SAFE_INTEGER);
    broker.advance(Number.MAX_SAFE_INTEGER);
    expect(broker.openOrders).toEqual([]);
  }
}

if (existsSync(FOLDER))
  it('fills in a recording about as often as one would expect, and at no better prices than were there', async () => {
    const [touch, short, near, far] = [maker(0, 10_000), maker(0, 1000), maker(5, 10_000), maker(100, 10_000)];
    const taker = new Trader((side) => order({ side, qty: 0.01 }));
    const best = new Map<number, { buy: number; sell: number }>();
    await replay([touch, short, near, far, taker], ({ asks, bids, lastUpdateMs }) =>
      best.set(lastUpdateMs, { buy: ticksToPrice(asks.ticksAt(0)), sell: ticksToPrice(bids.ticksAt(0)) }),
    );
    for (const trader of [touch, short, near, far]) expect(trader.events.length).toBeGreaterThan(1900);
    expect(touch.share('fill')).toBeGreaterThan(0.3);
    expect(touch.share('fill')).toBeLessThan(0.7);
    expect(short.share('fill')).toBeGreaterThan(0.03);
    expect(short.share('fill')).toBeLessThan(touch.share('fill') / 2);
    expect(near.share('fill')).toBeLessThanOrEqual(touch.share('fill'));
    expect(far.share('fill')).toBeLessThan(near.share('fill'));
    // Post-only at the touch is refused only when the market moved through it within the latency.
    expect(touch.share('reject')).toBeLessThan(0.05);
    expect(taker.share('fill')).toBe(1);
    for (const { atMs, order: sent, lastPrice, lastQty } of taker.events) {
      if (lastQty === 0) continue;
      const edge = best.get(atMs)![sent.side] - lastPrice;
      expect(sent.side === 'buy' ? edge : -edge).toBeLessThanOrEqual(0);
    }
  });
else it('has no recording here: nothing was replayed', () => expect(existsSync(FOLDER)).toBe(false));
