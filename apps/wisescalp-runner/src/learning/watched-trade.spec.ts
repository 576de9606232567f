import { openReward } from '@aurora/execution';
import { SIGNAL } from '../signal/signal.fixture';
import { declinedTrade, watchedTrade } from './watched-trade';

const positionOf = (side: 'buy' | 'sell', targetBps: number | null = 40) =>
  openReward({ symbol: 'BTCUSDT', side, qty: 1, price: 100, nowMs: 5000, stopBps: 20, targetBps });
const ticketOf = (side: 'buy' | 'sell', score: number) =>
  ({
    order: { clientOrderId: 'c-1', decisionId: 'd-1', side },
    signal: { ...SIGNAL, score, side: score >= 0 ? 'buy' : 'sell', p: 0.73 },
  }) as Parameters<typeof watchedTrade>[0];

describe('watchedTrade', () => {
  it.each([
    ['buy', 0.5, 0.5, 100.4, 99.8],
    ['sell', -0.5, 0.5, 99.6, 100.2],
    ['sell', 0.5, -0.5, 99.6, 100.2],
  ] as const)('of a %s on a score of %d', (side, score, towards, targetPrice, stopPrice) => {
    expect(watchedTrade(ticketOf(side, score), positionOf(side), 'm@1', 60_000)).toEqual({
      cid: 'c-1',
      decisionId: 'd-1',
      traded: true,
      symbol: 'BTCUSDT',
      side,
      score: towards,
      p: 0.73,
      model: 'm@1',
      entryPrice: 100,
      targetPrice,
      stopPrice,
      openedMs: 5000,
      ttlMs: 60_000,
    });
  });

  it('is none without a target', () =>
    expect(watchedTrade(ticketOf('buy', 0.5), positionOf('buy', null), 'm@1', 60_000)).toBeNull());

  it('knows no decision where none was made', () => {
    const { order, signal } = ticketOf('buy', 0.5);
    const ticket = { order: { ...order, decisionId: null }, signal } as Parameters<typeof watchedTrade>[0];
    expect(watchedTrade(ticket, positionOf('buy'), 'm@1', 60_000)).not.toHaveProperty('decisionId');
  });
});

describe('declinedTrade', () => {
  const quote = { bid: 99.99, ask: 100, mid: 99.995 };

  it.each([
    [0.5, 'buy', 100, 100.4, 99.8],
    [-0.5, 'sell', 99.99, 99.99 * 0.996, 99.99 * 1.002],
  ] as const)('enters at the touch on a score of %d', (score, side, entryPrice, targetPrice, stopPrice) => {
    const trade = declinedTrade({ ...SIGNAL, score, side }, quote, 'c-9', 60_000)!;
    expect(trade).toMatchObject({
      cid: 'c-9',
      traded: false,
      side,
      score: 0.5,
      p: 0.73,
      model: 'sigmoid@1',
      entryPrice,
    });
    expect([trade.openedMs, trade.ttlMs]).toEqual([SIGNAL.nowMs, 60_000]);
    expect([trade.targetPrice, trade.stopPrice]).toEqual([
      expect.closeTo(targetPrice, 9),
      expect.closeTo(stopPrice, 9),
    ]);
  });

  it.each([
    ['no bid', SIGNAL, { ...quote, bid: NaN }],
    ['no ask', SIGNAL, { ...quote, ask: NaN }],
    ['a crossed book', SIGNAL, { ...quote, bid: 101 }],
    ['no stop', { ...SIGNAL, stopBps: undefined }, quote],
    ['no target', { ...SIGNAL, targetBps: undefined }, quote],
  ])('is none with %s', (_, signal, touch) => expect(declinedTrade(signal, touch, 'c-9', 60_000)).toBeNull());
});
