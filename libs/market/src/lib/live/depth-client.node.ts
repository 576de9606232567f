import type { Ms } from '@aurora/kernel';
import { Agent, request } from 'undici';
import { snapshotId } from './live-text';
import { isRateLimited, retryAfterMs } from './retry-after';

/** What became of one request for a depth snapshot. */
export type DepthAnswer =
  | { readonly kind: 'snapshot'; readonly text: string; readonly lastUpdateId: number; readonly usedWeight: number }
  | {
      readonly kind: 'rate_limited' | 'failed' | 'bad_answer';
      readonly message: string;
      /** How long the venue wants to be left alone; 0 when it did not say. */
      readonly retryAfterMs: Ms;
    };

const TIMEOUTS = { connectTimeout: 5000, headersTimeout: 10_000, bodyTimeout: 10_000 };
const OK = 200;

/** Fetches depth snapshots. Errors of the network are answers, not exceptions. */
export class DepthClient {
  private readonly agent = new Agent({ ...TIMEOUTS, connections: 4 });

  constructor(
    private readonly restUrl: string,
    private readonly limit: number,
  ) {}

  async fetch(symbol: string, signal: AbortSignal): Promise<DepthAnswer> {
    const url = `${this.restUrl.replace(/\/+$/, '')}/fapi/v1/depth?symbol=${encodeURIComponent(symbol)}&limit=${this.limit}`;
    try {
      const { statusCode, headers, body } = await request(url, { dispatcher: this.agent, signal });
      const text = await body.text();
      if (statusCode !== OK)
        return {
          kind: isRateLimited(statusCode) ? 'rate_limited' : 'failed',
          message: `HTTP ${statusCode}`,
          retryAfterMs: retryAfterMs(statusCode, headers['retry-after']),
        };
      const lastUpdateId = snapshotId(text);
      if (Number.isNaN(lastUpdateId)) return { kind: 'bad_answer', message: text.slice(0, 80), retryAfterMs: 0 };
      return { kind: 'snapshot', text, lastUpdateId, usedWeight: Number(headers['x-mbx-used-weight-1m'] ?? 0) };
    } catch (error) {
      return { kind: 'failed', message: error instanceof Error ? error.message : String(error), retryAfterMs: 0 };
    }
  }

  close(): Promise<void> {
    return this.agent.destroy();
  }
}
