import type { Ms } from '@aurora/kernel';
import { Pool } from 'undici';

const TIMEOUT_MS: Ms = 5000;
const MAX_ANSWER = 2 ** 24;

type Json = Readonly<Record<string, unknown>>;

/** The overlay in force at the gate, and the digest of the configuration it leads to. */
export interface ActiveOverlay {
  /** Empty when there is none. */
  readonly overlay: Json;
  readonly configHash: string;
  readonly author: string | null;
  readonly reason: string | null;
}

export interface ControlTokens {
  /** Of the API, which overlays need. */
  readonly api: string;
  /** Of operators, with which the gate is asked what model it has. */
  readonly ops: string | undefined;
}

/** The routes by which the gate's configuration is read and changed. Every call rejects on any status but 200. */
export class GateControl {
  private readonly pool: Pool;

  constructor(
    url: string,
    private readonly tokens: ControlTokens,
  ) {
    this.pool = new Pool(new URL(url).origin, {
      connections: 1,
      maxResponseSize: MAX_ANSWER,
      headersTimeout: TIMEOUT_MS,
      bodyTimeout: TIMEOUT_MS,
      connect: { timeout: TIMEOUT_MS },
    });
  }

  async activeOverlay(): Promise<ActiveOverlay> {
    const { overlay, config_hash: configHash, author, reason } = await this.ask('GET', '/overlay/active');
    if (typeof configHash !== 'string') throw new Error('GET /overlay/active said no config_hash');
    return { overlay: objectOf(overlay), configHash, author: textOf(author), reason: textOf(reason) };
  }

  /** Rejects when the configuration in force is no longer the one of the digest. */
  async applyOverlay(overlay: Json, expectedConfigHash: string, reason: string): Promise<void> {
    const body = { overlay, author: 'wisescalp-runner', reason, expected_config_hash: expectedConfigHash };
    await this.ask('POST', '/overlay/apply', body);
  }

  /** Models in force, as `name@version`; `undefined` without the token that may ask. */
  async models(): Promise<readonly unknown[] | undefined> {
    if (this.tokens.ops === undefined) return undefined;
    const { models } = await this.ask('GET', '/ops/model_status');
    return Array.isArray(models) ? models.map((model) => objectOf(model)['calibrator']) : [];
  }

  close(): Promise<void> {
    return this.pool.close();
  }

  private async ask(method: 'GET' | 'POST', path: string, body?: object): Promise<Json> {
    const { api, ops } = this.tokens;
    const { statusCode, body: answer } = await this.pool.request({
      method,
      path,
      headers: {
        'content-type': 'application/json',
        'x-auth-token': api,
        ...(ops !== undefined && { 'x-ops-token': ops }),
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await answer.text();
    if (statusCode !== 200) throw new Error(`${method} ${path} was answered ${statusCode}: ${text.slice(0, 500)}`);
    return objectOf(JSON.parse(text));
  }
}

/** An object as it is; anything else, absent included, has no fields. */
export const objectOf = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
