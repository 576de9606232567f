import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly json: string;
  readonly body: {
    readonly req_id: string;
    readonly ts_ns: string;
    readonly account: { readonly mode: string };
    readonly order: { readonly symbol: string; readonly qty: number };
  };
}

/** What the peer does with a request: a 200 with a body, any other answer, silence, or the end of the connection. */
export type PeerReply = object | Raw | 'silence' | 'hang_up';

export class Raw {
  constructor(
    readonly status: number,
    readonly text: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {}
}

/** The other end of the wire, a real server that answers as it is told. */
export class GatePeer {
  readonly received: Received[] = [];
  readonly sockets = new Set<Socket>();
  connections = 0;
  private readonly waiting: { readonly count: number; readonly resolve: () => void }[] = [];

  private constructor(
    private readonly server: Server,
    readonly url: string,
    private reply: (request: Received, count: number) => PeerReply,
  ) {}

  static async start(reply: (request: Received, count: number) => PeerReply, port = 0): Promise<GatePeer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const peer = new GatePeer(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`, reply);
    peer.listen();
    return peer;
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  answerWith(reply: (request: Received, count: number) => PeerReply): void {
    this.reply = reply;
  }

  /** Resolves when so many requests have arrived. */
  arrived(count: number): Promise<void> {
    if (this.received.length >= count) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push({ count, resolve }));
  }

  async stop(): Promise<void> {
    if (!this.server.listening) return;
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  private listen(): void {
    this.server.on('connection', (socket: Socket) => {
      this.connections++;
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
    this.server.on('request', (request, response) => {
      let json = '';
      request.setEncoding('utf8').on('data', (part: string) => (json += part));
      request.on('end', () => {
        const one = { path: request.url!, headers: request.headers, json, body: JSON.parse(json) as Received['body'] };
        this.received.push(one);
        const answer = this.reply(one, this.received.length);
        if (answer === 'hang_up') response.destroy();
        else if (answer instanceof Raw) response.writeHead(answer.status, { ...answer.headers }).end(answer.text);
        else if (answer !== 'silence') response.end(JSON.stringify(answer));
        this.waiting.filter(({ count }) => this.received.length >= count).forEach(({ resolve }) => resolve());
      });
    });
  }
}

export const ALLOW = {
  allow: true,
  max_qty: 0.5,
  risk_scale: 1,
  cooldown_ms: 0,
  reason: 'ok',
  hard_gate: false,
  quotas: { trades_pm_left: null, symbol_exposure_left_usdt: null },
  decision_id: 'd-1',
  observability: { gate_state: 'PASS' },
};

export const DENY = { ...ALLOW, allow: false, max_qty: 0, reason: 'latency_guard' };
