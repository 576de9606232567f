/** How one symbol trades on the venue. Prices, ticks and steps are plain decimals, as the venue writes them. */
export interface SymbolSpec {
  /** Upper case, as `BTCUSDT`. */
  readonly symbol: string;
  /** Where a generated market starts. */
  readonly price: string;
  readonly tickSize: string;
  readonly stepSize: string;
  /** Decimals with which prices are written; the venue writes more than the tick has. Default: those of the tick. */
  readonly priceDecimals?: number;
  /** Least notional of an order, quote units. Default 5. */
  readonly minNotional?: string;
  /** Share of the mark price by which an order may be off, as `0.05`. Default 0.05. */
  readonly percentBound?: string;
  /** What usually rests at one price near the best one, quote units; decides the size of trades and walls. Default 20 000. */
  readonly levelNotional?: number;
}

const KNOWN: readonly SymbolSpec[] = [
  {
    symbol: 'BTCUSDT',
    price: '64000',
    tickSize: '0.10',
    stepSize: '0.001',
    priceDecimals: 2,
    minNotional: '100',
    levelNotional: 60_000,
  },
  {
    symbol: 'ETHUSDT',
    price: '3400',
    tickSize: '0.01',
    stepSize: '0.001',
    minNotional: '20',
    levelNotional: 30_000,
  },
  { symbol: 'SOLUSDT', price: '150', tickSize: '0.0100', stepSize: '0.01', priceDecimals: 4, levelNotional: 60_000 },
  { symbol: 'SOONUSDT', price: '0.35', tickSize: '0.0001', stepSize: '1', levelNotional: 4_000, percentBound: '0.10' },
];

/** Parent first. */
export const DEFAULT_SYMBOLS: readonly string[] = ['BTCUSDT', 'ETHUSDT'];

/** What is known of a symbol; `undefined` for others, which need a `SymbolSpec` of their own. */
export const knownSymbol = (symbol: string): SymbolSpec | undefined => KNOWN.find((spec) => spec.symbol === symbol);

const DECIMAL = /^\d+(\.\d+)?$/;

/**
 * Reads a symbol of a command line: `BTCUSDT` when it is known, else `NAME:PRICE:TICK:STEP`, as `DOGEUSDT:0.12:0.00001:1`.
 * @throws RangeError on any other text; the message says what is wrong.
 */
export function parseSymbolSpec(text: string): SymbolSpec {
  const [name = '', ...numbers] = text.trim().split(':');
  const symbol = name.toUpperCase();
  if (!/^[A-Z0-9_]+$/.test(symbol)) throw new RangeError(`"${text}" is no symbol`);
  const known = knownSymbol(symbol);
  if (numbers.length === 0) {
    if (known !== undefined) return known;
    throw new RangeError(`${symbol} is not known: give its price, tick and step, as ${symbol}:0.12:0.0001:1`);
  }
  const [price, tickSize, stepSize] = numbers;
  if (numbers.length !== 3 || !numbers.every((number) => DECIMAL.test(number) && Number(number) > 0))
    throw new RangeError(`"${text}": price, tick and step must be three positive decimals, as ${symbol}:0.12:0.0001:1`);
  return { ...known, symbol, price: price!, tickSize: tickSize!, stepSize: stepSize! };
}
