import { type Reservation } from './reservation';

/** Reservations a page has places for. */
const PAGE_SIZE = 256;
/** From so few places on, giving back those that are empty is not worth while. */
const SMALL = 8;

const SERIAL = 0;
const QTY = 1;
const FILLED_QTY = 2;
const NOTIONAL = 3;
const AT_MS = 4;
const FLAGS = 5;
const WIDTH = 6;

const HELD = 1;
const SELL = 2;
const REDUCE_ONLY = 4;

/**
 * Reservations with rising serial numbers, by column instead of by object. As objects, some hundred thousand of them
 * hold the process up for several times as long whenever the garbage collector goes through all there is.
 */
export class ReservationColumns {
  private held = 0;
  /** Place of the first that is held, while there is one. */
  private first = 0;

  private constructor(
    private readonly ids: string[],
    private readonly symbols: string[],
    private readonly numbers: Float64Array,
  ) {}

  static empty(): ReservationColumns {
    return new ReservationColumns([], [], new Float64Array(PAGE_SIZE * WIDTH));
  }

  /** Reservations held. */
  get length(): number {
    return this.held;
  }

  /** All places are taken, if only by reservations that are gone. */
  get isFull(): boolean {
    return this.ids.length * WIDTH === this.numbers.length;
  }

  /** Most places are taken by reservations that are gone. */
  get isSparse(): boolean {
    return this.isFull && this.ids.length > SMALL && this.held * 4 <= this.ids.length;
  }

  /** Serial number of the first that was added. */
  get fromSerial(): number {
    return this.numbers[SERIAL]!;
  }

  get firstPlace(): number {
    return this.first;
  }

  /** Place of a serial number that is held. */
  placeOf(serial: number): number {
    let [low, high] = [0, this.ids.length - 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.numbers[middle * WIDTH + SERIAL]! < serial) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  idAt(place: number): string {
    return this.ids[place]!;
  }

  atMsAt(place: number): number {
    return this.numbers[place * WIDTH + AT_MS]!;
  }

  at(place: number): Reservation {
    const { numbers } = this;
    const from = place * WIDTH;
    const flags = numbers[from + FLAGS]!;
    return {
      decisionId: this.ids[place]!,
      symbol: this.symbols[place]!,
      side: flags & SELL ? 'sell' : 'buy',
      qty: numbers[from + QTY]!,
      filledQty: numbers[from + FILLED_QTY]!,
      notional: numbers[from + NOTIONAL]!,
      reduceOnly: (flags & REDUCE_ONLY) !== 0,
      atMs: numbers[from + AT_MS]!,
    };
  }

  reservations(): Reservation[] {
    const all: Reservation[] = [];
    for (let place = this.first; place < this.ids.length; place++) if (this.holds(place)) all.push(this.at(place));
    return all;
  }

  /** Adds one in the next place; its serial number is higher than all before. */
  add(serial: number, reservation: Reservation): void {
    const place = this.ids.length;
    if (this.held === 0) this.first = place;
    this.held++;
    this.ids.push(reservation.decisionId);
    this.symbols.push(reservation.symbol);
    this.numbers[place * WIDTH + SERIAL] = serial;
    this.replace(place, reservation);
  }

  /** Puts another one of the same decision in its place. */
  replace(place: number, { side, qty, filledQty, notional, reduceOnly, atMs }: Reservation): void {
    const { numbers } = this;
    const from = place * WIDTH;
    numbers[from + QTY] = qty;
    numbers[from + FILLED_QTY] = filledQty;
    numbers[from + NOTIONAL] = notional;
    numbers[from + AT_MS] = atMs;
    numbers[from + FLAGS] = HELD | (side === 'sell' ? SELL : 0) | (reduceOnly ? REDUCE_ONLY : 0);
  }

  remove(place: number): void {
    this.held--;
    this.ids[place] = this.symbols[place] = '';
    this.numbers[place * WIDTH + FLAGS] = 0;
    while (this.held > 0 && !this.holds(this.first)) this.first++;
  }

  copy(): ReservationColumns {
    const copy = new ReservationColumns(this.ids.slice(), this.symbols.slice(), this.numbers.slice());
    copy.held = this.held;
    copy.first = this.first;
    return copy;
  }

  /** The same reservations without a place to spare. */
  compact(): ReservationColumns {
    const compact = new ReservationColumns([], [], new Float64Array(this.held * WIDTH));
    for (let place = this.first; place < this.ids.length; place++)
      if (this.holds(place)) compact.add(this.numbers[place * WIDTH + SERIAL]!, this.at(place));
    return compact;
  }

  private holds(place: number): boolean {
    return this.numbers[place * WIDTH + FLAGS] !== 0;
  }
}
