import { Decimal } from '@aurora/kernel';
import type { VenueFilters } from './venue-filters';

export const FILTERS: VenueFilters = {
  symbol: 'BTCUSDT',
  pricePrecision: 2,
  quantityPrecision: 3,
  tickSize: new Decimal('0.1'),
  minPrice: new Decimal('0.1'),
  maxPrice: new Decimal('1000000'),
  stepSize: new Decimal('0.001'),
  minQty: new Decimal('0.001'),
  maxQty: new Decimal('1000'),
  marketStepSize: new Decimal('0.001'),
  marketMinQty: new Decimal('0.001'),
  marketMaxQty: new Decimal('120'),
  minNotional: new Decimal('5'),
  percentUp: new Decimal('1.05'),
  percentDown: new Decimal('0.95'),
  marketTakeBound: new Decimal('0.05'),
};
