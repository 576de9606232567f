import { normalised, type NormalisedReason } from './normalised-reason';

/** One kind of venue error: the Binance codes that mean it, and texts that mean it where no code is given. */
export interface ExchangeErrorRow {
  readonly reason: NormalisedReason;
  readonly codes: readonly number[];
  /** Matched against the message, any case; `null` when only the code tells. */
  readonly text: RegExp | null;
}

const row = (reason: NormalisedReason, codes: readonly number[], text: RegExp | null): ExchangeErrorRow => ({
  reason,
  codes,
  text,
});

/**
 * Venue errors in normalised form, first match wins; the README renders this table.
 * Codes: Binance USD-M Futures and Spot API documentation, "Error Codes".
 */
export const EXCHANGE_ERRORS: readonly ExchangeErrorRow[] = [
  row(
    normalised('EXCHANGE_TIMESTAMP', 'exchange_time', 'soft', 'retry'),
    [-1021, -5028],
    /recvwindow|timestamp for this request/i,
  ),
  row(
    normalised('EXCHANGE_RATE_LIMIT', 'exchange_rate', 'soft', 'wait'),
    [-1003, -1008, -1015, -1034],
    /too many (requests|orders)|rate limit|ddos|\b(429|418)\b/i,
  ),
  row(
    normalised('EXCHANGE_MAX_ORDERS', 'exchange_rate', 'soft', 'wait'),
    [-2025, -4045],
    /(max|too many) open orders|max_num_(algo_)?orders|reach max (open|stop) order/i,
  ),
  row(normalised('EXCHANGE_NOTIONAL_MIN', 'exchange_filter', 'hard', 'amend'), [-4164], /notional/i),
  row(
    normalised('EXCHANGE_FILTER_QTY', 'exchange_filter', 'hard', 'amend'),
    [-4003, -4004, -4005, -4023],
    /lot_size|quantity (less|greater) than|qty not increased by step/i,
  ),
  row(normalised('EXCHANGE_PRECISION', 'exchange_filter', 'hard', 'amend'), [-1111], /precision is over/i),
  row(
    normalised('EXCHANGE_FILTER_PRICE', 'exchange_filter', 'hard', 'amend'),
    [-1013, -4001, -4002, -4013, -4014, -4016, -4024, -4131],
    /price_filter|percent_price|tick size|price (less|greater|higher|lower) than|limit price can't be|filter failure/i,
  ),
  row(
    normalised('EXCHANGE_MARGIN_INSUFFICIENT', 'exchange_funds', 'hard', 'amend'),
    [-2019],
    /margin is (insufficient|not sufficient)|insufficient margin/i,
  ),
  row(
    normalised('EXCHANGE_INSUFFICIENT_BALANCE', 'exchange_funds', 'hard', 'amend'),
    [-2010, -2018],
    /(balance|funds?) (is |are )?(not sufficient|insufficient)|insufficient (balance|funds?)/i,
  ),
  row(
    normalised('EXCHANGE_REDUCE_ONLY_REJECT', 'exchange_position', 'hard', 'reconcile'),
    [-2022, -4118],
    /reduce ?only/i,
  ),
  row(
    normalised('EXCHANGE_POSITION_SIDE', 'exchange_position', 'hard', 'operator'),
    [-4061],
    /position side does not match/i,
  ),
  row(
    normalised('EXCHANGE_POSITION_LIMIT', 'exchange_position', 'hard', 'amend'),
    [-2023, -2027, -2028],
    /max(imum)? (allowable )?position|in liquidation/i,
  ),
  row(normalised('EXCHANGE_WOULD_TRIGGER', 'exchange_order', 'hard', 'drop'), [-2021], /would immediately trigger/i),
  row(
    normalised('EXCHANGE_POST_ONLY_REJECT', 'exchange_order', 'soft', 'amend'),
    [-5022],
    /post only|immediately match and take|could not be executed as maker/i,
  ),
  row(normalised('EXCHANGE_FOK_REJECT', 'exchange_order', 'soft', 'drop'), [-5021], /fill or kill|\bfok\b/i),
  row(
    normalised('EXCHANGE_CANCEL_REJECTED', 'exchange_order', 'hard', 'reconcile'),
    [-2011],
    /cancel(l?ation)? (was )?rejected|unknown order sent/i,
  ),
  row(
    normalised('EXCHANGE_ORDER_NOT_FOUND', 'exchange_order', 'hard', 'reconcile'),
    [-2013],
    /order (does not exist|not found)/i,
  ),
  row(
    normalised('EXCHANGE_DUPLICATE_ORDER', 'exchange_order', 'hard', 'reconcile'),
    [-4115, -4116],
    /duplicated? (order|clientorderid)|clientorderid is duplicated/i,
  ),
  row(normalised('EXCHANGE_REJECTED', 'exchange_order', 'hard', 'drop'), [-2020], /unable to fill/i),
  row(
    normalised('EXCHANGE_AUTH', 'exchange_access', 'hard', 'operator'),
    [-1002, -1022, -2014, -2015, -2017],
    /api-?key|signature|unauthori[sz]ed|permission/i,
  ),
  row(
    normalised('EXCHANGE_SYMBOL', 'exchange_access', 'hard', 'operator'),
    [-1121, -4140, -4141],
    /invalid symbol|symbol (is )?(closed|not trading)|market is closed/i,
  ),
  row(
    normalised('EXCHANGE_PARAMETER', 'exchange_order', 'hard', 'amend'),
    [-1100, -1101, -1102, -1103, -1104, -1105, -1106, -1114, -1115, -1116, -1117, -1118, -1119, -1130, -4015],
    /(mandatory|invalid|illegal|unknown) (parameter|characters)|parameter .* (was empty|not required)/i,
  ),
  row(
    normalised('EXCHANGE_STATUS_UNKNOWN', 'exchange_service', 'soft', 'reconcile'),
    [-1006, -1007],
    /execution status unknown|timeout waiting for response|status unknown/i,
  ),
  row(
    normalised('EXCHANGE_UNAVAILABLE', 'exchange_service', 'soft', 'wait'),
    [-1000, -1001, -1016],
    /internal error|service unavailable|disconnected|server is (busy|overloaded)|maintenance|\b50[234]\b/i,
  ),
  row(
    normalised('EXCHANGE_NETWORK', 'exchange_service', 'soft', 'reconcile'),
    [],
    /timed? ?out|econnreset|econnrefused|enotfound|eai_again|socket hang up|network/i,
  ),
];

const UNKNOWN = normalised('EXCHANGE_UNKNOWN', 'unknown', 'hard', 'operator');

const BY_CODE: ReadonlyMap<number, NormalisedReason> = new Map(
  EXCHANGE_ERRORS.flatMap(({ codes, reason }) => codes.map((code) => [code, reason] as const)),
);

const CODE_IN_TEXT = /(?:"code"\s*:\s*"?|\bcode[=: ]\s*|^\s*|\()(-\d{4})\b/;

/**
 * Normalises a venue's error: by its code, else by a code within the message (`binance {"code":-2019,…}`), else by the message's words,
 * else `EXCHANGE_UNKNOWN`. Zero and empty texts are no codes.
 */
export function normaliseExchangeError(code: string | number | null, message: string | null): NormalisedReason {
  const given = codeReason(code);
  if (given !== undefined) return given;
  const text = message ?? '';
  return (
    codeReason(CODE_IN_TEXT.exec(text)?.[1] ?? null) ??
    EXCHANGE_ERRORS.find((candidate) => candidate.text?.test(text))?.reason ??
    EXCHANGE_ERRORS.find((candidate) => typeof code === 'string' && candidate.text?.test(code))?.reason ??
    UNKNOWN
  );
}

function codeReason(code: string | number | null): NormalisedReason | undefined {
  const number = typeof code === 'number' ? code : code === null || code.trim() === '' ? NaN : Number(code);
  return BY_CODE.get(number);
}
