import type { Ms } from '@aurora/kernel';
import { DEPTH_SPEEDS } from './channels';
import { DepthChain, type DueDepth } from './depth-chain';
import type {
  BookUpdate,
  BookView,
  MarketUpdate,
  MarkUpdate,
  NumberFormat,
  TopUpdate,
  TradeUpdate,
} from './market-update';
import { Payloads, type Rows, type TradeRun, type WallTimes, type Wire } from './payloads';
import { ShownBook } from './shown-book';
import { TradeRuns } from './trade-runs';

export interface FeedOptions {
  readonly symbol: string;
  readonly format: NumberFormat;
  readonly wire: Wire;
  /** The true book now; another one after a recording starts over. */
  readonly book: () => BookView;
  /** Market time to what clients see, ms. */
  readonly toWallMs: (marketMs: Ms) => Ms;
  /** Whether anyone listens to `<symbol>@<channel>`. */
  readonly isWanted: (stream: string) => boolean;
  readonly send: (stream: string, data: string) => void;
}

const PARTIAL_LEVELS = [5, 10, 20];
/** The default pace goes without a suffix, too. */
const DEFAULT_SPEED = 250;
/** Trades kept during a stall; a long one forgets the oldest. */
const MAX_LATE_TRADES = 20_000;

/** Turns the updates of one symbol into the messages of its streams. Of a stream nobody wants only the ids move on. */
export class SymbolFeed {
  /** Depth diffs are lost while true. */
  isLosing = false;
  private readonly payloads: Payloads;
  private readonly shown: ShownBook;
  private readonly chains: readonly DepthChain[];
  private readonly runs = new TradeRuns();
  private readonly prefix: string;
  private stalled = false;
  private isToCross = false;
  private late: LateTrade[] = [];
  private lastTop: TopUpdate | undefined;
  private lastMark: MarkUpdate | undefined;
  private marks = 0;
  private aggregates = 1;
  private id: number;

  constructor(private readonly options: FeedOptions) {
    this.payloads = new Payloads(options.symbol, options.format, options.wire);
    this.shown = new ShownBook(options.book, this.payloads);
    this.id = options.book().lastUpdateId;
    this.chains = DEPTH_SPEEDS.map((everyMs) => new DepthChain(everyMs, this.id));
    this.prefix = `${options.symbol.toLowerCase()}@`;
  }

  /** Id of a snapshot taken now: one after the last change, which changes nothing and is part of the next diff. */
  get snapshotId(): number {
    return this.options.book().lastUpdateId + 1;
  }

  /** The last mark price; `undefined` before the first. */
  get mark(): MarkUpdate | undefined {
    return this.lastMark;
  }

  /** The best rows of both sides as clients see them. */
  rows(limit: number): { bids: Rows; asks: Rows } {
    return { bids: this.shown.best('buy', limit), asks: this.shown.best('sell', limit) };
  }

  take(update: MarketUpdate): void {
    switch (update.kind) {
      case 'top':
        this.lastTop = update;
        return this.sendTop(update);
      case 'book':
        return this.takeBook(update);
      case 'trade':
        this.sendTrade('trade', update, (times) => this.payloads.trade(update, times));
        return this.sendRun(this.runs.add(update));
      case 'mark':
        return this.takeMark(update);
    }
  }

  /** Sends what is due at market time `nowMs`. */
  flush(nowMs: Ms): void {
    this.sendRun(this.runs.end());
    if (this.stalled) return;
    for (const chain of this.chains) if (chain.everyMs > 0 && nowMs % chain.everyMs === 0) this.sendDepth(chain, nowMs);
  }

  /** While stalled nothing is sent. Afterwards the trades come late, and the book's changes as one diff. */
  setStalled(stalled: boolean, nowMs: Ms): void {
    if (this.stalled === stalled) return;
    this.stalled = stalled;
    if (stalled) return;
    const { late } = this;
    this.late = [];
    for (const { channel, transactMs, data } of late)
      this.send(channel, () => data(this.wallTimes({ transactMs, eventMs: nowMs })));
    this.resendTop(nowMs);
    for (const chain of this.chains) this.sendDepth(chain, nowMs);
  }

  /** While crossed a bid stands above the best ask, in diffs, ticker and snapshots: from the next change of the book on. */
  setCrossed(crossed: boolean): void {
    this.isToCross = crossed;
  }

  private takeBook(change: BookUpdate): void {
    const update = this.isToCross === this.shown.isCrossed ? change : this.turnCrossed(change);
    this.id = update.updateId;
    // A trade has to be told before the diff that holds it.
    this.sendRun(this.runs.end());
    for (const chain of this.chains) {
      chain.add(update);
      if (chain.everyMs === 0 && !this.stalled) this.sendDepth(chain, update.eventMs);
    }
  }

  /** Crosses the book or heals it along with a change, so that ticker and diffs tell of it with the same id. */
  private turnCrossed(change: BookUpdate): BookUpdate {
    const ticks = this.isToCross ? this.shown.cross() : this.shown.heal();
    if (Number.isNaN(ticks)) return change;
    this.resendTop(change.eventMs, change.updateId);
    return { ...change, bids: [...change.bids, ticks] };
  }

  private takeMark(update: MarkUpdate): void {
    this.lastMark = update;
    if (this.stalled) return;
    const data = () => this.payloads.markPrice(update, this.wall(update.eventMs));
    this.send('markPrice@1s', data);
    if (this.marks++ % 3 === 0) this.send('markPrice', data);
  }

  private sendTop(top: TopUpdate): void {
    if (this.stalled) return;
    this.send('bookTicker', () => this.payloads.bookTicker(this.shown.top(top), this.wallTimes(top)));
  }

  private resendTop(eventMs: Ms, leastId = 0): void {
    const top = this.lastTop;
    if (top !== undefined) this.sendTop({ ...top, eventMs, updateId: Math.max(top.updateId, leastId) });
  }

  private sendRun(run: TradeRun | undefined): void {
    if (run === undefined) return;
    const id = this.aggregates++;
    this.sendTrade('aggTrade', run, (times) => this.payloads.aggTrade(run, id, times));
  }

  private sendTrade(channel: string, { transactMs, eventMs }: TradeUpdate, data: (times: WallTimes) => string): void {
    if (!this.stalled) return this.send(channel, () => data(this.wallTimes({ transactMs, eventMs })));
    if (this.late.length === MAX_LATE_TRADES) this.late.shift();
    this.late.push({ channel, transactMs, data });
  }

  private sendDepth(chain: DepthChain, eventMs: Ms): void {
    const due = chain.take();
    if (due === undefined) return;
    const times = this.wallTimes({ transactMs: due.transactMs, eventMs });
    const suffixes = chain.everyMs === DEFAULT_SPEED ? ['', `@${chain.everyMs}ms`] : [`@${chain.everyMs}ms`];
    for (const suffix of suffixes) {
      if (!this.isLosing) this.send(`depth${suffix}`, () => this.diff(due, times));
      for (const levels of PARTIAL_LEVELS) this.send(`depth${levels}${suffix}`, () => this.partial(due, levels, times));
    }
  }

  private diff({ bids, asks, ids }: DueDepth, times: WallTimes): string {
    return this.payloads.depth(ids, this.shown.rowsAt('buy', bids), this.shown.rowsAt('sell', asks), times);
  }

  private partial({ ids }: DueDepth, levels: number, times: WallTimes): string {
    const { bids, asks } = this.rows(levels);
    return this.payloads.depth(ids, bids, asks, times);
  }

  private send(channel: string, data: () => string): void {
    const stream = this.prefix + channel;
    if (this.options.isWanted(stream)) this.options.send(stream, data());
  }

  private wallTimes({ transactMs, eventMs }: WallTimes): WallTimes {
    return { transactMs: this.wall(transactMs), eventMs: this.wall(eventMs) };
  }

  private wall(marketMs: Ms): Ms {
    return Math.floor(this.options.toWallMs(marketMs));
  }
}

/** A trade that waits for the end of a stall. */
interface LateTrade {
  readonly channel: string;
  readonly transactMs: Ms;
  readonly data: (times: WallTimes) => string;
}
