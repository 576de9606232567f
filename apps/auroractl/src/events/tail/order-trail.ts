import { EventGlance } from '@aurora/events';
import { lineChunksOf } from '@aurora/events/node';
import { UsageError } from '../../cli/failures';
import { filesOf, type LogPlace } from '../session';

const NEWLINE = 0x0a;
/** One order has some dozens; beyond this the name that was given is of something else. */
const MOST_LINES = 10_000;
/** A decision names its order, an order its decisions: known after three rounds. */
const MOST_ROUNDS = 3;

/** A line of one of several logs. */
export interface PlacedLine {
  readonly who: string;
  readonly line: Buffer;
  readonly seconds: number;
  readonly nanos: number;
}

/** How an order is named. */
export interface OrderName {
  readonly decision?: string;
  readonly order?: string;
}

/** Everything that is logged of one order: lines that name its client order id or one of its decisions, anywhere in them. */
export class OrderTrail {
  private readonly event = new EventGlance();
  private readonly orders = new Set<string>();
  private readonly decisions = new Set<string>();
  private needles: Buffer[] = [];

  private constructor(private readonly name: OrderName) {
    if (name.order !== undefined) this.orders.add(name.order);
    this.sharpen();
  }

  /** Searches the logs for the ids of the order. Throws a `UsageError` when the end of a decision id fits several. */
  static async find(name: OrderName, logs: readonly LogPlace[]): Promise<OrderTrail> {
    const trail = new OrderTrail(name);
    for (let round = 0; round < MOST_ROUNDS; round++) {
      let learned = false;
      for (const log of logs) for await (const line of trail.linesIn(log)) learned = trail.learn(line) || learned;
      trail.sharpen();
      if (!learned) break;
    }
    if (trail.decisions.size > 1 && name.order === undefined) trail.refuseSeveral(name.decision!);
    return trail;
  }

  /** Its lines in order of time, of all logs. */
  async lines(logs: readonly LogPlace[]): Promise<PlacedLine[]> {
    const found: PlacedLine[] = [];
    for (const log of logs) {
      for await (const line of this.linesIn(log)) {
        const placed = this.placed(log, line);
        if (placed !== null) found.push(placed);
        if (found.length > 2 * MOST_LINES) inOrder(found).splice(0, found.length - MOST_LINES);
      }
    }
    return inOrder(found).slice(-MOST_LINES);
  }

  /** A new line with its place in time, if it is of the order. */
  take(log: LogPlace, line: Buffer): PlacedLine | null {
    if (!this.names(line)) return null;
    if (this.learn(line)) this.sharpen();
    return this.placed(log, line);
  }

  private async *linesIn(log: LogPlace): AsyncGenerator<Buffer, void, undefined> {
    for (const file of await filesOf(log)) {
      for await (const { bytes, isRest } of lineChunksOf(file)) {
        if (isRest || !this.names(bytes)) continue;
        let start = 0;
        for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
          const line = bytes.subarray(start, end);
          if (this.names(line)) yield Buffer.from(line);
          start = end + 1;
        }
      }
    }
  }

  private names(bytes: Buffer): boolean {
    return this.needles.some((needle) => bytes.includes(needle));
  }

  /** Whether a line told an id that was not known. */
  private learn(line: Buffer): boolean {
    if (!this.canRead(line)) return false;
    const { cid, decisionId } = this.event;
    const before = this.orders.size + this.decisions.size;
    const isMeant = decisionId !== null && this.name.decision !== undefined && decisionId.endsWith(this.name.decision);
    const isOfOrder = cid !== null && this.orders.has(cid);
    if (isMeant && cid !== null) this.orders.add(cid);
    if (decisionId !== null && (isMeant || isOfOrder)) this.decisions.add(decisionId);
    return this.orders.size + this.decisions.size > before;
  }

  private sharpen(): void {
    const { decision } = this.name;
    const known = [...this.orders, ...this.decisions].map((id) => JSON.stringify(id));
    // Only the end of an id may have been given: the quote behind it is in the line, the one in front is not.
    const asked = decision !== undefined && this.decisions.size === 0 ? [JSON.stringify(decision).slice(1)] : [];
    this.needles = [...known, ...asked].map((text) => Buffer.from(text));
  }

  private placed({ who }: LogPlace, line: Buffer): PlacedLine | null {
    if (!this.canRead(line)) return null;
    return { who, line, seconds: this.event.seconds, nanos: this.event.nanos };
  }

  private canRead(line: Buffer): boolean {
    try {
      this.event.read(line, 0, line.length);
      return true;
    } catch {
      return false; // no event, so it belongs to no order; `events validate` names it
    }
  }

  private refuseSeveral(asked: string): never {
    const ids = [...this.decisions].slice(0, 10).map((id) => `  ${id}`);
    throw new UsageError(`several decisions end in ${asked}; name one of them whole:\n${ids.join('\n')}`);
  }
}

/** Sorts in place. */
export const inOrder = (lines: PlacedLine[]): PlacedLine[] =>
  lines.sort((a, b) => a.seconds - b.seconds || a.nanos - b.nanos);
