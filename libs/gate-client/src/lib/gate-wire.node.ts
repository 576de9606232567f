import type { Ms } from '@aurora/kernel';
import { Pool } from 'undici';
import { unansweredBy, unansweredFor, type Reply } from './reply';

/** No answer of the gate is nearly as large, characters. */
const MAX_ANSWER = 2 ** 20;

/** Header values that can be sent as they are. */
const TOKEN = /^[\x21-\x7e]+$/;

/** Connections to the gate, kept alive; one request after the other on each. */
export class GateWire {
  private readonly pool: Pool;
  private readonly prefix: string;
  private readonly headers: Readonly<Record<string, string>>;

  /** Throws a `TypeError` on a `url` that is none, a `RangeError` on one that is not HTTP, on a token that no header can carry, or on a count below 1. */
  constructor(url: string, token: string | undefined, connections: number) {
    const { protocol, origin, pathname } = new URL(url);
    if (!/^https?:$/.test(protocol)) throw new RangeError(`url must be http or https, got ${protocol}`);
    if (token !== undefined && !TOKEN.test(token)) throw new RangeError('token must be printable ASCII without spaces');
    if (!Number.isInteger(connections) || connections < 1) {
      throw new RangeError(`connections must be a positive integer, got ${connections}`);
    }
    this.pool = new Pool(origin, { connections, pipelining: 1, maxResponseSize: MAX_ANSWER });
    this.prefix = pathname.replace(/\/+$/, '');
    this.headers = { 'content-type': 'application/json', ...(token !== undefined && { 'x-auth-token': token }) };
  }

  /** Posts a JSON text and waits at most `withinMs` for the whole answer, the wait for a connection included. Never rejects. */
  async post(path: string, json: string, withinMs: Ms): Promise<Reply> {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), withinMs);
    try {
      const { statusCode, headers, body } = await this.pool.request({
        method: 'POST',
        path: this.prefix + path,
        headers: this.headers,
        body: json,
        signal: late.signal,
      });
      const text = await body.text();
      if (statusCode !== 200) return unansweredBy(statusCode, text, firstOf(headers['retry-after']));
      return parse(text);
    } catch (error) {
      if (late.signal.aborted) return { kind: 'timeout', away: true, message: `no answer within ${withinMs} ms` };
      return unansweredFor(error as NodeJS.ErrnoException);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Resolves when what is under way has ended. */
  close(): Promise<void> {
    return this.pool.close();
  }
}

function parse(text: string): Reply {
  try {
    return { body: JSON.parse(text) };
  } catch (error) {
    return { kind: 'bad_answer', away: false, message: (error as Error).message };
  }
}

const firstOf = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);
