import type { Ms } from '@aurora/kernel';
import type { WebSocket } from 'ws';
import { answerRequest } from '../subscriptions/answer-request';
import type { StreamPath } from '../subscriptions/stream-path';

export interface ClientLimits {
  readonly pingEveryMs: Ms;
  readonly pongTimeoutMs: Ms;
  readonly maxConnectionMs: Ms;
  readonly maxBufferedBytes: number;
}

interface Client {
  readonly socket: WebSocket;
  readonly isCombined: boolean;
  readonly streams: Set<string>;
  readonly sinceMs: Ms;
  lastPingMs: Ms;
  /** When the oldest ping without an answer was sent; NaN when all were answered. */
  unansweredMs: Ms;
}

/** Messages that wait until they are late enough. */
interface Held {
  readonly dueMs: Ms;
  readonly stream: string;
  readonly data: string;
}

const GOING_AWAY = 1001;
/** The venue's word for a client that reads too slowly, or has been on for too long. */
const POLICY = 1008;

/** The websocket clients: who has subscribed to what, and the messages on their way. */
export class Clients {
  connections = 0;
  framesSent = 0;
  slowClients = 0;
  orderAttempts = 0;
  /** By how much messages are held back, ms. */
  delayMs: Ms = 0;
  private readonly clients = new Set<Client>();
  private readonly byStream = new Map<string, Set<Client>>();
  private readonly sent = new Map<string, number>();
  private held: Held[] = [];

  constructor(
    private readonly limits: ClientLimits,
    private readonly nowMs: () => Ms,
  ) {}

  get size(): number {
    return this.clients.size;
  }

  /** Messages sent by stream. */
  get sentByStream(): Record<string, number> {
    return Object.fromEntries(this.sent);
  }

  /** Whether messages wait to be late enough. */
  get isHolding(): boolean {
    return this.held.length > 0;
  }

  isWanted = (stream: string): boolean => this.byStream.has(stream);

  add(socket: WebSocket, { isCombined, streams }: StreamPath): void {
    const nowMs = this.nowMs();
    const client = {
      socket,
      isCombined,
      streams: new Set<string>(),
      sinceMs: nowMs,
      lastPingMs: nowMs,
      unansweredMs: NaN,
    };
    this.connections++;
    this.clients.add(client);
    this.subscribe(client, streams);
    socket.on('message', (data) => this.answer(client, String(data)));
    socket.on('pong', () => (client.unansweredMs = NaN));
    // What went wrong on the wire ends in `close`, which is all that matters here.
    socket.on('error', () => socket.terminate());
    socket.on('close', () => this.remove(client));
  }

  /** Sends a message to all who have its stream, at once or as late as everything is. */
  send = (stream: string, data: string): void => {
    const nowMs = this.nowMs();
    const dueMs = Math.max(this.held.at(-1)?.dueMs ?? 0, nowMs + this.delayMs);
    // What is due already may still be here: nothing overtakes it.
    if (dueMs > nowMs || this.isHolding) this.held.push({ dueMs, stream, data });
    else this.deliver(stream, data);
  };

  /** Sends what has been held long enough, pings who is due, ends who is too old or dead. */
  tend(): void {
    const nowMs = this.nowMs();
    const keep = this.held.findIndex(({ dueMs }) => dueMs > nowMs);
    const due = keep < 0 ? this.held : this.held.slice(0, keep);
    this.held = keep < 0 ? [] : this.held.slice(keep);
    for (const { stream, data } of due) this.deliver(stream, data);
    for (const client of this.clients) this.tendOne(client, nowMs);
  }

  /** Ends every connection without a close frame, as a broken network does. */
  terminateAll(): void {
    for (const { socket } of this.clients) socket.terminate();
  }

  closeAll(code: number = GOING_AWAY, reason = ''): void {
    for (const { socket } of this.clients) socket.close(code, reason);
  }

  private tendOne(client: Client, nowMs: Ms): void {
    const { pingEveryMs, pongTimeoutMs, maxConnectionMs } = this.limits;
    if (nowMs - client.sinceMs >= maxConnectionMs) return client.socket.close(POLICY, 'connection is too old');
    if (nowMs - client.unansweredMs >= pongTimeoutMs) return client.socket.terminate();
    if (nowMs - client.lastPingMs < pingEveryMs) return;
    client.lastPingMs = nowMs;
    if (Number.isNaN(client.unansweredMs)) client.unansweredMs = nowMs;
    client.socket.ping();
  }

  private deliver(stream: string, data: string): void {
    const clients = this.byStream.get(stream);
    if (clients === undefined) return;
    const combined = `{"stream":"${stream}","data":${data}}`;
    for (const client of clients) {
      if (client.socket.bufferedAmount > this.limits.maxBufferedBytes) {
        this.slowClients++;
        this.remove(client);
        client.socket.terminate();
        continue;
      }
      client.socket.send(client.isCombined ? combined : data);
      this.framesSent++;
      this.sent.set(stream, (this.sent.get(stream) ?? 0) + 1);
    }
  }

  private answer(client: Client, text: string): void {
    const { subscribe, unsubscribe, reply, isOrder } = answerRequest(text, client.streams, client.isCombined);
    if (isOrder) this.orderAttempts++;
    this.subscribe(client, subscribe);
    for (const stream of unsubscribe) this.unsubscribe(client, stream);
    client.socket.send(reply);
  }

  private subscribe(client: Client, streams: readonly string[]): void {
    for (const stream of streams) {
      client.streams.add(stream);
      const others = this.byStream.get(stream);
      if (others === undefined) this.byStream.set(stream, new Set([client]));
      else others.add(client);
    }
  }

  private unsubscribe(client: Client, stream: string): void {
    client.streams.delete(stream);
    const others = this.byStream.get(stream);
    others?.delete(client);
    if (others?.size === 0) this.byStream.delete(stream);
  }

  private remove(client: Client): void {
    this.clients.delete(client);
    for (const stream of [...client.streams]) this.unsubscribe(client, stream);
  }
}
