import { answerRequest, MAX_STREAMS } from './answer-request';
import { parseStreamPath } from './stream-path';

const answer = (message: unknown, current: string[] = []) => {
  const text = typeof message === 'string' ? message : JSON.stringify(message);
  const { reply, ...outcome } = answerRequest(text, new Set(current), true);
  return { ...outcome, reply: JSON.parse(reply) as unknown };
};

describe('answerRequest', () => {
  it('acknowledges, and takes names whatever their case', () => {
    expect(answer({ method: 'SUBSCRIBE', params: ['BTCUSDT@bookticker', 'btcusdt@nonsense'], id: 1 })).toEqual({
      subscribe: ['btcusdt@bookTicker'],
      unsubscribe: [],
      isOrder: false,
      reply: { result: null, id: 1 },
    });
    expect(answer({ method: 'UNSUBSCRIBE', params: ['btcusdt@trade'], id: 'x' })).toMatchObject({
      unsubscribe: ['btcusdt@trade'],
      reply: { result: null, id: 'x' },
    });
  });

  it('lists what there is', () => {
    expect(answer({ method: 'LIST_SUBSCRIPTIONS', id: 3 }, ['a@trade']).reply).toEqual({ result: ['a@trade'], id: 3 });
    expect(answer({ method: 'GET_PROPERTY', params: ['combined'], id: 4 }).reply).toEqual({ result: true, id: 4 });
  });

  it.each<[string, unknown, number]>([
    ['no JSON', '{', 3],
    ['no object', '7', 3],
    ['no method', { id: 1 }, 2],
    ['an unknown method', { method: 'subscribe', id: 1 }, 2],
    ['an id that is none', { method: 'SUBSCRIBE', params: [], id: {} }, 2],
    ['no params', { method: 'SUBSCRIBE', id: 1 }, 2],
    ['params that are no names', { method: 'SUBSCRIBE', params: [1], id: 1 }, 2],
    ['a property', { method: 'SET_PROPERTY', params: ['combined', true], id: 1 }, 0],
  ])('refuses %s', (_, message, code) => {
    expect(answer(message)).toMatchObject({ subscribe: [], isOrder: false, reply: { error: { code } } });
  });

  it('has a limit of streams, and one more is refused', () => {
    const current = Array.from({ length: MAX_STREAMS - 1 }, (_, i) => `s${i}@trade`);
    const subscribe = (params: string[]) => answer({ method: 'SUBSCRIBE', params, id: 1 }, current).subscribe;
    expect(subscribe(['s0@trade', 'x@trade'])).toHaveLength(2);
    expect(subscribe(['x@trade', 'y@trade'])).toEqual([]);
  });

  it.each(['order.place', 'order.cancel', 'account.balance', 'v2/account.status', 'session.logon'])(
    'knows %s as an order',
    (method) => expect(answer({ method, id: 1 })).toMatchObject({ isOrder: true, reply: { error: { code: 2 } } }),
  );
});

describe('parseStreamPath', () => {
  it.each<[string, boolean, string[]]>([
    ['/stream?streams=btcusdt@trade/ETHUSDT@depth', true, ['btcusdt@trade', 'ethusdt@depth']],
    ['/stream', true, []],
    ['/public/stream?streams=a@trade/a@trade', true, ['a@trade']],
    ['/market/stream?streams=a@nothing', true, []],
    ['/ws', false, []],
    ['/ws/', false, []],
    ['/ws/a@trade', false, ['a@trade']],
    ['/public/ws/a@trade/b@depth@100ms', false, ['a@trade', 'b@depth@100ms']],
  ])('%s', (path, isCombined, streams) =>
    expect(parseStreamPath(new URL(path, 'ws://x'))).toEqual({ isCombined, streams }),
  );

  it.each(['/', '/streams', '/private/ws/key', '/ws-fapi/v1', '/fapi/v1/depth', '/other/stream'])(
    '%s is none',
    (path) => expect(parseStreamPath(new URL(path, 'ws://x'))).toBeUndefined(),
  );
});
