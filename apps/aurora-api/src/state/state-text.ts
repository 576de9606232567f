import { reservationPages, type ReservationPage } from '@aurora/risk';
import { type PersistedState } from './persisted-state';

/** A piece is done when it took so long to make, or is so large. */
const PIECE_MS = 0.5;
const PIECE_BYTES = 2 ** 19;
/** Elements of a long list that are put into text at once. */
const SLICE = 256;

const COMMA = Buffer.from(',');

/**
 * Puts states into JSON text, piece by piece, so that a large one holds nothing up. The text of a page of reservations
 * is kept while the page is: from one state to the next few of them change.
 */
export class StateText {
  private readonly texts = new WeakMap<ReservationPage, Buffer>();

  /** The text of a state as it is now; a piece is made when it is asked for. */
  of({ engine, ...rest }: PersistedState): Iterable<Buffer> {
    const { reservations, orders, ...others } = engine;
    const { ttlMs, orderTimesMs } = reservations;
    // In text before this returns. What is left for later, lists of immutable records, stays as it is.
    const head = `${unclosed(rest)},"engine":${unclosed(others)},"orders":{"orders":[`;
    return gathered(this.parts(head, orders.orders, ttlMs, orderTimesMs, reservationPages(reservations)));
  }

  private *parts(
    head: string,
    orders: readonly object[],
    ttlMs: number | null,
    orderTimesMs: readonly number[],
    pages: readonly ReservationPage[],
  ): Generator<Buffer> {
    yield Buffer.from(head);
    yield* joined(slicesOf(orders), elements);
    yield Buffer.from(`]},"reservations":{"ttlMs":${ttlMs},"orderTimesMs":[`);
    yield* joined(slicesOf(orderTimesMs), elements);
    yield Buffer.from('],"reservations":[');
    yield* joined(pages, (page) => this.textOf(page));
    yield Buffer.from(']}}}');
  }

  private textOf(page: ReservationPage): Buffer {
    let text = this.texts.get(page);
    if (text === undefined) this.texts.set(page, (text = elements(page.reservations())));
    return text;
  }
}

/** An object's text without its closing brace. */
const unclosed = (value: object): string => JSON.stringify(value).slice(0, -1);

/** A list's text without its brackets. */
const elements = (list: readonly unknown[]): Buffer => Buffer.from(JSON.stringify(list).slice(1, -1));

function* slicesOf<T>(list: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < list.length; at += SLICE) yield list.slice(at, at + SLICE);
}

function* joined<T>(parts: Iterable<T>, textOf: (part: T) => Buffer): Generator<Buffer> {
  let isFirst = true;
  for (const part of parts) {
    if (!isFirst) yield COMMA;
    isFirst = false;
    yield textOf(part);
  }
}

/** Small parts in one buffer, large work in several. */
function* gathered(parts: Iterable<Buffer>): Generator<Buffer> {
  let piece: Buffer[] = [];
  let bytes = 0;
  let startedMs = performance.now();
  for (const part of parts) {
    piece.push(part);
    bytes += part.length;
    if (bytes < PIECE_BYTES && performance.now() - startedMs < PIECE_MS) continue;
    yield Buffer.concat(piece, bytes);
    piece = [];
    bytes = 0;
    startedMs = performance.now();
  }
  if (bytes > 0) yield Buffer.concat(piece, bytes);
}
