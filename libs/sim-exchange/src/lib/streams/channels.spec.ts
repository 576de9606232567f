import { channelOf, streamName } from './channels';

describe('streamName', () => {
  it.each([
    ['btcusdt@bookTicker', 'btcusdt@bookTicker'],
    ['BTCUSDT@BOOKTICKER', 'btcusdt@bookTicker'],
    [' ethusdt@aggtrade ', 'ethusdt@aggTrade'],
    ['x@depth', 'x@depth'],
    ['x@depth@0MS', 'x@depth@0ms'],
    ['x@depth5@100ms', 'x@depth5@100ms'],
    ['x@depth20', 'x@depth20'],
    ['x@markPrice@1s', 'x@markPrice@1s'],
    ['x@markprice', 'x@markPrice'],
  ])('%s is %s', (text, name) => expect(streamName(text)).toBe(name));

  it.each(['', '@', 'x', 'x@', '@trade', 'x@depth7', 'x@depth@10ms', 'x@kline_1m', '!bookTicker', 'x@toString'])(
    '"%s" is none',
    (text) => expect(streamName(text)).toBeUndefined(),
  );
});

describe('channelOf', () => {
  it.each([
    ['depth', { kind: 'depth', everyMs: 250, levels: 0 }],
    ['depth@0ms', { kind: 'depth', everyMs: 0, levels: 0 }],
    ['depth10@500ms', { kind: 'depth', everyMs: 500, levels: 10 }],
    ['markPrice', { kind: 'markPrice', everySec: 3 }],
    ['constructor', undefined],
  ])('%s', (name, channel) => expect(channelOf(name)).toEqual(channel));
});
