import { Decimal } from '@aurora/kernel';

const ZERO = new Decimal(0);

/**
 * Place of an order in the queue at its price. Conservative: prints at the price advance it; a cancel is taken to have
 * stood behind, until the book shows less at the price than stood ahead. Models that share cancels between both sides
 * of the queue promise fills that a real order may not get, and need a parameter nobody has measured here.
 *
 * Sources: Rigtorp, "Estimating order queue position" (2013); the risk-averse queue model of hftbacktest.
 */
export class QueuePosition {
  /** What the book that was shown last took from the queue without a print that had been seen. */
  private unexplained = ZERO;
  private position: Decimal;
  private positionNumber: number;

  /** @param standing quantity at the price on arrival; Infinity where the book does not reach. */
  constructor(standing: number) {
    this.position = new Decimal(standing);
    this.positionNumber = standing;
  }

  /** Base units that must trade at the price before the order does. */
  get ahead(): number {
    return this.positionNumber;
  }

  /** @param standing quantity the book shows at the price; Infinity where it does not reach. */
  show(standing: number): void {
    this.unexplained = ZERO;
    if (standing >= this.positionNumber) return;
    if (this.position.isFinite()) this.unexplained = this.position.minus(standing);
    this.moveTo(new Decimal(standing));
  }

  /**
   * Takes a print at the price and returns what of it is left for the order.
   * @param inBook the book shown last has the print in it: what that took from the queue must not count again.
   */
  print(qty: Decimal, inBook: boolean): Decimal {
    const explained = inBook ? Decimal.min(qty, this.unexplained) : ZERO;
    this.unexplained = this.unexplained.minus(explained);
    const news = qty.minus(explained);
    const left = Decimal.max(0, news.minus(this.position));
    this.moveTo(Decimal.max(0, this.position.minus(news)));
    return left;
  }

  /** Nothing stands ahead any more: the market traded at a worse price. */
  clear(): void {
    this.moveTo(ZERO);
  }

  private moveTo(position: Decimal): void {
    this.position = position;
    this.positionNumber = position.toNumber();
  }
}
