import { type Clock, type TsNs } from '@aurora/kernel';
import { type EventCode } from '../codes/event-codes';
import { type LoggingConfig } from '../logging-config';
import { type OrderDenied, type OrderFailed, type OrderSuccess } from '../order-records/order-records';
import { type JsonlWriterOptions, type WriterState } from '../writer/jsonl-writer-options';

/** What an open session log is made of. */
export interface SessionLogOptions extends Pick<
  JsonlWriterOptions,
  'onHousekeepingError' | 'retryMs' | 'afterMs' | 'open'
> {
  /** The session folder; it exists, and no other process writes into it. */
  readonly dir: string;
  readonly runId: string;
  readonly clock: Clock;
  readonly logging: Omit<LoggingConfig, 'sessionDir'>;
  /** Told when the first of the files cannot be written, and when all of them work again. */
  readonly onState?: (state: WriterState, error: Error | null) => void;
}

/** The records of each orders file. */
export interface OrderFileRecords {
  /** Whatever clients report, whole. */
  readonly orders: object;
  readonly success: OrderSuccess;
  readonly failed: OrderFailed;
  readonly denied: OrderDenied;
}

export const ORDER_FILE_NAMES: Readonly<Record<keyof OrderFileRecords, string>> = {
  orders: 'orders.jsonl',
  success: 'orders_success.jsonl',
  failed: 'orders_failed.jsonl',
  denied: 'orders_denied.jsonl',
};

export const EVENT_FILE_NAME = 'aurora_events.jsonl';

/** Holds who writes the folder. */
export const LOCK_FILE_NAME = '.writer.lock';

/** What opening a folder that was written before has found. */
export interface SessionRecovery {
  /** Files whose last line was unfinished; it was cut off. */
  readonly torn: readonly { readonly file: string; readonly tornBytes: number }[];
}

/** Hears every event as it is emitted: its line, and what readers most often ask of it. */
export type EventListener = (line: string, code: EventCode, tsNs: TsNs) => void;
