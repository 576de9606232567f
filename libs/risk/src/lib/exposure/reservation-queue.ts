import { type Ms } from '@aurora/kernel';
import { type Reservation } from './reservation';
import { ReservationColumns } from './reservation-columns';
import { SpreadMap } from './spread-map';

/** Reservations that follow each other, from older to newer. A page that was handed out never changes. */
export interface ReservationPage {
  readonly length: number;
  reservations(): readonly Reservation[];
}

interface Page {
  items: ReservationColumns;
  /** How many times pages had been handed out when `items` was made: after the next time it belongs to others too. */
  madeAt: number;
}

/**
 * Reservations in the order they were made, found by their decision. What it holds can be handed out at the price of a
 * list of pages, however many reservations there are: a page is copied when it changes after that. Takes room for what
 * it holds, not for what it has held.
 */
export class ReservationQueue {
  /** Each gets the next number. */
  private readonly serials = new SpreadMap<number>();
  private nextSerial = 0;
  /** In order. Only the last one may hold none. */
  private readonly pageList: Page[] = [];
  private handedOut = 0;

  get size(): number {
    return this.serials.size;
  }

  /** When the oldest one was made; Infinity when there is none. */
  get oldestAtMs(): Ms {
    if (this.size === 0) return Infinity;
    const { items } = this.pageList[0]!;
    return items.atMsAt(items.firstPlace);
  }

  has(decisionId: string): boolean {
    return this.serials.get(decisionId) !== undefined;
  }

  get(decisionId: string): Reservation | undefined {
    const serial = this.serials.get(decisionId);
    if (serial === undefined) return undefined;
    const { items } = this.pageWith(serial);
    return items.at(items.placeOf(serial));
  }

  /** Adds the newest one; its decision holds none. */
  add(reservation: Reservation): void {
    const serial = this.nextSerial++;
    this.own(this.lastPage()).add(serial, reservation);
    this.serials.add(reservation.decisionId, serial);
  }

  /** Puts another one in the place of the one its decision holds. */
  replace(next: Reservation): void {
    const serial = this.serials.get(next.decisionId)!;
    const items = this.own(this.pageWith(serial));
    items.replace(items.placeOf(serial), next);
  }

  /** Takes out the one that a decision holds. */
  remove(decisionId: string): void {
    const serial = this.serials.get(decisionId)!;
    const page = this.pageWith(serial);
    this.take(page, page.items.placeOf(serial));
  }

  /** Takes out the oldest one; there is one. */
  shift(): Reservation {
    const page = this.pageList[0]!;
    const place = page.items.firstPlace;
    const oldest = page.items.at(place);
    this.take(page, place);
    return oldest;
  }

  /** All that is held now; stays as it is while the queue goes on. */
  pages(): readonly ReservationPage[] {
    this.handedOut++;
    const pages = this.pageList.map(({ items }) => items);
    return pages.at(-1)?.length === 0 ? pages.slice(0, -1) : pages;
  }

  /** The page with room for another one. */
  private lastPage(): Page {
    let page = this.pageList.at(-1);
    if (page && !page.items.isFull) return page;
    if (page?.items.length === 0) this.pageList.pop();
    page = { items: ReservationColumns.empty(), madeAt: this.handedOut };
    this.pageList.push(page);
    return page;
  }

  private take(page: Page, place: number): void {
    const items = this.own(page);
    this.serials.delete(items.idAt(place));
    items.remove(place);
    if (items.length === 0) {
      if (page !== this.pageList.at(-1)) this.pageList.splice(this.pageList.indexOf(page), 1);
    } else if (items.isSparse) page.items = items.compact();
  }

  /** The last page that begins with this serial number or a lower one. */
  private pageWith(serial: number): Page {
    let [low, high] = [0, this.pageList.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.pageList[middle]!.items.fromSerial <= serial) low = middle;
      else high = middle - 1;
    }
    return this.pageList[low]!;
  }

  /** The items of a page, to be changed. */
  private own(page: Page): ReservationColumns {
    if (page.madeAt !== this.handedOut) {
      page.items = page.items.copy();
      page.madeAt = this.handedOut;
    }
    return page.items;
  }
}
