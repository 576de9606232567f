import { Decimal, sideSign } from '@aurora/kernel';
import fc from 'fast-check';
import { TestVenue, limit, order, ticksOf, type Row } from './broker.fixture';
import { OrderLifecycle } from './order-lifecycle';
import type { OrderEvent, ShadowOrder } from './shadow-order';

type Command =
  | { readonly does: 'show'; readonly bids: readonly Row[]; readonly asks: readonly Row[] }
  | { readonly does: 'lose' | 'cancelAll' | 'wait' }
  | { readonly does: 'print'; readonly aggressor: 'buy' | 'sell'; readonly price: number; readonly qty: number }
  | { readonly does: 'submit'; readonly order: ShadowOrder }
  | { readonly does: 'cancel'; readonly cid: string };

const price = fc.integer({ min: 996, max: 1004 }).map((ticks) => ticks / 10);
const qty = fc.integer({ min: 1, max: 40 }).map((lots) => lots / 10);
const side = fc.constantFrom('buy', 'sell');
const seldom = fc.integer({ min: 0, max: 3 }).map((i) => i === 0);
const cid = fc.integer({ min: 0, max: 30 }).map((i) => `c${i}`);

/** A book with its middle at a random price, seldom crossed. */
const book = fc
  .record({
    mid: fc.integer({ min: 997, max: 1003 }),
    spread: fc.integer({ min: -1, max: 3 }).map((spread) => (spread === -1 ? 0 : Math.max(1, spread))),
    qtys: fc.array(qty, { minLength: 8, maxLength: 8 }),
  })
  .map(({ mid, spread, qtys }) => ({
    does: 'show' as const,
    bids: qtys.slice(0, 4).map((one, i) => [(mid - i) / 10, one] as const),
    asks: qtys.slice(4).map((one, i) => [(mid + spread + i) / 10, one] as const),
  }));

const submitted = fc
  .record({
    cid,
    side,
    price,
    qty: fc.oneof({ weight: 9, arbitrary: qty }, { weight: 1, arbitrary: fc.constantFrom(0, NaN, 0.0001, 0.001) }),
    isMarket: seldom,
    timeInForce: fc.constantFrom(
      'GTC' as const,
      'GTC' as const,
      'GTC' as const,
      'IOC' as const,
      'FOK' as const,
      'GTX' as const,
    ),
    reduceOnly: seldom,
    ttlMs: fc.option(fc.integer({ min: 0, max: 500 }), { nil: undefined }),
    symbol: fc.constantFrom('BTCUSDT', 'BTCUSDT', 'BTCUSDT', 'BTCUSDT', 'NOPE'),
  })
  .map(({ isMarket, ttlMs, timeInForce, ...rest }) => {
    const changes = { ...rest, ...(ttlMs === undefined ? {} : { ttlMs }) };
    return isMarket ? order(changes) : limit(rest.side, rest.price, rest.qty, { ...changes, timeInForce });
  })
  .map((one): Command => ({ does: 'submit', order: one }));

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 6, arbitrary: book },
  { weight: 6, arbitrary: fc.record({ does: fc.constant('print' as const), aggressor: side, price, qty }) },
  { weight: 6, arbitrary: submitted },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('cancel' as const), cid }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constantFrom('lose', 'cancelAll', 'wait') }) },
);

const story = fc.array(fc.record({ afterMs: fc.integer({ min: 0, max: 40 }), command }), {
  minLength: 20,
  maxLength: 80,
  size: 'max',
});
type Story = readonly { readonly afterMs: number; readonly command: Command }[];

function obey(venue: TestVenue, command: Command, nowMs: number): void {
  switch (command.does) {
    case 'show':
      return venue.show(nowMs, command.bids, command.asks);
    case 'lose':
      return venue.lose(nowMs);
    case 'print':
      return venue.print(nowMs, command.aggressor, command.price, command.qty);
    case 'submit':
      return venue.broker.submit(command.order, nowMs);
    case 'cancel':
      return venue.broker.cancel(command.cid, nowMs);
    case 'cancelAll':
      return venue.broker.cancelAll(nowMs);
    case 'wait':
      return venue.broker.advance(nowMs);
  }
}

/** Plays a story, tells `onStep` of the events of each command, and ends with all orders cancelled. */
function play(story: Story, onStep: (events: readonly OrderEvent[], command: Command) => void = () => undefined) {
  const venue = new TestVenue({ orderLatencyMs: 20, cancelLatencyMs: 30 });
  let nowMs = 0;
  for (const { afterMs, command } of story) {
    nowMs += afterMs;
    const before = venue.events.length;
    obey(venue, command, nowMs);
    onStep(venue.events.slice(before), command);
  }
  venue.broker.cancelAll(nowMs);
  venue.broker.advance(nowMs + 1000);
  return venue;
}

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total.plus(value), new Decimal(0)).toNumber();

const byCid = (events: readonly OrderEvent[]) => {
  const orders = new Map<string, OrderEvent[]>();
  for (const event of events) orders.set(event.order.cid, [...(orders.get(event.order.cid) ?? []), event]);
  return orders;
};

const RUNS = { numRuns: 200 };

it('brings every order to exactly one end by legal steps, in order of time', () => {
  let ends = 0;
  fc.assert(
    fc.property(story, (story) => {
      const { events, broker } = play(story);
      expect(broker.openOrders).toEqual([]);
      expect(events.map(({ atMs }) => atMs)).toEqual(events.map(({ atMs }) => atMs).sort((a, b) => a - b));
      for (const one of byCid(events).values()) {
        const life = new OrderLifecycle();
        expect(one[0]?.kind).toBe('submit');
        for (const { kind } of one)
          if (kind === 'submit' || kind === 'cancel_request' || kind === 'cancel_ack') expect(life.ended).toBe(false);
          else life.take(kind);
        expect([life.ended, life.lateSteps, life.status]).toEqual([true, 0, broker.stateOf(one[0]!.order.cid)?.status]);
        ends++;
      }
    }),
    RUNS,
  );
  expect(ends).toBeGreaterThan(1000);
});

it('keeps sums: quantities exactly, average price and fees to the last digits', () => {
  let fills = 0;
  fc.assert(
    fc.property(story, (story) => {
      for (const events of byCid(play(story).events).values()) {
        const last = events.at(-1)!;
        const filled = events.filter(({ lastQty }) => lastQty > 0);
        fills += filled.length;
        expect(sum(filled.map(({ lastQty }) => lastQty))).toBe(last.filledQty);
        expect(last.filledQty > last.order.qty).toBe(false);
        expect(last.filledQty === last.order.qty && last.filledQty > 0).toBe(last.kind === 'fill');
        const cost = filled.reduce((total, { lastQty, lastPrice }) => total + lastQty * lastPrice, 0);
        if (filled.length === 0) expect(last.avgPrice).toBeNaN();
        else expect(last.avgPrice).toBeCloseTo(cost / last.filledQty, 9);
        for (const { lastQty, lastPrice, fee, liquidity } of filled)
          expect(fee).toBeCloseTo((lastQty * lastPrice * (liquidity === 'maker' ? 2 : 5)) / 10_000, 12);
        expect(last.totalFee).toBeCloseTo(sum(events.map(({ fee }) => fee)), 12);
        expect(JSON.stringify(filled.map(({ lastQty }) => lastQty))).not.toMatch(/\d{5}/);
      }
    }),
    RUNS,
  );
  expect(fills).toBeGreaterThan(300);
});

/** What the test itself knows to be there for the taking: shown quantities less what was taken since they changed. */
class Shown {
  private readonly levels = {
    buy: new Map<number, [shown: number, left: number]>(),
    sell: new Map<number, [number, number]>(),
  };

  show(bids: readonly Row[], asks: readonly Row[]): void {
    for (const [side, rows] of [
      ['buy', bids],
      ['sell', asks],
    ] as const) {
      const before = this.levels[side];
      this.levels[side] = new Map(
        rows.map(([price, qty]) => [price, before.get(price)?.[0] === qty ? before.get(price)! : [qty, qty]]),
      );
    }
  }

  /** Takes from levels at the price or better for the order; returns what was not there. */
  take({ order, lastQty, lastPrice, liquidity }: OrderEvent): number {
    const levels = this.levels[order.side === 'buy' ? 'sell' : 'buy'];
    let missing = lastQty;
    for (const [price, level] of levels) {
      const fits = liquidity === 'taker' ? price === lastPrice : sideSign(order.side) * (lastPrice - price) >= 0;
      if (!fits) continue;
      const taken = Math.min(level[1], missing);
      level[1] = new Decimal(level[1]).minus(taken).toNumber();
      missing = new Decimal(missing).minus(taken).toNumber();
    }
    return missing;
  }
}

it('fills nothing that the book and the prints do not give', () => {
  const seen = { taker: 0, byBook: 0, byPrint: 0 };
  fc.assert(
    fc.property(story, (story) => {
      const shown = new Shown();
      play(story, (events, command) => {
        if (command.does === 'show' && command.bids[0]![0] < command.asks[0]![0])
          shown.show(command.bids, command.asks);
        const fills = events.filter(({ lastQty }) => lastQty > 0);
        if (command.does !== 'show' && command.does !== 'print') expect(fills).toEqual([]);
        for (const fill of fills) {
          const { order, lastPrice, liquidity } = fill;
          if (order.type === 'limit')
            expect(sideSign(order.side) * (order.price! - lastPrice)).toBeGreaterThanOrEqual(0);
          if (liquidity === 'maker') expect(lastPrice).toBe(order.price);
          if (order.timeInForce === 'GTX') expect(liquidity).toBe('maker');
          if (command.does === 'show') {
            expect(shown.take(fill)).toBe(0);
            seen[liquidity === 'taker' ? 'taker' : 'byBook']++;
          } else if (command.does === 'print') {
            expect(liquidity).toBe('maker');
            expect(order.side).not.toBe(command.aggressor);
            expect(sideSign(order.side) * (order.price! - command.price)).toBeGreaterThanOrEqual(0);
            seen.byPrint++;
          }
        }
        if (command.does === 'print') expect(sum(fills.map(({ lastQty }) => lastQty))).toBeLessThanOrEqual(command.qty);
      });
    }),
    RUNS,
  );
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(10);
});

it('lets a reduce-only order neither enlarge nor turn the position', () => {
  let reduced = 0;
  fc.assert(
    fc.property(story, (story) => {
      let position = new Decimal(0);
      const { events, broker } = play(story);
      for (const { order, lastQty } of events) {
        const after = position.plus(new Decimal(lastQty).mul(sideSign(order.side)));
        if (order.reduceOnly && lastQty > 0) {
          expect(after.isZero() || after.s === position.s).toBe(true);
          expect(after.abs().lt(position.abs())).toBe(true);
          reduced++;
        }
        position = after;
      }
      expect(position.toNumber()).toBe(broker.positionOf('BTCUSDT'));
    }),
    RUNS,
  );
  expect(reduced).toBeGreaterThan(10);
});

it('gives the same events for the same calls', () => {
  fc.assert(
    fc.property(story, (story) => {
      expect(play(story).events).toEqual(play(story).events);
    }),
    { numRuns: 50 },
  );
});

it('counts prices as the book does', () => {
  expect(ticksOf(100.1)).toBe(10_010_000_000);
});
