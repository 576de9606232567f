import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** As much of the two bodies as tests look at. */
export interface Body {
  readonly ts: number;
  readonly order: {
    readonly symbol: string;
    readonly side: string;
    readonly qty: number;
    readonly reduce_only: boolean;
    readonly client_order_id: string;
  };
  readonly market: Readonly<
    Record<'score' | 'latency_ms' | 'spread_bps' | 'slip_bps_est' | 'a_bps' | 'b_bps', number>
  > & { readonly sprt_samples: readonly number[] };
  readonly decision_id: string;
  readonly client_order_id: string;
  readonly action: string;
  readonly qty: number;
  readonly filled: number;
  readonly pnl_usdt?: number;
  readonly average?: number;
  readonly status: string;
  readonly ts_ns?: string;
}

export interface Received {
  readonly path: string;
  readonly token: string | undefined;
  readonly body: Body;
}

/** What the peer does with one request: an answer, a status with a raw text, or nothing at all. */
export type Reply = object | { status: number; text: string } | 'silence' | 'hang_up';

/** A gate that answers as it is told. It is the other end of the wire, not a stand-in for code of ours. */
export class GatePeer {
  readonly received: Received[] = [];
  inFlight = 0;
  mostInFlight = 0;
  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(reply: (request: Received, count: number) => Reply): Promise<GatePeer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const peer = new GatePeer(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('request', (request, response) => {
      peer.mostInFlight = Math.max(peer.mostInFlight, ++peer.inFlight);
      response.on('close', () => peer.inFlight--);
      let text = '';
      request.setEncoding('utf8').on('data', (part: string) => (text += part));
      request.on('end', () => {
        const token = request.headers['x-auth-token'];
        const one = {
          path: request.url!,
          token: token as string | undefined,
          body: JSON.parse(text) as Body,
        };
        peer.received.push(one);
        const answer = one.path === '/posttrade/log' ? { status: 'ok' } : reply(one, peer.checks.length);
        if (answer === 'silence') return;
        if (answer === 'hang_up') return void response.destroy();
        const raw = 'text' in answer ? (answer as { status: number; text: string }) : undefined;
        response.statusCode = raw?.status ?? 200;
        response.end(raw?.text ?? JSON.stringify(answer));
      });
    });
    return peer;
  }

  get checks(): Received[] {
    return this.received.filter(({ path }) => path === '/pretrade/check');
  }

  get outcomes(): Received[] {
    return this.received.filter(({ path }) => path === '/posttrade/log');
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

let decisions = 0;

/** An answer that lets the whole order through, changed as told. */
export const allowing = (request: Received, change: object = {}): object => ({
  allow: true,
  max_qty: request.body.order.qty,
  risk_scale: 1,
  cooldown_ms: 0,
  reason: 'ok',
  hard_gate: false,
  quotas: { trades_pm_left: null, symbol_exposure_left_usdt: null },
  decision_id: `d-${++decisions}`,
  observability: {},
  ...change,
});

export const denying = (request: Received, reason: string, cooldown_ms = 0): object =>
  allowing(request, { allow: false, max_qty: 0, reason, cooldown_ms });
