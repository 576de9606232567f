import { parseFrame, SymbolMarket, type MarketEvent } from '@aurora/market';
import { once } from 'node:events';
import { WebSocket, type ClientOptions } from 'ws';
import { SimExchange } from './sim-exchange.node';
import type { Listening, SimExchangeOptions, SimStatus, VenueTime } from './sim-exchange-options';

/** Time that stands until it is told to pass. */
export class ManualTime implements VenueTime {
  private now = Date.UTC(2026, 5, 1);
  private readonly runs = new Set<() => void>();

  nowMs(): number {
    return this.now;
  }

  every(_everyMs: number, run: () => void): () => void {
    this.runs.add(run);
    return () => this.runs.delete(run);
  }

  /** Lets time pass in steps of `stepMs`, waking the venue after each. */
  pass(ms: number, stepMs = 10): void {
    for (let passed = 0; passed < ms; passed += stepMs) {
      this.now += stepMs;
      for (const run of this.runs) run();
    }
  }
}

/** A client as plain as can be. */
export class Client {
  readonly texts: string[] = [];
  pings = 0;
  closed: number | undefined;
  private arrived: () => void = () => undefined;

  constructor(readonly socket: WebSocket) {
    socket.on('message', (data) => this.take(String(data)));
    socket.on('ping', () => {
      this.pings++;
      this.arrived();
    });
    socket.on('close', (code) => {
      this.closed = code;
      this.arrived();
    });
  }

  /** Resolves when `isThere` holds; looked at whenever something arrives. */
  async until(isThere: () => boolean): Promise<void> {
    while (!isThere()) await new Promise<void>((resolve) => (this.arrived = resolve));
  }

  /** Asks something and waits for the answer; what was sent before is there then. */
  async ask(message: object): Promise<Record<string, unknown>> {
    const id = this.texts.length + 1_000_000;
    this.socket.send(JSON.stringify({ ...message, id }));
    const answer = () => this.texts.find((text) => text.includes(`"id":${id}`));
    await this.until(() => answer() !== undefined);
    return JSON.parse(answer()!) as Record<string, unknown>;
  }

  /** Messages of the streams so far, in order. */
  async frames(): Promise<{ stream: string; text: string; event: MarketEvent }[]> {
    await this.ask({ method: 'LIST_SUBSCRIPTIONS' });
    return this.texts
      .filter((text) => text.startsWith('{"stream"'))
      .map((text) => ({ text, stream: (JSON.parse(text) as { stream: string }).stream, event: parseFrame(text) }));
  }

  private take(text: string): void {
    this.texts.push(text);
    this.arrived();
  }
}

/** An exchange in time that stands, and what a test does with it. */
export class TestBench {
  readonly time = new ManualTime();
  exchange!: SimExchange;
  at!: Listening;
  private readonly clients: Client[] = [];

  async start(options: SimExchangeOptions = {}): Promise<this> {
    this.exchange = new SimExchange({ time: this.time, ...options });
    this.at = await this.exchange.listen();
    return this;
  }

  async stop(): Promise<void> {
    for (const { socket } of this.clients) socket.terminate();
    await this.exchange.close();
  }

  async connect(path: string, options: ClientOptions = {}): Promise<Client> {
    const client = new Client(new WebSocket(this.at.wsUrl + path, options));
    this.clients.push(client);
    await once(client.socket, 'open');
    return client;
  }

  /** Status of the HTTP answer to an upgrade that is refused. */
  async refusal(path: string): Promise<number> {
    const socket = new WebSocket(this.at.wsUrl + path);
    const [, response] = (await once(socket, 'unexpected-response')) as [
      unknown,
      { statusCode: number; resume(): void },
    ];
    response.resume();
    return response.statusCode;
  }

  async rest(path: string, init: RequestInit = {}): Promise<{ status: number; headers: Headers; text: string }> {
    const response = await fetch(this.at.url + path, init);
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  async status(): Promise<SimStatus> {
    return JSON.parse((await this.rest('/sim/status')).text) as SimStatus;
  }

  /** Lets a client build its book as the venue wants it: first the stream, then the snapshot. */
  async follow(client: Client, symbol: string): Promise<SymbolMarket> {
    const market = new SymbolMarket(symbol);
    const apply = (text: string) => {
      if (text.startsWith(`{"stream":"${symbol.toLowerCase()}@`)) market.apply(parseFrame(text), this.time.nowMs());
    };
    client.texts.forEach(apply);
    client.socket.on('message', (data) => apply(String(data)));
    const { text } = await this.rest(`/fapi/v1/depth?symbol=${symbol}&limit=1000`);
    market.apply(parseFrame(text), this.time.nowMs());
    return market;
  }
}
