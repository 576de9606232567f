import type { IncomingMessage } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import { Finding, Unreachable, UsageError } from '../cli/failures';

const TIMEOUT_MS = 5000;

export interface GateTokens {
  readonly ops: string | null;
  readonly api: string | null;
}

/** Which token a route takes. */
export type Auth = 'none' | 'ops' | 'api';

const HEADERS = { ops: 'x-ops-token', api: 'x-auth-token' } as const;
/** Where a token comes from. */
export const TOKEN_VARIABLES = { ops: 'OPS_TOKEN', api: 'AURORA_API_TOKEN' } as const;

/** An answer that is no 200. */
export class GateRefusal extends Finding {
  constructor(
    readonly status: number,
    readonly body: unknown,
    message: string,
  ) {
    super(message);
  }
}

/** The gate over HTTP. Rejects with `Unreachable` when it does not answer, `UsageError` when a token is missing, `GateRefusal` for any status but 200. */
export class GateApi {
  constructor(
    readonly url: string,
    private readonly tokens: GateTokens,
  ) {}

  async get<T>(path: string, auth: Auth = 'none'): Promise<T> {
    return this.json(path, await this.ask('GET', path, auth)) as T;
  }

  async post<T>(path: string, auth: Auth, body?: object): Promise<T> {
    return this.json(path, await this.ask('POST', path, auth, body)) as T;
  }

  /** Text of a route that does not speak JSON, /metrics. */
  text(path: string): Promise<string> {
    return this.ask('GET', path, 'none');
  }

  /** Whether it has the token for a kind of route. */
  has(auth: 'ops' | 'api'): boolean {
    return this.tokens[auth] !== null;
  }

  private json(path: string, text: string): unknown {
    try {
      return JSON.parse(text);
    } catch {
      throw new Finding(
        `${this.url} answered ${path} with something that is no JSON; is it an Aurora gate? Say where it is with --url`,
      );
    }
  }

  private async ask(method: 'GET' | 'POST', path: string, auth: Auth, body?: object): Promise<string> {
    const { status, text } = await this.send(method, path, this.headersFor(auth, path), body);
    if (status !== 200) throw refusal(status, text, auth, `${method} ${path}`);
    return text;
  }

  private headersFor(auth: Auth, path: string): Record<string, string> {
    if (auth === 'none') return {};
    const token = this.tokens[auth];
    if (token === null)
      throw new UsageError(`${path} needs a token: set ${TOKEN_VARIABLES[auth]} in the environment or in .env`);
    return { [HEADERS[auth]]: token };
  }

  private async send(method: 'GET' | 'POST', path: string, headers: Record<string, string>, body?: object) {
    try {
      const answer = await this.sent(
        method,
        path,
        { ...headers, ...(body && { 'content-type': 'application/json' }) },
        body,
      );
      return { status: answer.statusCode ?? 0, text: await textOf(answer) };
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      const why = code === 'ABORT_ERR' ? `silent for ${TIMEOUT_MS / 1000} s` : (code ?? message);
      throw new Unreachable(
        `the gate at ${this.url} does not answer (${why}); is it running? Start it with \`auroractl start-api\`, or say where it is with --url`,
      );
    }
  }

  /** Node's own client: for the few requests of one command a larger one costs more to load than all of them. */
  private async sent(method: string, path: string, headers: Record<string, string>, body?: object) {
    const url = new URL(path, this.url);
    const { request } = url.protocol === 'https:' ? await import('node:https') : await import('node:http');
    return new Promise<IncomingMessage>((resolve, reject) => {
      request(url, { method, headers, agent: false, signal: AbortSignal.timeout(TIMEOUT_MS) }, resolve)
        .on('error', reject)
        .end(body === undefined ? undefined : JSON.stringify(body));
    });
  }
}

function refusal(status: number, text: string, auth: Auth, asked: string): GateRefusal {
  const body = parsed(text);
  const why =
    typeof body === 'object' && body !== null && 'message' in body ? String(body.message) : text.slice(0, 300);
  const hint =
    (status === 401 || status === 403) && auth !== 'none' ? ` (is ${TOKEN_VARIABLES[auth]} the one the gate has?)` : '';
  return new GateRefusal(status, body, `${asked} was answered ${status}: ${why}${hint}${faultsIn(body)}`);
}

/** The fields that are wrong, where the answer names them. */
function faultsIn(body: unknown): string {
  const { fields } = Object(body) as {
    readonly fields?: readonly { readonly field: string; readonly message: string }[];
  };
  return Array.isArray(fields) ? fields.map(({ field, message }) => `\n  ${field}: ${message}`).join('') : '';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // a proxy's page
  }
}
