import type { Ms } from '@aurora/kernel';
import type { GateFailureKind } from './order-gate';

/** What one request came to. */
export type Reply = Answered | Unanswered;

export interface Answered {
  readonly body: unknown;
}

export interface Unanswered {
  readonly kind: Exclude<GateFailureKind, 'breaker_open'>;
  /**
   * The gate is not there: it did not get the request, or cannot answer for itself. Only then may the same be asked
   * again, and only then may a bot that is allowed to go on without a gate do so. Whatever was refused is not away.
   */
  readonly away: boolean;
  readonly status?: number;
  readonly message: string;
  /** How long the gate asks to be left alone, ms. */
  readonly retryAfterMs?: Ms;
}

/** A proxy that reaches no gate, and a gate that is stopping. */
const AWAY_STATUS: readonly number[] = [502, 503, 504];

/** What an answer other than 200 means. */
export function unansweredBy(status: number, text: string, retryAfter: string | undefined): Unanswered {
  const seconds = Number(retryAfter);
  return {
    kind: 'bad_status',
    away: AWAY_STATUS.includes(status),
    status,
    message: `${status} ${text.slice(0, 512)}`,
    ...(retryAfter !== undefined && seconds > 0 && Number.isFinite(seconds) && { retryAfterMs: seconds * 1000 }),
  };
}

/** Codes of Node and undici that say that no gate is at the other end. A certificate that does not fit is not among them. */
const AWAY_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);

/** What it means that a request or its answer broke off. */
export function unansweredFor(error: NodeJS.ErrnoException): Unanswered {
  const { code = '', name, message } = error;
  const notOurs = code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE' || name === 'HTTPParserError';
  const away = AWAY_CODES.has(code);
  return { kind: notOurs ? 'bad_answer' : 'unreachable', away, message: [code, message].filter(Boolean).join(' ') };
}
