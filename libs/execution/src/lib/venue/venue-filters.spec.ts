import { readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { VenueFiltersError, readVenueFilters, type VenueFilters } from './venue-filters';

/** Answers of the venue of July 2021 and of 2024, one symbol each. */
const RECORDED = JSON.parse(readFileSync(join(__dirname, 'exchange-info.fixture.json'), 'utf8'));
const RECORDINGS = process.env['AURORA_RECORDINGS'] ?? join(__dirname, '../../../../../../shared/data');

const plain = (filters: VenueFilters | undefined) => JSON.parse(JSON.stringify(filters));

describe('readVenueFilters', () => {
  it('reads an answer of 2024', () => {
    expect(plain(readVenueFilters(RECORDED.y2024).get('BTCUSDT'))).toEqual({
      symbol: 'BTCUSDT',
      pricePrecision: 2,
      quantityPrecision: 3,
      tickSize: '0.1',
      minPrice: '556.8',
      maxPrice: '4529764',
      stepSize: '0.001',
      minQty: '0.001',
      maxQty: '1000',
      marketStepSize: '0.001',
      marketMinQty: '0.001',
      marketMaxQty: '120',
      minNotional: '100',
      percentUp: '1.05',
      percentDown: '0.95',
      marketTakeBound: '0.05',
    });
  });

  it('reads an answer of 2021', () => {
    const sushi = plain(readVenueFilters(RECORDED.y2021).get('SUSHIUSDT'));
    expect(sushi).toMatchObject({ tickSize: '0.001', stepSize: '1', minNotional: '5', percentUp: '1.15' });
    expect(sushi).toMatchObject({ marketMaxQty: '100000', maxQty: '10000000', marketTakeBound: '0.3' });
  });

  it('reads the least notional in the spot shape, and filters it does not know not at all', () => {
    const info = structuredClone(RECORDED.y2024);
    info.symbols[0].filters = info.symbols[0].filters
      .filter(({ filterType }: { filterType: string }) => filterType !== 'MIN_NOTIONAL')
      .concat([{ filterType: 'MIN_NOTIONAL', minNotional: '7.50' }, { filterType: 'NEW_IN_2027' }, null]);
    expect(plain(readVenueFilters(info).get('BTCUSDT')).minNotional).toBe('7.5');
  });

  it.each<[string, (symbol: Record<string, unknown>) => void, string]>([
    ['no filters', (symbol) => delete symbol['filters'], 'BTCUSDT: filters is no list'],
    ['no lot size', (symbol) => drop(symbol, 'LOT_SIZE'), 'BTCUSDT: LOT_SIZE is absent'],
    ['no tick', (symbol) => put(symbol, 'PRICE_FILTER', 'tickSize', undefined), 'PRICE_FILTER.tickSize is absent'],
    ['a tick of 0', (symbol) => put(symbol, 'PRICE_FILTER', 'tickSize', '0.00'), 'tickSize must be above 0'],
    [
      'a step that is no number',
      (symbol) => put(symbol, 'LOT_SIZE', 'stepSize', '1e-3'),
      'stepSize is no decimal: "1e-3"',
    ],
    ['a negative quantity', (symbol) => put(symbol, 'LOT_SIZE', 'minQty', '-1'), 'LOT_SIZE.minQty is no decimal: "-1"'],
    ['no notional', (symbol) => put(symbol, 'MIN_NOTIONAL', 'notional', null), 'MIN_NOTIONAL.notional is absent'],
    ['half a precision', (symbol) => (symbol['pricePrecision'] = 1.5), 'pricePrecision is no decimal: 1.5'],
    ['no bound', (symbol) => delete symbol['marketTakeBound'], 'BTCUSDT: marketTakeBound is absent'],
  ])('names symbol and field: %s', (_, spoil, message) => {
    const info = structuredClone(RECORDED.y2024);
    spoil(info.symbols[0]);
    expect(() => readVenueFilters(info)).toThrow(VenueFiltersError);
    expect(() => readVenueFilters(info)).toThrow(message);
  });

  it.each([undefined, null, [], 'text', {}, { symbols: {} }, { symbols: [{}] }, { symbols: [null] }])(
    'refuses %j',
    (info) => {
      expect(() => readVenueFilters(info)).toThrow(VenueFiltersError);
    },
  );

  it('reads only the symbols asked for, and misses one that is not there', () => {
    const info = { symbols: [...RECORDED.y2024.symbols, { symbol: 'BROKEN' }] };
    expect([...readVenueFilters(info, ['BTCUSDT']).keys()]).toEqual(['BTCUSDT']);
    expect(() => readVenueFilters(info)).toThrow('BROKEN: filters is no list');
    expect(() => readVenueFilters(info, ['BTCUSDT', 'NOPE'])).toThrow('NOPE: symbol is not listed');
  });

  const recording = join(RECORDINGS, 'usdm-alts-kline-202107/BINANCE_FUTURES.0.gz');
  it(`reads all symbols of a recorded answer${existsSync(recording) ? '' : ' (not here: nothing was read)'}`, () => {
    if (!existsSync(recording)) return;
    const line = gunzipSync(readFileSync(recording)).toString().split('\n', 1)[0] ?? '';
    const filters = readVenueFilters(JSON.parse(line.slice(line.indexOf('{'))));
    expect(filters.size).toBe(122);
    expect(plain(filters.get('AKROUSDT'))).toMatchObject({ tickSize: '0.00001', stepSize: '1' });
  });
});

function put(symbol: Record<string, unknown>, type: string, field: string, value: unknown): void {
  const filters = symbol['filters'] as Record<string, unknown>[];
  filters.find(({ filterType }) => filterType === type)![field] = value;
}

function drop(symbol: Record<string, unknown>, type: string): void {
  const filters = symbol['filters'] as Record<string, unknown>[];
  symbol['filters'] = filters.filter(({ filterType }) => filterType !== type);
}
