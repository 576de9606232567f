import type { PretradeCheckRequest } from '@aurora/contracts';
import type { Mode } from '@aurora/kernel';
import { questionOf } from './question';

const REQUEST: PretradeCheckRequest = { order: { symbol: 'BTC/USDT', side: 'BUY', qty: 0.5 } };
const ask = (change: object, mode: Mode = 'shadow') => questionOf({ ...REQUEST, ...change }, mode, () => 'new');
const bodyOf = (question: { json: string }) => JSON.parse(question.json) as PretradeCheckRequest;

describe('questionOf', () => {
  it('adds a key when there is none, and keeps the one there is', () => {
    expect(bodyOf(ask({}))).toEqual({ ...REQUEST, req_id: 'new', account: { mode: 'shadow' } });
    expect(bodyOf(ask({ req_id: 'mine' })).req_id).toBe('mine');
    expect(bodyOf(ask({ req_id: null })).req_id).toBe('new');
    expect([ask({}).reqId, ask({ req_id: 'mine' }).reqId]).toEqual(['new', 'mine']);
  });

  it.each<[Mode, unknown, Mode, unknown]>([
    ['shadow', undefined, 'shadow', 'shadow'],
    ['shadow', null, 'shadow', 'shadow'],
    ['shadow', 'testnet', 'testnet', 'testnet'],
    ['shadow', 'LIVE', 'live', 'live'],
    ['shadow', 'prod', 'live', 'live'],
    ['live', 'shadow', 'live', 'live'],
    ['paper', 'shadow', 'paper', 'paper'],
    ['testnet', 'paper', 'testnet', 'testnet'],
    // What is no mode stays as it is, for the gate to refuse, and no leniency goes with it.
    ['shadow', 'sandbox', 'live', 'sandbox'],
    ['shadow', 7, 'live', 7],
    ['shadow', '', 'live', ''],
  ])('a %s client and a request in %p are %s', (client, said, mode, sent) => {
    const question = ask({ account: { mode: said, account_id: 'main' } }, client);
    expect([question.mode, bodyOf(question).account]).toEqual([mode, { mode: sent, account_id: 'main' }]);
  });

  it.each<[unknown, boolean]>([
    [true, false],
    [false, true],
    [null, true],
    [undefined, true],
    ['true', true],
  ])('reduce_only %p opens: %p', (reduceOnly, opening) =>
    expect(ask({ order: { ...REQUEST.order, reduce_only: reduceOnly } }).opening).toBe(opening),
  );

  it.each<[string, object | null, number | undefined]>([
    ['an order', REQUEST.order, 0.5],
    ['none', null, undefined],
    ['one without symbol', { side: 'buy', qty: 1 }, undefined],
    ['one without side', { symbol: 'BTCUSDT', qty: 1 }, undefined],
    ['one on both sides', { ...REQUEST.order, side: 'both' }, undefined],
    ['one of nothing', { ...REQUEST.order, qty: 0 }, undefined],
    ['one of less', { ...REQUEST.order, qty: -1 }, undefined],
    ['one of NaN', { ...REQUEST.order, qty: NaN }, undefined],
    ['one of everything', { ...REQUEST.order, qty: Infinity }, undefined],
    ['one of a text', { ...REQUEST.order, qty: '1' }, undefined],
  ])('knows what could be sent of %s', (_, order, qty) => expect(ask({ order }).soundQty).toBe(qty));
});
