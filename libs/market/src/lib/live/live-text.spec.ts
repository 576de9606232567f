import { liveEventDetails } from './live-event';
import { controlAnswer, diffIds, idIn, reaches, snapshotId, streamOf } from './live-text';
import { retryAfterMs } from './retry-after';
import { RetryDelays } from './retry-delays';
import { isBookChannel, isDiffChannel, streamTag } from './stream-channel';

describe('streamOf', () => {
  it.each([
    ['{"stream":"btcusdt@bookTicker","data":{}}', 'btcusdt@bookTicker'],
    [' { "stream" : "btcusdt@depth@100ms" , "data": {} }', 'btcusdt@depth@100ms'],
    ['{"stream":"btcusdt@book', ''],
    ['{"result":null,"id":1}', ''],
    ['{"e":"trade","s":"x","stream":"no"}', ''],
    ['', ''],
  ])('%s', (text, name) => expect(streamOf(text)).toBe(name));
});

describe('streamTag', () => {
  it.each([
    ['btcusdt@bookTicker', 'newest', '{"e":"bookTicker","u":7,"b":"1","B":"2","a":"3","A":"4","T":1,"E":2}', 7],
    ['btcusdt@depth@100ms', 'diff', '{"e":"depthUpdate","E":1,"T":1,"U":3,"u":7,"pu":2,"b":[],"a":[]}', 7],
    ['btcusdt@depth', 'diff', '{"U": 3, "u": 7, "pu": 2}', 7],
    ['btcusdt@depth5', 'newest', '{"U":3,"u":7}', 7],
    ['btcusdt@depth20@500ms', 'newest', '{"U":3,"u":7}', 7],
    ['btcusdt@aggTrade', 'all', '{"e":"aggTrade","E":1,"s":"X","a":7,"p":"1"}', 7],
    ['btcusdt@trade', 'all', '{"e":"trade","E":1,"T":1,"s":"X","t":7,"p":"1"}', 7],
    ['btcusdt@markPrice@1s', 'newest', '{"e":"markPriceUpdate","E":7,"T":9}', 7],
    ['btcusdt@forceOrder', 'all', '{"e":"forceOrder","E":7}', 7],
    ['btcusdt@trade', 'all', '{"e":"trade"', NaN],
    ['btcusdt@aggTrade', 'all', '{"e":"aggTrade","a":"7"}', NaN],
  ])('%s is kept %s', (name, keep, text, id) => {
    const tag = streamTag(name);
    expect([tag.symbol, tag.keep, idIn(text, tag.idPattern)]).toEqual(['BTCUSDT', keep, id]);
  });

  it.each([
    ['bookTicker', true, false],
    ['depth', true, true],
    ['depth@0ms', true, true],
    ['depth20@100ms', true, false],
    ['trade', false, false],
    ['aggTrade', false, false],
    ['markPrice@1s', false, false],
  ])('%s', (channel, isBook, isDiff) =>
    expect([isBookChannel(channel), isDiffChannel(channel)]).toEqual([isBook, isDiff]),
  );
});

describe('a snapshot', () => {
  // The first diff has U 10, after pu 8.
  it.each([
    [7, false],
    [8, true],
    [9, false],
    [10, true],
    [11, true],
    [1e15, true],
  ])('of %d reaches the first diff: %s', (id, does) => {
    const ids = diffIds('{"U":10,"u":12,"pu":8}');
    expect(reaches(id, ids)).toBe(does);
  });

  it('is not judged by a diff that says nothing', () => expect(reaches(5, diffIds('{"b":[]}'))).toBe(true));

  it.each([
    ['{"lastUpdateId":12,"bids":[]}', 12],
    ['{ "lastUpdateId": 12 }', 12],
    ['{"code":-1121,"msg":"Invalid symbol."}', NaN],
    ['{"lastUpdateId":"12"}', NaN],
  ])('%s', (text, id) => expect(snapshotId(text)).toBe(id));
});

describe('controlAnswer', () => {
  it.each([
    ['{"result":null,"id":3}', { id: 3, ok: true }],
    ['{"id":3,"error":{"code":2}}', { id: 3, ok: false }],
    ['{"id":3,"result":["btcusdt@trade"]}', { id: 3, ok: false }],
    ['{"id":"3","result":null}', undefined],
    ['{"result":null}', undefined],
    ['{"id":3', undefined],
    ['"id"', undefined],
    ['null', undefined],
    [`{"id":3,"result":null,"x":"${'x'.repeat(1024)}"}`, undefined],
  ])('%s', (text, answer) => expect(controlAnswer(text)).toEqual(answer));
});

describe('retryAfterMs', () => {
  it.each([
    [429, '7', 7000],
    [418, '259200', 259_200_000],
    [503, '0.5', 500],
    [429, '999999999', 2 ** 31 - 1],
    [429, undefined, 10_000],
    [418, 'soon', 10_000],
    [429, '-1', 10_000],
    [503, undefined, 0],
    [undefined, undefined, 0],
  ])('%s, %s', (status, header, ms) => expect(retryAfterMs(status, header)).toBe(ms));
});

describe('RetryDelays', () => {
  const waits = (random: () => number, count: number) => {
    const delays = new RetryDelays(random, { first: 250, longest: 30_000 });
    return { delays, list: Array.from({ length: count }, () => delays.next()) };
  };

  it('double up to the longest, between a half and the whole', () => {
    expect(waits(() => 0, 9).list).toEqual([125, 250, 500, 1000, 2000, 4000, 8000, 15_000, 15_000]);
    expect(waits(() => 1, 9).list).toEqual([250, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
    expect(waits(() => 1, 2000).list.at(-1)).toBe(30_000);
  });

  it('start over', () => {
    const { delays } = waits(() => 1, 5);
    expect(delays.attempts).toBe(5);
    delays.reset();
    expect([delays.attempts, delays.next(), delays.attempts]).toEqual([0, 250, 1]);
  });
});

describe('liveEventDetails', () => {
  it('spells the facts of an event as a log does', () =>
    expect(liveEventDetails({ kind: 'snapshot', atMs: 1, symbol: 'BTCUSDT', lastUpdateId: 7, attempts: 2 })).toEqual({
      symbol: 'BTCUSDT',
      last_update_id: 7,
      attempts: 2,
    }));
});
