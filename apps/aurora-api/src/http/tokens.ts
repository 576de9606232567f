import { createHash, timingSafeEqual } from 'node:crypto';
import { type IncomingMessage } from 'node:http';
import { type Ms } from '@aurora/kernel';
import { TOKEN_MISSING, TOKEN_WRONG, type Refusal } from './refusal';

const digest = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Least time between two rotations of the ops token. */
const ROTATION_INTERVAL_MS = 30_000;

/** The tokens in force, kept as digests only and compared in constant time. */
export class Tokens {
  private ops: Buffer | null;
  private readonly api: Buffer | null;
  private lastRotationMs = -Infinity;

  constructor({ opsToken, apiToken }: { readonly opsToken: string | null; readonly apiToken: string | null }) {
    this.ops = opsToken === null ? null : digest(opsToken);
    this.api = apiToken === null ? null : digest(apiToken);
  }

  /** Takes over a rotated token from an earlier run, which outlives the one of the environment. */
  restoreOps(hashHex: string): void {
    this.ops = Buffer.from(hashHex, 'hex');
  }

  /** Header `X-OPS-TOKEN`. Without a configured token no one gets in. */
  opsRefusal(request: IncomingMessage): Refusal | null {
    return refusalOf(request.headers['x-ops-token'], this.ops);
  }

  /** Header `X-Auth-Token`. Without a configured token no one gets in. */
  apiRefusal(request: IncomingMessage): Refusal | null {
    return refusalOf(request.headers['x-auth-token'], this.api);
  }

  /** Whether a token is the one of the API. */
  isApiToken(token: string): boolean {
    return this.api !== null && timingSafeEqual(digest(token), this.api);
  }

  /** @returns ms to wait before a rotation is possible; 0 when it is now. */
  rotationWaitMs(nowMs: Ms): Ms {
    return Math.max(0, this.lastRotationMs + ROTATION_INTERVAL_MS - nowMs);
  }

  /** The old token dies at once. @returns digest (hex) to keep for the next run. */
  rotateOps(newToken: string, nowMs: Ms): string {
    this.ops = digest(newToken);
    this.lastRotationMs = nowMs;
    return this.ops.toString('hex');
  }
}

function refusalOf(header: string | string[] | undefined, expected: Buffer | null): Refusal | null {
  if (header === undefined || header === '' || expected === null) return TOKEN_MISSING;
  return typeof header === 'string' && timingSafeEqual(digest(header), expected) ? null : TOKEN_WRONG;
}
