import type { EventCode } from '@aurora/events';

/** Status words of Binance and CCXT, lower case, and what each says. */
interface StatusMeaning {
  readonly event: EventCode;
  /** Nothing more will happen to the order. */
  readonly terminal: boolean;
}

const meaning = (event: EventCode, terminal: boolean): StatusMeaning => ({ event, terminal });

const MEANINGS: ReadonlyMap<string, StatusMeaning> = new Map([
  ['filled', meaning('ORDER.FILL', true)],
  ['closed', meaning('ORDER.FILL', true)],
  ['partially_filled', meaning('ORDER.PARTIAL', false)],
  ['partial', meaning('ORDER.PARTIAL', false)],
  ['submitted', meaning('ORDER.SUBMIT', false)],
  ['pending_new', meaning('ORDER.SUBMIT', false)],
  ['new', meaning('ORDER.ACK', false)],
  ['open', meaning('ORDER.ACK', false)],
  ['ack', meaning('ORDER.ACK', false)],
  ['acknowledged', meaning('ORDER.ACK', false)],
  ['accepted', meaning('ORDER.ACK', false)],
  ['pending_cancel', meaning('ORDER.CANCEL.REQUEST', false)],
  ['canceling', meaning('ORDER.CANCEL.REQUEST', false)],
  ['canceled', meaning('ORDER.CANCEL', true)],
  ['cancelled', meaning('ORDER.CANCEL', true)],
  ['expired', meaning('ORDER.EXPIRE', true)],
  ['expired_in_match', meaning('ORDER.EXPIRE', true)],
  ['rejected', meaning('ORDER.REJECT', true)],
]);

const OTHER = meaning('ORDER.STATUS', false);

/** A status in lower case with underscores, `undefined` when there is none: `PARTIALLY FILLED` is `partially_filled`. */
export const normalStatus = (status: string | null | undefined): string | undefined =>
  status == null
    ? undefined
    : status
        .trim()
        .toLowerCase()
        .replace(/[\s-]+/g, '_');

export const statusMeaning = (status: string | undefined): StatusMeaning =>
  (status === undefined ? undefined : MEANINGS.get(status)) ?? OTHER;
