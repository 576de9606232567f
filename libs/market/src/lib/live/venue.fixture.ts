import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { WebSocketServer, type WebSocket } from 'ws';

/** One websocket at the venue's end. */
export interface VenueSocket {
  readonly socket: WebSocket;
  readonly path: string;
  readonly streams: Set<string>;
}

export interface DepthReply {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  /** None: the request hangs. */
  readonly body?: string;
}

/** Waits for something that comes over a socket; a test that waits in vain fails. */
export async function until(holds: () => boolean): Promise<void> {
  for (let turns = 0; !holds(); turns++) {
    if (turns > 300_000) throw new Error(`waited in vain for ${holds}`);
    await turn();
  }
}

/** A venue on loopback that does what a test says: websockets, subscriptions, depth snapshots. */
export class FixtureVenue {
  readonly sockets: VenueSocket[] = [];
  /** Every socket that ever opened. */
  opened = 0;
  readonly depthRequests: URL[] = [];
  readonly controls: { method: string; params: string[]; id: number }[] = [];
  /** Status with which upgrades are refused. */
  refuse: { status: number; retryAfter?: string } | null = null;
  /** Answer to a subscription; `null` leaves it unanswered. */
  answer: (id: number) => object | null = (id) => ({ result: null, id });
  /** Upgrades wait until they are let through. */
  stallUpgrades = false;
  private readonly stalled: (() => void)[] = [];
  depth: (symbol: string, asked: number) => DepthReply | Promise<DepthReply> = () => ({});
  private readonly server = createServer((request, response) => void this.rest(request, response));
  private readonly wss = new WebSocketServer({ noServer: true });
  private readonly raw = new Set<Socket>();

  async start(): Promise<void> {
    this.server.on('connection', (socket) => {
      this.raw.add(socket);
      socket.on('close', () => this.raw.delete(socket));
    });
    this.server.on('upgrade', (request, socket, head) => {
      socket.on('error', () => socket.destroy());
      if (this.stallUpgrades) {
        socket.on('end', () => socket.end()).resume();
        this.stalled.push(() => this.upgrade(request, socket, head));
      } else this.upgrade(request, socket, head);
    });
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  letThrough(): void {
    this.stallUpgrades = false;
    for (const upgrade of this.stalled.splice(0)) upgrade();
  }

  async stop(): Promise<void> {
    for (const socket of this.raw) socket.destroy();
    if (this.server.listening) await new Promise((resolve) => this.server.close(resolve));
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Connections of any kind that are open now. */
  get connections(): number {
    return this.raw.size;
  }

  /** To every socket that carries the stream. */
  send(stream: string, data: object): void {
    for (const { socket, streams } of this.sockets)
      if (streams.has(stream)) socket.send(JSON.stringify({ stream, data }));
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (this.refuse === null)
      return this.wss.handleUpgrade(request, socket, head, (ws) => this.accept(ws, request.url ?? ''));
    const { status, retryAfter } = this.refuse;
    const header = retryAfter === undefined ? '' : `Retry-After: ${retryAfter}\r\n`;
    socket.end(`HTTP/1.1 ${status} No\r\n${header}Content-Length: 0\r\nConnection: close\r\n\r\n`);
  }

  private accept(socket: WebSocket, url: string): void {
    const { pathname, searchParams } = new URL(url, 'ws://venue');
    const about = { socket, path: pathname, streams: new Set(searchParams.get('streams')?.split('/')) };
    this.sockets.push(about);
    this.opened++;
    socket.on('close', () => this.sockets.splice(this.sockets.indexOf(about), 1));
    socket.on('error', () => socket.terminate());
    socket.on('message', (text) => {
      const control = JSON.parse(String(text)) as (typeof this.controls)[number];
      this.controls.push(control);
      for (const name of control.params)
        if (control.method === 'SUBSCRIBE') about.streams.add(name);
        else about.streams.delete(name);
      const answer = this.answer(control.id);
      if (answer !== null) socket.send(JSON.stringify(answer));
    });
  }

  private async rest(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', 'http://venue');
    if (!url.pathname.endsWith('/depth')) return void response.end('{}');
    this.depthRequests.push(url);
    const reply = await this.depth(url.searchParams.get('symbol')!, this.depthRequests.length);
    const { status = 200, headers = {}, body } = reply;
    if (body === undefined) return;
    response.writeHead(status, headers).end(body);
  }
}
