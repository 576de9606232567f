import { type Reservation } from './reservation';
import { SpreadMap } from './spread-map';

/** Reservations that follow each other, from older to newer. A page that was handed out never changes. */
export type ReservationPage = readonly Reservation[];

interface Page {
  items: Reservation[];
  /** How many times pages had been handed out when `items` was made: after the next time it belongs to others too. */
  madeAt: number;
}

interface Held {
  reservation: Reservation;
  readonly page: Page;
}

const PAGE_SIZE = 256;

/**
 * Reservations in the order they were made, found by their decision. What it holds can be handed out at the price of a
 * list of pages, however many reservations there are: a page is copied when it changes after that.
 */
export class ReservationQueue {
  private readonly held = new SpreadMap<Held>();
  private readonly pageList: Page[] = [];
  private handedOut = 0;

  get size(): number {
    return this.held.size;
  }

  get oldest(): Reservation | undefined {
    return this.pageList[0]?.items[0];
  }

  get(decisionId: string): Reservation | undefined {
    return this.held.get(decisionId)?.reservation;
  }

  /** Adds the newest one. @throws RangeError when its decision holds one already. */
  add(reservation: Reservation): void {
    const { decisionId } = reservation;
    if (this.held.get(decisionId)) throw new RangeError(`decision ${decisionId} already holds a reservation`);
    let page = this.pageList.at(-1);
    if (!page || page.items.length >= PAGE_SIZE) this.pageList.push((page = { items: [], madeAt: this.handedOut }));
    this.own(page).push(reservation);
    this.held.add(decisionId, { reservation, page });
  }

  /** Puts another one of the same decision in the place of one that is held. */
  replace(decisionId: string, next: Reservation): void {
    const held = this.held.get(decisionId)!;
    const items = this.own(held.page);
    items[items.indexOf(held.reservation)] = next;
    held.reservation = next;
  }

  /** Takes out one that is held. */
  remove(decisionId: string): void {
    const { page, reservation } = this.held.get(decisionId)!;
    const items = this.own(page);
    items.splice(items.indexOf(reservation), 1);
    if (items.length === 0) this.pageList.splice(this.pageList.indexOf(page), 1);
    this.held.delete(decisionId);
  }

  /** All that is held now; stays as it is while the queue goes on. */
  pages(): readonly ReservationPage[] {
    this.handedOut++;
    return this.pageList.map(({ items }) => items);
  }

  /** The items of a page, to be changed. */
  private own(page: Page): Reservation[] {
    if (page.madeAt !== this.handedOut) {
      page.items = page.items.slice();
      page.madeAt = this.handedOut;
    }
    return page.items;
  }
}
