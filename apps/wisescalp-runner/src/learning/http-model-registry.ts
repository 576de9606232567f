import type { CalibratorArtifact } from '@aurora/calibration';
import type { Ms } from '@aurora/kernel';
import { Pool } from 'undici';
import type { ModelRegistry } from './model-registry';

const TIMEOUT_MS: Ms = 5000;
const MAX_ANSWER = 2 ** 24;

type Json = Readonly<Record<string, unknown>>;

/**
 * The gate behind HTTP. A model is put in force by an overlay that names its file over the overlay that is in force, of
 * which everything else stays. The gate must be able to read the file: same machine, same path.
 */
export class HttpModelRegistry implements ModelRegistry {
  private readonly pool: Pool;

  /** @param tokens of the API, which overlays need; of operators, with which the gate is asked afterwards what is in force. */
  constructor(
    url: string,
    private readonly tokens: { readonly api: string; readonly ops: string | undefined },
  ) {
    this.pool = new Pool(new URL(url).origin, {
      connections: 1,
      maxResponseSize: MAX_ANSWER,
      headersTimeout: TIMEOUT_MS,
      bodyTimeout: TIMEOUT_MS,
      connect: { timeout: TIMEOUT_MS },
    });
  }

  async load({ name, version, fitted }: CalibratorArtifact, path: string): Promise<void> {
    const id = `${name}@${version}`;
    const active = objectOf((await this.ask('GET', '/overlay/active'))['overlay']);
    const overlay = { ...active, calibrator: { ...objectOf(active['calibrator']), artifact: path } };
    const reason = `calibrator ${id}, fitted on ${fitted.n} outcomes`;
    await this.ask('POST', '/overlay/apply', { overlay, author: 'wisescalp-runner', reason });
    if (this.tokens.ops === undefined) return;
    const { models } = await this.ask('GET', '/ops/model_status');
    const inForce = Array.isArray(models) ? models.map((model) => objectOf(model)['calibrator']) : [];
    if (!inForce.includes(id)) throw new Error(`the gate took the overlay, but its model is ${inForce.join(', ')}`);
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
const objectOf = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
