import { SymbolMarket } from '../features/symbol-market';
import type { RecordedFrame } from '../recording/recorded-frame';
import { parseFrame } from '../wire/parse-frame';
import type { LiveEvent } from './live-event';
import type { LiveSourceOptions } from './live-options';
import { LiveSource } from './live-source.node';
import { ManualTimers } from './manual-timers.fixture';
import { FixtureVenue, until } from './venue.fixture';
import { aggTradeData, diffData, tickerData } from './wire-texts.fixture';

/** A source before a venue, with time in hand. */
export class LiveBench {
  readonly venue = new FixtureVenue();
  readonly timers = new ManualTimers();
  readonly events: LiveEvent[] = [];
  readonly received: RecordedFrame[] = [];
  source!: LiveSource;

  /** Starts venue and source; nothing is read from the source yet. */
  async start(options: Partial<LiveSourceOptions> = {}): Promise<void> {
    await this.venue.start();
    this.source = new LiveSource({
      wsUrl: `ws://127.0.0.1:${this.venue.port}`,
      restUrl: `http://127.0.0.1:${this.venue.port}`,
      symbols: ['BTCUSDT'],
      streams: ['bookTicker', 'depth@100ms', 'aggTrade'],
      paths: 'single',
      nowMs: this.timers.nowMs,
      after: this.timers.after,
      random: () => 0.5,
      // Time moves in leaps here, faster than any pong.
      pingTimeoutMs: 1e9,
      idleTimeoutMs: 1e9,
      rollOverMs: 2e9,
      onEvent: (event) => this.events.push(event),
      ...options,
    });
    this.source.start();
  }

  /** Reads from the source until it ends. */
  async consume(onFrame: (frame: RecordedFrame) => void = () => undefined): Promise<void> {
    for await (const batch of this.source.frames())
      for (const frame of batch) {
        this.received.push(frame);
        onFrame(frame);
      }
  }

  /** What is queued, at least one frame. */
  async batch(): Promise<RecordedFrame[]> {
    const { value } = await this.source.frames().next();
    return value ?? [];
  }

  of<Kind extends LiveEvent['kind']>(kind: Kind): (LiveEvent & { kind: Kind })[] {
    return this.events.filter((event): event is LiveEvent & { kind: Kind } => event.kind === kind);
  }

  /** Waits for the n-th event of a kind. */
  async seen(kind: LiveEvent['kind'], count = 1): Promise<void> {
    await until(() => this.of(kind).length >= count);
  }

  /** To the source, over the websocket. */
  trade(id: number): void {
    this.venue.send('btcusdt@aggTrade', aggTradeData('BTCUSDT', id));
  }

  ticker(id: number): void {
    this.venue.send('btcusdt@bookTicker', tickerData('BTCUSDT', id));
  }

  diff(U: number, u: number, pu: number): void {
    this.venue.send('btcusdt@depth@100ms', diffData('BTCUSDT', U, u, pu));
  }

  /** Once around the websocket: what was sent before has come. */
  async roundTrip(): Promise<void> {
    const before = this.source.stats().framesReceived;
    this.trade(before);
    await until(() => this.source.stats().framesReceived > before);
  }

  /** Several times around HTTP: a request that was going to be made has been. */
  async restRoundTrips(): Promise<void> {
    for (let i = 0; i < 3; i++) await (await fetch(`http://127.0.0.1:${this.venue.port}/fapi/v1/ping`)).text();
  }

  async open(sockets = 1): Promise<void> {
    await until(() => this.venue.sockets.length === sockets && this.source.stats().open === sockets);
  }

  async stop(): Promise<void> {
    const stopped = this.source.stop();
    this.timers.advance(500);
    await stopped;
    await this.venue.stop();
  }
}

/** The book of a symbol as the consumer of a source keeps it. */
export function keptBook(bench: LiveBench, symbol: string): SymbolMarket {
  const market = new SymbolMarket(symbol);
  void bench.consume((frame) => {
    if (frame.symbol !== symbol) return;
    const gaps = market.gaps;
    market.apply(parseFrame(frame.frame), frame.localMs);
    if (market.gaps > gaps) bench.source.requestSnapshot(symbol);
  });
  return market;
}

/** What a frame is about, short. */
export const brief = ({ symbol, frame }: RecordedFrame): string => {
  const { stream, data, lastUpdateId } = JSON.parse(frame) as {
    stream?: string;
    data?: Record<string, number>;
    lastUpdateId?: number;
  };
  return stream === undefined ? `${symbol} snapshot ${lastUpdateId}` : `${stream} ${data!['u'] ?? data!['a']}`;
};
