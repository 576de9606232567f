import type { Ms } from '@aurora/kernel';
import { decimalsOf } from '../symbols/grid-of';
import type { SymbolSpec } from '../symbols/symbol-spec';

const ONBOARD_MS = Date.UTC(2019, 8, 25, 8);
const DELIVERY_MS = Date.UTC(2100, 11, 25, 8);
const MAX_PRICE = '4529764';
const MAX_NOTIONAL = 60_000_000;

/** The answer of `/fapi/v1/exchangeInfo`, in the venue's shape; numbers that are prices or quantities are texts. */
export const exchangeInfo = (specs: readonly SymbolSpec[], nowMs: Ms, weightLimit: number): object => ({
  timezone: 'UTC',
  serverTime: nowMs,
  futuresType: 'U_MARGINED',
  rateLimits: [{ rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: weightLimit }],
  exchangeFilters: [],
  assets: [{ asset: 'USDT', marginAvailable: true, autoAssetExchange: '-10000' }],
  symbols: specs.map(symbolInfo),
});

function symbolInfo(spec: SymbolSpec): object {
  const { symbol } = spec;
  return {
    symbol,
    pair: symbol,
    contractType: 'PERPETUAL',
    deliveryDate: DELIVERY_MS,
    onboardDate: ONBOARD_MS,
    status: 'TRADING',
    maintMarginPercent: '2.5000',
    requiredMarginPercent: '5.0000',
    baseAsset: symbol.replace(/USDT$/, ''),
    quoteAsset: 'USDT',
    marginAsset: 'USDT',
    pricePrecision: spec.priceDecimals ?? decimalsOf(spec.tickSize),
    quantityPrecision: decimalsOf(spec.stepSize),
    baseAssetPrecision: 8,
    quotePrecision: 8,
    underlyingType: 'COIN',
    underlyingSubType: [],
    triggerProtect: '0.0500',
    liquidationFee: '0.012500',
    marketTakeBound: Number(spec.percentBound ?? PERCENT_BOUND).toFixed(2),
    filters: filtersOf(spec),
    orderTypes: ['LIMIT', 'MARKET', 'STOP', 'STOP_MARKET', 'TAKE_PROFIT', 'TAKE_PROFIT_MARKET', 'TRAILING_STOP_MARKET'],
    timeInForce: ['GTC', 'IOC', 'FOK', 'GTX', 'GTD'],
  };
}

const PERCENT_BOUND = '0.05';

function filtersOf(spec: SymbolSpec): object[] {
  const { tickSize, stepSize, price } = spec;
  const bound = Number(spec.percentBound ?? PERCENT_BOUND);
  const maxLots = Math.max(1000, Math.floor(MAX_NOTIONAL / Number(price) / Number(stepSize)));
  const qty = (lots: number) => (lots * Number(stepSize)).toFixed(decimalsOf(stepSize));
  return [
    { filterType: 'PRICE_FILTER', minPrice: tickSize, maxPrice: MAX_PRICE, tickSize },
    { filterType: 'LOT_SIZE', minQty: stepSize, maxQty: qty(maxLots), stepSize },
    { filterType: 'MARKET_LOT_SIZE', minQty: stepSize, maxQty: qty(Math.ceil(maxLots / 8)), stepSize },
    { filterType: 'MAX_NUM_ORDERS', limit: 200 },
    { filterType: 'MAX_NUM_ALGO_ORDERS', limit: 10 },
    { filterType: 'MIN_NOTIONAL', notional: spec.minNotional ?? '5' },
    {
      filterType: 'PERCENT_PRICE',
      multiplierUp: (1 + bound).toFixed(4),
      multiplierDown: (1 - bound).toFixed(4),
      multiplierDecimal: '4',
    },
  ];
}
