import fc from 'fast-check';
import { FRAMES_2026, FRAMES_OLD } from './frames.fixture';
import { parseFrame } from './parse-frame';
import { WireError } from './wire-error';
import { WireStats } from './wire-stats';

const MB = 1e8;

describe('parseFrame', () => {
  it('reads the bare frames of 2026 and passes over their new fields', () => {
    expect(parseFrame(FRAMES_2026.ack)).toEqual({ kind: 'control' });
    expect(parseFrame(FRAMES_2026.miniTicker)).toEqual({ kind: 'unknown', eventType: '24hrMiniTicker' });
    expect(parseFrame(FRAMES_2026.trade)).toEqual({
      kind: 'trade',
      symbol: 'BTCUSDT',
      eventMs: 1786540291675,
      tradeMs: 1786540291675,
      ticks: 64042.1 * MB,
      qty: 0.038,
      isBuyerMaker: true,
    });
    expect(parseFrame(FRAMES_2026.depth)).toEqual({
      kind: 'depthDiff',
      symbol: 'BTCUSDT',
      eventMs: 1786541222911,
      transactMs: 1786541222909,
      firstUpdateId: 11270657223998,
      lastUpdateId: 11270657233937,
      prevUpdateId: 11270657223771,
      bids: { ticks: [1352170000000, 1381890000000], qtys: [0.126, 0] },
      asks: { ticks: [], qtys: [] },
    });
  });

  it('reads the enveloped frames of 2019 to 2021', () => {
    expect(parseFrame(FRAMES_OLD.aggTradeWithoutId)).toMatchObject({ kind: 'aggTrade', qty: 0.236 });
    expect(parseFrame(FRAMES_OLD.tradeWithoutX)).toMatchObject({ kind: 'trade', tradeMs: 1574381164086 });
    expect(parseFrame(FRAMES_OLD.bookTicker)).toEqual({
      kind: 'bookTicker',
      symbol: 'BTCUSDT',
      eventMs: 1612137603571,
      transactMs: 1612137603568,
      updateId: 185130926750,
      bidTicks: 3313442000000,
      bidQty: 0.17,
      askTicks: 3313939000000,
      askQty: 0.38,
    });
    expect(parseFrame(FRAMES_OLD.depth100ms)).toMatchObject({ kind: 'depthDiff', prevUpdateId: 687687946 });
    expect(parseFrame(FRAMES_OLD.snapshotInEnvelope)).toMatchObject({
      kind: 'snapshot',
      symbol: 'BTCUSDT',
      lastUpdateId: 687687945,
    });
    expect(parseFrame(FRAMES_OLD.markPriceWithoutIndex)).toMatchObject({ markPrice: 8291.34697815, fundingRate: 1e-4 });
    expect(parseFrame(FRAMES_OLD.quarterlyMarkPrice)).toMatchObject({ fundingRate: 0, nextFundingMs: 0 });
  });

  it('keeps a print that no market order made apart from trades', () => {
    expect(parseFrame(FRAMES_OLD.insuranceFundTrade).kind).toBe('offMarketTrade');
  });

  it.each([
    ['btcusdt@depth', 'depthDiff'],
    ['btcusdt@depth@100ms', 'depthDiff'],
    ['btcusdt@depth@0ms', 'depthDiff'],
    ['btcusdt@depth5', 'partialDepth'],
    ['btcusdt@depth10@500ms', 'partialDepth'],
    ['btcusdt@depth20@100ms', 'partialDepth'],
  ])('tells diffs from whole tops by the stream: %s is %s', (stream, kind) => {
    expect(parseFrame(`{"stream":"${stream}","data":${FRAMES_2026.depth}}`).kind).toBe(kind);
  });

  it.each(['{"stream":"!miniTicker@arr","data":[{"e":"24hrMiniTicker"}]}', '[{"e":"24hrMiniTicker"}]'])(
    'counts what comes of all markets at once: %s',
    (text) => expect(parseFrame(text)).toEqual({ kind: 'unknown', eventType: '24hrMiniTicker' }),
  );

  it('reads a REST depth answer without a symbol', () => {
    const text = '{"lastUpdateId":7,"E":1,"T":1,"bids":[["1.5","2"]],"asks":[["1.6","3"]]}';
    expect(parseFrame(text)).toMatchObject({ kind: 'snapshot', symbol: undefined, lastUpdateId: 7 });
  });

  it('reads a negative funding rate and an empty one', () => {
    const withRate = (rate: string) => FRAMES_OLD.markPriceWithoutIndex.replace('"0.00010000"', rate);
    expect(parseFrame(withRate('"-0.00002"'))).toMatchObject({ fundingRate: -0.00002 });
    expect(parseFrame(withRate('""'))).toMatchObject({ fundingRate: undefined });
  });

  it.each<[string, string, string]>([
    ['', 'not_json', ''],
    ['{"stream":', 'not_json', ''],
    ['null', 'not_an_object', ''],
    ['[]', 'not_an_object', ''],
    ['42', 'not_an_object', ''],
    ['{"stream":"a@trade"}', 'missing_field', 'data'],
    ['{"stream":"a@trade","data":[]}', 'missing_field', 'data'],
    [FRAMES_2026.trade.replace('"p":"64042.10",', ''), 'missing_field', 'p'],
    [FRAMES_2026.trade.replace('"64042.10"', '64042.10'), 'bad_number', 'p'],
    [FRAMES_2026.trade.replace('64042.10', '0.00'), 'bad_number', 'p'],
    [FRAMES_2026.trade.replace('64042.10', 'NaN'), 'bad_number', 'p'],
    [FRAMES_2026.trade.replace('64042.10', '-1'), 'bad_number', 'p'],
    [FRAMES_2026.trade.replace('0.038', ''), 'bad_number', 'q'],
    [FRAMES_2026.trade.replace('"m":true', '"m":"true"'), 'missing_field', 'm'],
    [FRAMES_2026.trade.replace('"E":1786540291675', '"E":1.5'), 'bad_number', 'E'],
    [FRAMES_2026.trade.replace('"E":1786540291675', '"E":1e300'), 'bad_number', 'E'],
    [FRAMES_2026.depth.replace('"a":[]', '"a":{}'), 'bad_levels', 'a'],
    [FRAMES_2026.depth.replace('"a":[]', '"a":[["1"]]'), 'bad_levels', 'a'],
    [FRAMES_2026.depth.replace('"a":[]', '"a":[["1","x"]]'), 'bad_levels', 'a'],
    [FRAMES_2026.depth.replace('"a":[],', ''), 'missing_field', 'a'],
    [FRAMES_2026.depth.replace('"pu":11270657223771,', ''), 'missing_field', 'pu'],
  ])('names what is wrong with %s', (text, reason, field) => {
    expect(() => parseFrame(text)).toThrow(expect.objectContaining({ name: 'WireError', reason, field }));
  });

  it('throws nothing but WireError, whatever comes', () => {
    const anything = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .record({ e: fc.constantFrom('trade', 'depthUpdate', 'bookTicker', 'x'), b: fc.jsonValue() })
        .map((value) => JSON.stringify(value)),
    );
    fc.assert(
      fc.property(anything, (text) => {
        try {
          expect(parseFrame(text).kind).toEqual(expect.any(String));
        } catch (error) {
          expect(error).toBeInstanceOf(WireError);
        }
      }),
    );
  });
});

describe('WireStats', () => {
  it('counts kinds, unknown types and errors, and stays bounded', () => {
    const stats = new WireStats();
    stats.countEvent(parseFrame(FRAMES_2026.trade));
    for (let i = 0; i < 100; i++) stats.countEvent({ kind: 'unknown', eventType: `type${i}` });
    stats.countError('not_json');
    stats.countError('bad_number');
    expect(stats.count('trade')).toBe(1);
    expect(stats.count('unknown')).toBe(100);
    expect(stats.errors).toBe(2);
    expect(Object.keys(stats.toJSON().unknown_types)).toHaveLength(65);
    expect(stats.toJSON().unknown_types['other']).toBe(36);
  });
});
