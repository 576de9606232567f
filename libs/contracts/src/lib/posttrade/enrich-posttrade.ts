import type { PosttradeRequest } from './posttrade-request.dto';

type Source = Readonly<Record<string, unknown>>;
type Read = (value: unknown) => unknown;

/** One field a raw order can supply. */
interface Supply {
  readonly field: keyof PosttradeRequest;
  /** The body says it itself when one of these is neither absent nor null. */
  readonly said: readonly (keyof PosttradeRequest)[];
  /** Where CCXT's unified order keeps it. */
  readonly unified: string;
  /** Where the venue's own answer keeps it, in order of preference. */
  readonly info: readonly string[];
  readonly read: Read;
}

const DIGITS = /^[+]?\d+(\.\d*)?([eE][+-]?\d+)?$/;

const text: Read = (value) => (typeof value === 'string' && value.length <= 64 ? value : undefined);
const flag: Read = (value) => (typeof value === 'boolean' ? value : value === 'true' ? true : undefined);
const any: Read = (value) => value;
const id: Read = (value) => (typeof value === 'string' || Number.isFinite(value) ? value : undefined);

/** A number from 0 to 1e15, or the same as decimal digits. */
const amount: Read = (value) => {
  const number = typeof value === 'string' && DIGITS.test(value) ? Number(value) : value;
  return typeof number === 'number' && number >= 0 && number <= 1e15 ? number : undefined;
};

const supply = (
  field: Supply['field'],
  said: Supply['said'],
  read: Read,
  unified: string,
  ...info: readonly string[]
): Supply => ({ field, said: [field, ...said], unified, info, read });

const SUPPLIES: readonly Supply[] = [
  supply('id', ['order_id'], id, 'id', 'orderId'),
  supply('orderId', ['exchange_order_id'], id, 'id', 'orderId'),
  supply('clientOrderId', ['client_order_id'], id, 'clientOrderId', 'clientOrderId'),
  supply('symbol', [], text, 'symbol', 'symbol'),
  supply('side', [], text, 'side', 'side'),
  supply('status', [], text, 'status', 'status'),
  supply('price', [], amount, 'price', 'price'),
  supply('amount', ['qty'], amount, 'amount', 'origQty'),
  supply('filled', [], amount, 'filled', 'executedQty'),
  supply('average', ['avg_price'], amount, 'average', 'avgPrice'),
  supply('fee', ['fees'], any, 'fee'),
  supply('fees', ['fee'], any, 'fees'),
  supply('timestamp', ['exchange_ts'], id, 'timestamp', 'transactTime', 'updateTime', 'time'),
  supply('reduceOnly', ['reduce_only'], flag, 'reduceOnly', 'reduceOnly'),
];

/**
 * Fills fields the body does not say (absent or null) from the raw CCXT order under `response`, then from the venue's
 * own answer in `info`. What the body says always stands, 0 and the empty text included; values that cannot be read
 * (a text where digits are wanted) are left out, not guessed. Returns a copy, or the body itself when there is nothing
 * to take from.
 */
export function enrichPosttrade(body: PosttradeRequest): PosttradeRequest {
  const response = body.response as Source | null | undefined;
  const info = (response?.['info'] ?? body.info) as Source | null | undefined;
  if (response == null && info == null) return body;
  const enriched: Record<string, unknown> = { ...body };
  for (const { field, said, unified, info: names, read } of SUPPLIES) {
    if (said.some((name) => body[name] != null)) continue;
    const found = firstReadable(read, response?.[unified], ...names.map((name) => info?.[name]));
    if (found !== undefined) enriched[field] = found;
  }
  return enriched;
}

function firstReadable(read: Read, ...values: readonly unknown[]): unknown {
  for (const value of values) {
    const readable = value == null ? undefined : read(value);
    if (readable !== undefined) return readable;
  }
  return undefined;
}
