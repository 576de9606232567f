import {
  apiOrderToDenied,
  classifyPosttrade,
  parsePosttrade,
  posttradeToFailed,
  posttradeToSuccess,
  type PosttradeRequest,
  type PretradeCheckAnswer,
  type PretradeCheckRequest,
} from '@aurora/contracts';
import type { SessionLog } from '@aurora/events/node';
import type { Ms } from '@aurora/kernel';

const isoOf = (nowMs: Ms): string => new Date(nowMs).toISOString();

/** Writes what became of an order into the orders files. @throws TypeError for a report that breaks the contract. */
export function writeOutcome(log: SessionLog, outcome: PosttradeRequest, nowMs: Ms): void {
  const parsed = parsePosttrade(outcome);
  if (!parsed.ok) throw new TypeError(`the report breaks the contract: ${JSON.stringify(parsed.errors)}`);
  const { enriched } = parsed.value;
  const { kind } = classifyPosttrade(enriched);
  log.writeOrder('orders', { ...outcome, ts_server: isoOf(nowMs) });
  if (kind === 'success') log.writeOrder('success', posttradeToSuccess(enriched, isoOf(nowMs)));
  if (kind === 'failed') log.writeOrder('failed', posttradeToFailed(enriched, isoOf(nowMs)));
}

/** Writes a denied order into its file. */
export function writeDenied(
  log: SessionLog,
  { order }: PretradeCheckRequest,
  answer: PretradeCheckAnswer,
  nowMs: Ms,
): void {
  log.writeOrder('denied', apiOrderToDenied(order, answer, isoOf(nowMs)));
}
