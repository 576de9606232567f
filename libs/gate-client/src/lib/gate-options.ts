import type { Mode, Ms, NewId } from '@aurora/kernel';
import type { GateFailureKind } from './order-gate';

/** A question or report that came to nothing. */
export interface GateFailure {
  readonly kind: GateFailureKind;
  readonly path: '/pretrade/check' | '/posttrade/log';
  /** Of the last attempt, when it was answered. */
  readonly status?: number;
  /** What the network or the gate said, for a log. */
  readonly message: string;
  /** Idempotency key of the question. */
  readonly reqId?: string;
  /** Requests sent; 0 while the breaker is open. */
  readonly attempts: number;
}

export interface BreakerOptions {
  /** So many unanswered questions in a row open the breaker. Default 3. */
  readonly failures?: number;
  /** How long it stays open before one question may try again, ms. Default 1000. */
  readonly openMs?: Ms;
}

export interface AuroraGateOptions {
  /** Where the gate listens, as `http://127.0.0.1:8000`. */
  readonly url: string;
  /** Where the bot's orders go. A request may name a stricter one, never a more lenient one. */
  readonly mode: Mode;
  /** Sent as `X-Auth-Token`. */
  readonly token?: string;
  /** How long one attempt may take, waiting for a connection included, ms. Default 200. */
  readonly timeoutMs?: Ms;
  /** How long a question may take with its retry, ms, at least `timeoutMs`. Default `timeoutMs`: what took all of it is not tried again. */
  readonly deadlineMs?: Ms;
  /** Connections kept alive. Default 1: the gate hears the questions in the order in which they were asked. */
  readonly connections?: number;
  /** Lets orders through while the gate is not there. Only for testnet, paper and shadow: with live the constructor throws. Default false. */
  readonly failOpen?: boolean;
  readonly breaker?: BreakerOptions;
  /** A clock that no one sets, ms. Default: the machine's monotonic clock. */
  readonly nowMs?: () => Ms;
  /** Makes the idempotency key of a request that has none. Default: a random UUID. */
  readonly newId?: NewId;
  /** Hears of every question and report that came to nothing. */
  readonly onFailure?: (failure: GateFailure) => void;
}
