import type { Ms } from '@aurora/kernel';
import { DepthClient } from './depth-client.node';
import type { LiveFact, SnapshotFault } from './live-event';
import type { LiveSettings } from './live-options';
import type { LiveTally } from './live-tally';
import { diffIds, reaches, type DiffIds } from './live-text';
import { RetryDelays } from './retry-delays';

/** What is known of one symbol's book at the consumer. */
interface Book {
  /** The next diff starts the fetch: a snapshot taken before diffs come may be too old for them. */
  awaitsDiff: boolean;
  /** Set while a snapshot is being fetched, waits between attempts included. */
  fetching: AbortController | null;
  lastDiff: string;
  /** The diff that the snapshot must reach. */
  first: DiffIds | undefined;
  readonly delays: RetryDelays;
}

export interface SnapshotHandlers {
  readonly onSnapshot: (symbol: string, text: string) => void;
  readonly onFact: (fact: LiveFact) => void;
}

/** Of 2400 a minute that the venue grants an address; what is left is for others there. */
const WEIGHT_BUDGET = 1900;
const MINUTE_MS = 60_000;

/**
 * Sees to it that each book gets its snapshot: once its diffs come, again after a loss, again until it fits, one request a
 * symbol at a time, and none while the venue wants to be left alone.
 */
export class DepthSnapshots {
  private readonly client: DepthClient;
  private readonly books = new Map<string, Book>();
  /** Until the venue may be asked again. */
  private pause: Promise<void> | null = null;
  private readonly running = new Set<Promise<void>>();
  private readonly stopping = new AbortController();

  constructor(
    private readonly settings: LiveSettings,
    private readonly tally: LiveTally,
    private readonly handlers: SnapshotHandlers,
  ) {
    this.client = new DepthClient(settings.restUrl, settings.snapshotLimit);
  }

  /** Has exactly these symbols have their snapshots; those that stay keep their books. */
  follow(symbols: readonly string[]): void {
    for (const [symbol, { fetching }] of this.books) {
      if (symbols.includes(symbol)) continue;
      fetching?.abort();
      this.books.delete(symbol);
    }
    for (const symbol of symbols) {
      if (this.books.has(symbol)) continue;
      const delays = new RetryDelays(this.settings.random, this.settings.backoffMs);
      this.books.set(symbol, { awaitsDiff: true, fetching: null, lastDiff: '', first: undefined, delays });
    }
  }

  onDiff(symbol: string, text: string): void {
    const book = this.books.get(symbol);
    if (book === undefined) return;
    book.lastDiff = text;
    if (!book.awaitsDiff) return;
    book.awaitsDiff = false;
    this.begin(symbol, book);
  }

  /** The diffs of a symbol have a hole up to the next one to come. @returns false when its book was not in step anyway. */
  lose(symbol: string): boolean {
    const book = this.books.get(symbol);
    if (book === undefined || book.awaitsDiff) return false;
    const wasInStep = book.fetching === null;
    book.fetching?.abort();
    book.fetching = null;
    book.awaitsDiff = true;
    return wasInStep;
  }

  /** All books have a hole. @returns those that were in step. */
  loseAll(): string[] {
    return [...this.books.keys()].filter((symbol) => this.lose(symbol));
  }

  /** The book lost its sequence at a diff that has come already. @returns false when help was under way. */
  request(symbol: string): boolean {
    const book = this.books.get(symbol);
    if (book === undefined || book.awaitsDiff) return false;
    if (book.fetching === null) {
      this.begin(symbol, book);
      return true;
    }
    book.first = diffIds(book.lastDiff);
    return false;
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    for (const { fetching } of this.books.values()) fetching?.abort();
    this.books.clear();
    await this.client.close();
    await Promise.all(this.running);
  }

  private begin(symbol: string, book: Book): void {
    const fetching = new AbortController();
    book.fetching = fetching;
    book.first = diffIds(book.lastDiff);
    const run = this.fetch(symbol, book, fetching.signal).finally(() => void this.running.delete(run));
    this.running.add(run);
  }

  private async fetch(symbol: string, book: Book, signal: AbortSignal): Promise<void> {
    for (let attempts = 1; ; attempts++) {
      while (this.pause !== null && !signal.aborted) await Promise.race([this.pause, aborted(signal)]);
      if (signal.aborted) return;
      const answer = await this.client.fetch(symbol, signal);
      if (signal.aborted) return;
      if (answer.kind !== 'snapshot') {
        if (answer.retryAfterMs > 0) this.pauseFor(answer.retryAfterMs);
        await this.retry(symbol, book, answer.kind, answer.message, answer.retryAfterMs, signal);
      } else {
        const { text, lastUpdateId, usedWeight } = answer;
        if (usedWeight >= WEIGHT_BUDGET) this.pauseFor(MINUTE_MS);
        if (book.first === undefined || reaches(lastUpdateId, book.first))
          return this.deliver(symbol, book, text, lastUpdateId, attempts);
        await this.retry(symbol, book, 'too_old', `${lastUpdateId} < ${book.first.first}`, 0, signal);
      }
    }
  }

  private deliver(symbol: string, book: Book, text: string, lastUpdateId: number, attempts: number): void {
    book.fetching = null;
    book.delays.reset();
    this.tally.snapshots++;
    this.handlers.onSnapshot(symbol, text);
    this.handlers.onFact({ kind: 'snapshot', symbol, lastUpdateId, attempts });
  }

  private async retry(
    symbol: string,
    book: Book,
    reason: SnapshotFault,
    message: string,
    leastMs: Ms,
    signal: AbortSignal,
  ): Promise<void> {
    const delayMs = Math.max(book.delays.next(), leastMs);
    this.tally.snapshotRetries++;
    this.handlers.onFact({ kind: 'snapshot_retry', symbol, reason, message, delayMs });
    await this.sleep(delayMs, signal);
  }

  private pauseFor(delayMs: Ms): void {
    const pause = Promise.all([this.pause, this.sleep(delayMs, this.stopping.signal)]).then(() => {
      if (this.pause === pause) this.pause = null;
    });
    this.pause = pause;
  }

  /** Ends early, without an error, when given up. */
  private sleep(delayMs: Ms, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        cancel();
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const cancel = this.settings.after(delayMs, wake);
      signal.addEventListener('abort', wake);
    });
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
