import { type Side, type TsNs } from '@aurora/kernel';
import { type EventCode } from '../codes/event-codes';

/** What an event is about besides its code, so that readers need not open the details. */
export interface EventFields {
  readonly symbol?: string;
  /** Client's order id. */
  readonly cid?: string;
  /** Venue's order id. */
  readonly oid?: string;
  readonly side?: Side;
  readonly orderType?: string;
  readonly price?: number;
  readonly qty?: number;
  readonly positionId?: string;
  readonly decisionId?: string;
  /** Part of the program that wrote it. */
  readonly src?: string;
}

/** One event. In a file its names are in snake_case and `ts_ns` is 19 bare digits. */
export interface EventRecord<Details extends object = object> extends EventFields {
  /** Nanoseconds since the Unix epoch, 19 digits; strictly increasing within a file. */
  readonly tsNs: TsNs;
  /** The run of the program that wrote it. */
  readonly runId: string;
  readonly eventCode: EventCode;
  /** A plain object, or `RawJson`. */
  readonly details: Details;
}

/** An event as read back. */
export type ReadEvent = EventRecord<Readonly<Record<string, unknown>>>;
