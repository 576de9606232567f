import type { Ms } from '@aurora/kernel';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Fault } from '../faults/fault';
import { FaultBoard } from '../faults/fault-board';
import { readFault } from '../faults/parse-fault';
import { SimulatedMarket } from '../generator/simulated-market';
import { openRecording, type OpenRecording } from '../replay/open-recording.node';
import { parseStreamPath } from '../subscriptions/stream-path';
import { DEFAULT_SYMBOLS } from '../symbols/symbol-spec';
import { answerRest } from '../venue/answer-rest';
import type { MarketSource } from '../venue/market-source';
import { Venue } from '../venue/venue';
import { Clients } from './clients.node';
import { Front } from './front.node';
import { MACHINE_TIME } from './machine-time.node';
import type { Listening, SimExchangeOptions, SimStatus, VenueTime } from './sim-exchange-options';

const PLAY_EVERY_MS = 10;
const DAY_MS = 86_400_000;
const MAX_MESSAGE_BYTES = 65_536;
const NORMAL_CLOSURE = 1000;
const DEFAULT_WEIGHT_LIMIT = 2400;
/** Market time of a generated market; only its distance from the start is ever seen. */
const GENERATED_START_MS = Date.UTC(2026, 0, 1);

/** What exists while the exchange listens. */
interface Running {
  readonly venue: Venue;
  readonly recording: OpenRecording | undefined;
  readonly faults: FaultBoard;
  readonly http: Server;
  readonly sockets: WebSocketServer;
  readonly front: Front;
  readonly sinceMs: Ms;
  stopPlaying: () => void;
  isEndTold: boolean;
}

/**
 * A simulated Binance USD-M futures venue on loopback: websocket streams, public REST, faults on demand. There is no
 * order endpoint: every attempt is counted and refused.
 */
export class SimExchange {
  private readonly time: VenueTime;
  private readonly clients: Clients;
  private running: Running | undefined;
  private failure: unknown;

  /** @throws RangeError when the speed is not positive. */
  constructor(private readonly options: SimExchangeOptions = {}) {
    const { speed = 1 } = options;
    if (!(speed > 0 && Number.isFinite(speed))) throw new RangeError(`speed must be positive, got ${speed}`);
    this.time = options.time ?? MACHINE_TIME;
    this.clients = new Clients(
      {
        pingEveryMs: options.pingEveryMs ?? 180_000,
        pongTimeoutMs: options.pongTimeoutMs ?? 600_000,
        maxConnectionMs: options.maxConnectionMs ?? DAY_MS,
        maxBufferedBytes: options.maxBufferedBytes ?? 8 * 1024 * 1024,
      },
      () => this.time.nowMs(),
    );
  }

  /**
   * Starts to listen; the market runs from here on.
   * @throws Error with `code` EADDRINUSE when the port is taken; of the recording when it cannot be read. RangeError on an
   * unknown symbol or a rate out of bounds.
   */
  async listen(): Promise<Listening> {
    if (this.running !== undefined) throw new Error('the exchange listens already');
    const { host = '127.0.0.1', port = 0 } = this.options;
    const recording = await this.openRecording();
    const http = createServer((request, response) => {
      front.handle(request, response).catch((error: unknown) => response.destroy(asError(error)));
    });
    const venue = this.venueOf(recording?.market ?? this.generated());
    const faults = new FaultBoard(this.options.faults ?? [], this.time.nowMs());
    const front = this.frontOf(venue, faults);
    const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES, perMessageDeflate: false });
    http.on('upgrade', (request, socket, head) => this.upgrade(request, socket, head));
    try {
      await new Promise<void>((resolve, reject) => http.once('error', reject).listen(port, host, resolve));
    } catch (error) {
      await recording?.close();
      throw error;
    }
    const sinceMs = this.time.nowMs();
    const stopPlaying = this.time.every(PLAY_EVERY_MS, () => this.play());
    this.running = { venue, recording, faults, http, sockets, front, sinceMs, stopPlaying, isEndTold: false };
    const address = `${host}:${(http.address() as AddressInfo).port}`;
    return {
      url: `http://${address}`,
      wsUrl: `ws://${address}`,
      symbols: venue.specs.map(({ symbol }) => symbol),
    };
  }

  /** Closes every connection (1001, going away) and the port. @throws what broke a recording while it played. */
  async close(): Promise<void> {
    const { running } = this;
    if (running === undefined) return;
    this.running = undefined;
    running.stopPlaying();
    this.clients.closeAll();
    running.sockets.close();
    await running.recording?.close();
    const closed = new Promise((resolve) => running.http.close(resolve));
    running.http.closeAllConnections();
    await closed;
    if (this.failure !== undefined) throw this.failure;
  }

  /** Begins a fault; one of the same kind and symbol that is under way is replaced. */
  fault(fault: Fault): void {
    const { faults } = this.inService();
    faults.begin(fault, this.time.nowMs());
    this.strike([fault]);
  }

  /** Ends all faults, those that would come back too. */
  clearFaults(): void {
    this.inService().faults.clear();
  }

  status(): SimStatus {
    const { venue, faults, front, sinceMs } = this.inService();
    return {
      uptime_ms: Math.round(this.time.nowMs() - sinceMs),
      clients: this.clients.size,
      connections_total: this.clients.connections,
      frames_sent: this.clients.framesSent,
      by_stream: this.clients.sentByStream,
      faults: faults.counts,
      active_faults: faults.activeKinds,
      order_requests: front.orderRequests + this.clients.orderAttempts,
      rest_requests: front.requests,
      slow_clients: this.clients.slowClients,
      ended: venue.isEnded,
    };
  }

  private inService(): Running {
    if (this.running === undefined) throw new Error('the exchange does not listen');
    return this.running;
  }

  private async openRecording(): Promise<OpenRecording | undefined> {
    const { recording, symbols, loop = false } = this.options;
    const names = symbols?.map((symbol) => (typeof symbol === 'string' ? symbol : symbol.symbol));
    return recording === undefined ? undefined : openRecording(recording, names, loop);
  }

  private generated(): MarketSource {
    const { seed = 1, symbols = DEFAULT_SYMBOLS, framesPerSec } = this.options;
    const rate = framesPerSec === undefined ? {} : { framesPerSec };
    return new SimulatedMarket({ seed, symbols, ...rate }, GENERATED_START_MS);
  }

  private venueOf(source: MarketSource): Venue {
    const { speed = 1, wire = '2024', weightLimit = DEFAULT_WEIGHT_LIMIT } = this.options;
    const { isWanted, send } = this.clients;
    return new Venue(source, { speed, wire, weightLimit, isWanted, send, nowMs: () => this.time.nowMs() });
  }

  private frontOf(venue: Venue, faults: FaultBoard): Front {
    const symbols = venue.specs.map(({ symbol }) => symbol);
    return new Front(
      {
        answer: (path, query) => answerRest(venue, path, query),
        restFault: () => (['rest_500', 'rest_429'] as const).find((kind) => faults.isActive(kind)),
        beginFault: (body) => this.fault(readFault(body, symbols)),
        clearFaults: () => this.clearFaults(),
        status: () => this.status(),
        nowMs: () => this.time.nowMs(),
      },
      venue.weightLimit,
    );
  }

  private play(): void {
    const { running } = this;
    if (running === undefined) return;
    const { venue, faults, recording } = running;
    this.strike(faults.advance(this.time.nowMs()));
    this.clients.delayMs = faults.delayMs;
    venue.advance(faults);
    this.clients.tend();
    recording?.refill().catch((error: unknown) => {
      this.failure = error;
      recording.market.complete();
    });
    if (!venue.isEnded || running.isEndTold || this.clients.isHolding) return;
    running.isEndTold = true;
    this.clients.closeAll(NORMAL_CLOSURE, 'the recording is over');
    this.options.onEnded?.();
  }

  private strike(begun: readonly Fault[]): void {
    if (begun.some(({ kind }) => kind === 'disconnect')) this.clients.terminateAll();
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { venue, faults, front, sockets } = this.inService();
    const url = new URL(request.url ?? '/', 'http://venue');
    socket.on('error', () => socket.destroy());
    const path = parseStreamPath(url);
    if (path === undefined && ORDER_SOCKET.test(url.pathname)) {
      front.orderRequests++;
      return refuse(socket, '403 Forbidden');
    }
    if (path === undefined) return refuse(socket, '404 Not Found');
    if (venue.isEnded || faults.isActive('refuse')) return refuse(socket, '503 Service Unavailable');
    sockets.handleUpgrade(request, socket, head, (client) => this.clients.add(client, path));
  }
}

/** Where the venue takes orders over websockets, and tells of accounts. */
const ORDER_SOCKET = /^\/(ws-fapi|ws-api|private)\b/;

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
