import { Decimal } from '@aurora/kernel';

/** What the venue lets pass for one symbol. Prices in quote, quantities in base units, all decimal. */
export interface VenueFilters {
  readonly symbol: string;
  /** Most decimals a price may have; the tick may be coarser. */
  readonly pricePrecision: number;
  /** Most decimals a quantity may have. */
  readonly quantityPrecision: number;
  readonly tickSize: Decimal;
  readonly minPrice: Decimal;
  readonly maxPrice: Decimal;
  readonly stepSize: Decimal;
  readonly minQty: Decimal;
  readonly maxQty: Decimal;
  readonly marketStepSize: Decimal;
  readonly marketMinQty: Decimal;
  readonly marketMaxQty: Decimal;
  /** Least price × quantity of an order that is not reduce-only. */
  readonly minNotional: Decimal;
  /** A buy may cost at most mark price × this. */
  readonly percentUp: Decimal;
  /** A sell must bring at least mark price × this. */
  readonly percentDown: Decimal;
  /** Fraction of the mark price beyond which a market order takes nothing. */
  readonly marketTakeBound: Decimal;
}

/** An exchangeInfo that cannot be used; the message names symbol and field. */
export class VenueFiltersError extends Error {
  override readonly name = 'VenueFiltersError';

  constructor(
    readonly symbol: string,
    readonly field: string,
    problem: string,
  ) {
    super(`exchangeInfo${symbol === '' ? '' : ` ${symbol}`}: ${field} ${problem}`);
  }
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads the order filters out of an answer of `/fapi/v1/exchangeInfo`, by symbol. Filter types and fields it does not
 * know are ignored; the least notional is read from `notional` or, in the spot shape, `minNotional`.
 * @param only the symbols that are needed; without it all are read, and one that is malformed spoils the answer.
 * @throws VenueFiltersError when a needed symbol, filter or field is absent, no number, or out of bounds.
 */
export function readVenueFilters(exchangeInfo: unknown, only?: readonly string[]): ReadonlyMap<string, VenueFilters> {
  const listed = isFields(exchangeInfo) ? exchangeInfo['symbols'] : undefined;
  if (!Array.isArray(listed)) throw new VenueFiltersError('', 'symbols', 'is no list');
  const filters = new Map<string, VenueFilters>();
  for (const entry of listed) {
    const symbol = isFields(entry) ? entry['symbol'] : undefined;
    if (!isFields(entry) || typeof symbol !== 'string') throw new VenueFiltersError('', 'symbol', 'is no text');
    if (only === undefined || only.includes(symbol)) filters.set(symbol, readSymbol(symbol, entry));
  }
  const absent = only?.find((symbol) => !filters.has(symbol));
  if (absent !== undefined) throw new VenueFiltersError(absent, 'symbol', 'is not listed');
  return filters;
}

function readSymbol(symbol: string, entry: Fields): VenueFilters {
  const price = filterOf(symbol, entry, 'PRICE_FILTER');
  const lot = filterOf(symbol, entry, 'LOT_SIZE');
  const marketLot = filterOf(symbol, entry, 'MARKET_LOT_SIZE');
  const notional = filterOf(symbol, entry, 'MIN_NOTIONAL');
  const percent = filterOf(symbol, entry, 'PERCENT_PRICE');
  const at = (field: string) => [symbol, field] as const;
  return {
    symbol,
    pricePrecision: readCount(entry['pricePrecision'], ...at('pricePrecision')),
    quantityPrecision: readCount(entry['quantityPrecision'], ...at('quantityPrecision')),
    tickSize: readPositive(price['tickSize'], ...at('PRICE_FILTER.tickSize')),
    minPrice: readAmount(price['minPrice'], ...at('PRICE_FILTER.minPrice')),
    maxPrice: readPositive(price['maxPrice'], ...at('PRICE_FILTER.maxPrice')),
    stepSize: readPositive(lot['stepSize'], ...at('LOT_SIZE.stepSize')),
    minQty: readAmount(lot['minQty'], ...at('LOT_SIZE.minQty')),
    maxQty: readPositive(lot['maxQty'], ...at('LOT_SIZE.maxQty')),
    marketStepSize: readPositive(marketLot['stepSize'], ...at('MARKET_LOT_SIZE.stepSize')),
    marketMinQty: readAmount(marketLot['minQty'], ...at('MARKET_LOT_SIZE.minQty')),
    marketMaxQty: readPositive(marketLot['maxQty'], ...at('MARKET_LOT_SIZE.maxQty')),
    minNotional: readAmount(notional['notional'] ?? notional['minNotional'], ...at('MIN_NOTIONAL.notional')),
    percentUp: readPositive(percent['multiplierUp'], ...at('PERCENT_PRICE.multiplierUp')),
    percentDown: readAmount(percent['multiplierDown'], ...at('PERCENT_PRICE.multiplierDown')),
    marketTakeBound: readPositive(entry['marketTakeBound'], ...at('marketTakeBound')),
  };
}

function filterOf(symbol: string, entry: Fields, type: string): Fields {
  const filters: unknown = entry['filters'];
  if (!Array.isArray(filters)) throw new VenueFiltersError(symbol, 'filters', 'is no list');
  const found: unknown = filters.find((filter) => isFields(filter) && filter['filterType'] === type);
  if (!isFields(found)) throw new VenueFiltersError(symbol, type, 'is absent');
  return found;
}

const DECIMAL = /^\d+(\.\d+)?$/;

function readAmount(value: unknown, symbol: string, field: string): Decimal {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || !DECIMAL.test(text)) throw new VenueFiltersError(symbol, field, problemOf(value));
  return new Decimal(text);
}

function readPositive(value: unknown, symbol: string, field: string): Decimal {
  const amount = readAmount(value, symbol, field);
  if (amount.isZero()) throw new VenueFiltersError(symbol, field, 'must be above 0');
  return amount;
}

function readCount(value: unknown, symbol: string, field: string): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  throw new VenueFiltersError(symbol, field, problemOf(value));
}

const problemOf = (value: unknown): string =>
  value === undefined ? 'is absent' : `is no decimal: ${JSON.stringify(value)}`;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
