import fc from 'fast-check';
import { type Session, bodyOf } from '../session.fixture';

/** Every order of the venue is filled at this price. */
export const VENUE_PRICE = 100;
const SYMBOLS = ['BTCUSDT', 'ETHUSDT'] as const;

interface VenueOrder {
  readonly id: string;
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly qty: number;
  filled: number;
  open: boolean;
}

/** A venue that does what it was asked and reports it, though not at once nor in order. It knows what is true. */
export class Venue {
  readonly orders: VenueOrder[] = [];
  /** Reports on their way, of openings. */
  readonly pending: { readonly symbol: string; readonly report: object }[] = [];
  readonly delivered: object[] = [];
  private readonly positions = new Map<string, number>();

  constructor(private readonly cap: number) {}

  position(symbol: string): number {
    return this.positions.get(symbol) ?? 0;
  }

  get openOrders(): readonly VenueOrder[] {
    return this.orders.filter(({ open }) => open);
  }

  accept(order: Omit<VenueOrder, 'filled' | 'open'>): void {
    this.orders.push({ ...order, filled: 0, open: true });
    this.send(this.orders.at(-1)!, 'new');
  }

  fill(order: VenueOrder, share: number): void {
    const qty = share === 1 ? order.qty - order.filled : (order.qty - order.filled) * share;
    order.filled = share === 1 ? order.qty : order.filled + qty;
    order.open = share !== 1;
    this.move(order.symbol, order.side, qty);
    this.send(order, order.open ? 'partially_filled' : 'filled');
  }

  cancel(order: VenueOrder): void {
    order.open = false;
    this.send(order, 'canceled');
  }

  /** Takes a quantity off a position, at once. */
  reduce(symbol: string, qty: number): void {
    this.move(symbol, this.position(symbol) > 0 ? 'sell' : 'buy', qty);
  }

  /** Position and what may still be filled, of every symbol. */
  expectWithinCap(): void {
    for (const symbol of SYMBOLS) {
      const open = this.openOrders.filter((order) => order.symbol === symbol);
      const rest = open.reduce((sum, { qty, filled }) => sum + qty - filled, 0);
      expect((Math.abs(this.position(symbol)) + rest) * VENUE_PRICE).toBeLessThanOrEqual(this.cap * (1 + 1e-9));
    }
  }

  private move(symbol: string, side: 'buy' | 'sell', qty: number): void {
    this.positions.set(symbol, this.position(symbol) + (side === 'buy' ? qty : -qty));
  }

  private send({ id, symbol, side, qty, filled }: VenueOrder, status: string): void {
    const report = { decision_id: id, order_id: id, symbol, side, qty, filled, average: VENUE_PRICE, status };
    this.pending.push({ symbol, report });
  }
}

/** A step of bot, venue or gate. */
abstract class VenueCommand implements fc.Command<Venue, Session> {
  constructor(
    protected readonly said: Readonly<Record<string, unknown>> & {
      readonly pick?: number;
      readonly share?: number;
    } = {},
  ) {}

  check(_: Readonly<Venue>): boolean {
    return true;
  }

  run(venue: Venue, gate: Session): void {
    this.happen(venue, gate);
    venue.expectWithinCap();
  }

  toString(): string {
    return `${this.constructor.name} ${JSON.stringify(this.said)}`;
  }

  protected abstract happen(venue: Venue, gate: Session): void;

  protected pickOf<T>(list: readonly T[]): T {
    return list[(this.said.pick ?? 0) % list.length]!;
  }
}

/** The bot asks, and sends what it may. */
class Open extends VenueCommand {
  protected happen(venue: Venue, gate: Session): void {
    const { request, answer } = gate.check(bodyOf({ price: VENUE_PRICE, ...this.said }, { latency_ms: 1 }));
    const { symbol, side } = request.order;
    if (answer.allow) venue.accept({ id: answer.decision_id, symbol, side, qty: answer.max_qty });
  }
}

class Fill extends VenueCommand {
  override check = (venue: Readonly<Venue>): boolean => venue.openOrders.length > 0;
  protected happen(venue: Venue): void {
    venue.fill(this.pickOf(venue.openOrders), this.said.share!);
  }
}

class Cancel extends VenueCommand {
  override check = (venue: Readonly<Venue>): boolean => venue.openOrders.length > 0;
  protected happen(venue: Venue): void {
    venue.cancel(this.pickOf(venue.openOrders));
  }
}

/** Any of the reports on their way arrives. */
class Deliver extends VenueCommand {
  override check = (venue: Readonly<Venue>): boolean => venue.pending.length > 0;
  protected happen(venue: Venue, gate: Session): void {
    const [arrived] = venue.pending.splice((this.said.pick ?? 0) % venue.pending.length, 1);
    gate.book(arrived!.report);
    venue.delivered.push(arrived!.report);
  }
}

class Repeat extends VenueCommand {
  override check = (venue: Readonly<Venue>): boolean => venue.delivered.length > 0;
  protected happen(venue: Venue, gate: Session): void {
    gate.book(this.pickOf(venue.delivered));
  }
}

/** An exit is filled and reported at once, and only when the gate has heard of all fills: closes do not commute with them. */
class Reduce extends VenueCommand {
  override check = (venue: Readonly<Venue>): boolean =>
    venue.position(this.symbol) !== 0 && !venue.pending.some(({ symbol }) => symbol === this.symbol);
  private get symbol(): string {
    return this.pickOf(SYMBOLS);
  }
  protected happen(venue: Venue, gate: Session): void {
    const { symbol } = this;
    const position = venue.position(symbol);
    const order = {
      symbol,
      side: position > 0 ? 'sell' : 'buy',
      qty: Math.abs(position) * this.said.share!,
      reduce_only: true,
    };
    const { answer } = gate.check(bodyOf({ ...order, price: VENUE_PRICE }, { latency_ms: 1 }));
    if (!answer.allow) return;
    venue.reduce(symbol, answer.max_qty);
    const { decision_id } = answer;
    gate.book({
      ...order,
      decision_id,
      order_id: decision_id,
      status: 'filled',
      filled: answer.max_qty,
      average: VENUE_PRICE,
      reduceOnly: true,
    });
  }
}

class Wait extends VenueCommand {
  protected happen(_: Venue, gate: Session): void {
    gate.advance(Number(this.said['ms'])).tick();
  }
}

class Restart extends VenueCommand {
  protected happen(_: Venue, gate: Session): void {
    gate.restart();
  }
}

const pick = fc.nat(20);
const share = fc.constantFrom(0.1, 0.5, 1);

export const venueCommands = (maxCommands: number) =>
  fc.commands(
    [
      fc.oneof(
        {
          weight: 6,
          arbitrary: fc
            .record({
              symbol: fc.constantFrom(...SYMBOLS),
              side: fc.constantFrom('buy', 'sell'),
              qty: fc.constantFrom(0.3, 7, 20, 49, 80),
              notional: fc.constantFrom(undefined, undefined, 1, 3_000),
            })
            .map((said) => new Open(said)),
        },
        { weight: 5, arbitrary: fc.record({ pick, share }).map((said) => new Fill(said)) },
        { weight: 2, arbitrary: fc.record({ pick }).map((said) => new Cancel(said)) },
        { weight: 7, arbitrary: fc.record({ pick }).map((said) => new Deliver(said)) },
        { weight: 2, arbitrary: fc.record({ pick }).map((said) => new Repeat(said)) },
        { weight: 3, arbitrary: fc.record({ pick, share }).map((said) => new Reduce(said)) },
        { weight: 1, arbitrary: fc.record({ ms: fc.nat(200_000) }).map((said) => new Wait(said)) },
        { weight: 1, arbitrary: fc.constant(0).map(() => new Restart()) },
      ),
    ],
    { maxCommands, size: 'max' },
  );
