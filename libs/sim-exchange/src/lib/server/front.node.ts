import type { IncomingMessage, ServerResponse } from 'node:http';
import { fault, ok, type VenueAnswer } from '../venue/venue-answer';
import { isOrderRequest, ORDER_REFUSED } from '../venue/order-requests';
import { WeightLimit } from '../venue/weight-limit';
import type { SimStatus } from './sim-exchange-options';

/** What the HTTP front asks of the exchange behind it. */
export interface FrontBackend {
  answer(path: string, query: URLSearchParams): VenueAnswer;
  /** `undefined` while REST works. */
  restFault(): 'rest_500' | 'rest_429' | undefined;
  /** Begins the fault a body describes. @throws RangeError when it describes none. */
  beginFault(body: unknown): void;
  clearFaults(): void;
  status(): SimStatus;
  nowMs(): number;
}

const MAX_BODY_BYTES = 65_536;
const TOO_MANY = 'Too many requests; current limit of IP is';

/** The REST side: public endpoints of the venue, the controls of the simulation, and a no to all else. */
export class Front {
  requests = 0;
  orderRequests = 0;
  private readonly weights: WeightLimit;

  constructor(
    private readonly backend: FrontBackend,
    weightLimit: number,
  ) {
    this.weights = new WeightLimit(weightLimit);
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://venue');
    const method = request.method ?? 'GET';
    if (url.pathname.startsWith('/sim/')) return reply(response, await this.control(method, url.pathname, request));
    if (isOrderRequest(method, url.pathname, url.searchParams)) {
      this.orderRequests++;
      // The connection stays usable only if what was sent is read.
      request.resume();
      return reply(response, ORDER_REFUSED);
    }
    this.requests++;
    const { headers, answer } = this.publicAnswer(url, request.socket.remoteAddress ?? '');
    reply(response, answer, headers);
  }

  private publicAnswer(url: URL, address: string): { answer: VenueAnswer; headers: Record<string, string> } {
    const nowMs = this.backend.nowMs();
    const broken = this.backend.restFault();
    const answer =
      broken === 'rest_500'
        ? fault(500, -1000, 'An unknown error occurred while processing the request.')
        : this.backend.answer(url.pathname, url.searchParams);
    const used = this.weights.add(address, answer.weight, nowMs);
    const headers = { 'X-MBX-USED-WEIGHT-1M': String(used) };
    if (broken !== 'rest_429' && used <= this.weights.limit) return { answer, headers };
    return {
      answer: fault(429, -1003, `${TOO_MANY} ${this.weights.limit} request weight per 1 MINUTE.`),
      headers: { ...headers, 'Retry-After': String(this.weights.retryAfterSec(nowMs)) },
    };
  }

  private async control(method: string, path: string, request: IncomingMessage): Promise<VenueAnswer> {
    if (path === '/sim/status' && method === 'GET') return ok(this.backend.status(), 0);
    if (path === '/sim/faults' && method === 'DELETE') this.backend.clearFaults();
    else if (path === '/sim/faults' && method === 'POST') {
      try {
        this.backend.beginFault(JSON.parse(await bodyOf(request)));
      } catch (error) {
        if (error instanceof RangeError || error instanceof SyntaxError) return fault(400, -1100, error.message);
        throw error;
      }
    } else return fault(404, -5000, `Path ${path}, Method ${method} is invalid`);
    return ok(this.backend.status(), 0);
  }
}

function reply(response: ServerResponse, { status, body }: VenueAnswer, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'Content-Type': 'application/json;charset=UTF-8', ...headers }).end(body);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new RangeError(`a body has at most ${MAX_BODY_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
