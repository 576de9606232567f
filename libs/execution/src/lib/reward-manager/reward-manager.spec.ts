import { defaultsOf } from '@aurora/kernel';
import { rewardConfig, type RewardConfig } from '../expected-net-reward/reward-config';
import type { RewardView } from './reward-action';
import { RewardManager } from './reward-manager';
import { openReward, resizeReward, type RewardPosition } from './reward-position';

/** Everything off but the time to live. */
const OFF: RewardConfig = {
  ...defaultsOf(rewardConfig).reward,
  maxR: 0,
  ttlS: 300,
  noProgressS: 0,
  tpLadder: [],
  breakevenAfterR: 0,
  breakevenBufferBps: 2,
  trailAtrMult: 0,
  stopStepBps: 0,
};
/** Long 1 at 100, R = 0.1, target 100.3. */
const LONG = openReward({
  symbol: 'BTCUSDT',
  side: 'buy',
  qty: 1,
  price: 100,
  nowMs: 0,
  stopBps: 10,
  targetBps: 30,
});
const at = (price: number, changes: Partial<RewardView> = {}): RewardView => ({
  bid: price,
  ask: price + 0.01,
  atrBps: 5,
  feesBps: 8,
  ...changes,
});
const act = (
  config: Partial<RewardConfig>,
  view: RewardView,
  { nowMs = 1000, ...position }: Partial<RewardPosition> & { nowMs?: number } = {},
) => new RewardManager({ ...OFF, ...config }).evaluate({ ...LONG, ...position }, view, nowMs).action;
const exit = (reason: string, stopKind: string | null = null) => ({ kind: 'exit', reason, stopKind });
const HOLD = { kind: 'hold' };

describe('RewardManager', () => {
  it.each([
    ['above the stop', 99.91, HOLD],
    ['at the stop', 99.9, exit('stop', 'initial')],
    ['below it', 90, exit('stop', 'initial')],
    ['below the target', 100.29, HOLD],
    ['at the target', 100.3, exit('target')],
    ['above it', 110, exit('target')],
  ])('stop and target: %s', (_, price, action) => {
    expect(act({}, at(price))).toEqual(action);
  });

  it('says which stop was hit, and does without a target', () => {
    expect(act({}, at(100.05), { stopPrice: 100.05, stopKind: 'trail' })).toEqual(exit('stop', 'trail'));
    expect(act({}, at(200), { targetPrice: null })).toEqual(HOLD);
  });

  it('judges a short position by the ask', () => {
    const short = openReward({ ...fillOf(LONG), side: 'sell', stopBps: 10, targetBps: 30 });
    expect([short.stopPrice, short.targetPrice]).toEqual([100.1, 99.7]);
    const judge = (bid: number, ask: number) =>
      new RewardManager(OFF).evaluate(short, { ...at(0), bid, ask }, 1).action;
    expect(judge(100, 100.09)).toEqual(HOLD);
    expect(judge(100, 100.1)).toEqual(exit('stop', 'initial'));
    expect(judge(99.6, 99.71)).toEqual(HOLD);
    expect(judge(99.6, 99.7)).toEqual(exit('target'));
  });

  it.each([
    ['below it', { maxR: 2 }, 100.19, HOLD],
    ['at it', { maxR: 2 }, 100.2, exit('max_r')],
    ['off', { maxR: 0 }, 100.29, HOLD],
  ])('max R: %s', (_, config, price, action) => {
    expect(act(config, at(price))).toEqual(action);
  });

  it.each([
    [299_999, HOLD],
    [300_000, exit('timeout')],
    [1e12, exit('timeout')],
    [NaN, exit('timeout')],
  ])('time to live: after %p ms', (nowMs, action) => {
    expect(act({}, at(100), { nowMs })).toEqual(action);
  });

  it.each([
    ['too early', 59_999, 100, HOLD],
    ['in time', 60_000, 100, exit('no_progress')],
    ['progress below', 60_000, 100.04, exit('no_progress')],
    ['progress exactly', 60_000, 100.05, HOLD],
  ])('no progress: %s', (_, nowMs, bestPrice, action) => {
    expect(act({ noProgressS: 60, noProgressR: 0.5 }, at(99.95), { nowMs, bestPrice })).toEqual(action);
  });

  describe('take-profit ladder', () => {
    const LADDER = { tpLadder: ['1:0.5', '2:0.25'] };
    it.each([
      ['below the first', 100.09, {}, HOLD],
      ['at the first', 100.1, {}, { kind: 'reduce', level: 1, qtyFraction: 0.5, qty: 0.5 }],
      ['one at a time', 100.25, {}, { kind: 'reduce', level: 1, qtyFraction: 0.5, qty: 0.5 }],
      ['not again', 100.19, { levelsTaken: 1, qty: 0.5 }, HOLD],
      ['the second', 100.2, { levelsTaken: 1, qty: 0.5 }, { kind: 'reduce', level: 2, qtyFraction: 0.25, qty: 0.25 }],
      [
        'no more than is held',
        100.2,
        { levelsTaken: 1, qty: 0.1 },
        { kind: 'reduce', level: 2, qtyFraction: 0.25, qty: 0.1 },
      ],
      ['no third', 100.29, { levelsTaken: 2, qty: 0.25 }, HOLD],
    ])('%s', (_, price, position, action) => {
      expect(act(LADDER, at(price), position)).toEqual(action);
    });
  });

  it.each([
    ['too early', { breakevenAfterR: 2 }, 100.19, {}, {}, HOLD],
    ['at R', { breakevenAfterR: 2 }, 100.2, {}, {}, { kind: 'move_stop', why: 'breakeven', stopPrice: 100.1 }],
    [
      'R was reached',
      { breakevenAfterR: 2 },
      100.12,
      {},
      { bestPrice: 100.2 },
      { kind: 'move_stop', why: 'breakeven', stopPrice: 100.1 },
    ],
    ['never onto the market', { breakevenAfterR: 1 }, 100.1, {}, {}, HOLD],
    ['never looser', { breakevenAfterR: 2 }, 100.2, {}, { stopPrice: 100.15 }, HOLD],
    ['not twice', { breakevenAfterR: 2 }, 100.2, {}, { stopPrice: 100.1 }, HOLD],
    ['without fees', { breakevenAfterR: 2 }, 100.2, { feesBps: null }, {}, HOLD],
    ['fees of NaN', { breakevenAfterR: 2 }, 100.2, { feesBps: NaN }, {}, HOLD],
    ['off', {}, 100.29, {}, {}, HOLD],
  ])('breakeven: %s', (_, config, price, view, position, action) => {
    expect(act(config, at(price, view), position)).toEqual(action);
  });

  it.each([
    ['too early', { trailAfterR: 1 }, 100.09, {}, {}, HOLD],
    ['at R', { trailAfterR: 1 }, 100.1, {}, {}, { kind: 'move_stop', why: 'trail', stopPrice: 100 }],
    [
      'behind the best price',
      { trailAfterR: 1 },
      100.15,
      {},
      { bestPrice: 100.2 },
      { kind: 'move_stop', why: 'trail', stopPrice: 100.1 },
    ],
    ['never onto the market', { trailAfterR: 1 }, 100.1, {}, { bestPrice: 100.2 }, HOLD],
    ['never looser', { trailAfterR: 1 }, 100.15, {}, { stopPrice: 100.06 }, HOLD],
    [
      'exactly a step',
      { trailAfterR: 1, stopStepBps: 5 },
      100.15,
      {},
      { stopPrice: 100 },
      { kind: 'move_stop', why: 'trail', stopPrice: 100.05 },
    ],
    ['less than a step', { trailAfterR: 1, stopStepBps: 5.01 }, 100.15, {}, { stopPrice: 100 }, HOLD],
    ['from the start', { trailAfterR: 0 }, 100.01, {}, {}, { kind: 'move_stop', why: 'trail', stopPrice: 99.91 }],
    ['no range', { trailAfterR: 0 }, 100.01, { atrBps: null }, {}, HOLD],
    ['a range of 0', { trailAfterR: 0 }, 100.01, { atrBps: 0 }, {}, HOLD],
    ['a range of NaN', { trailAfterR: 0 }, 100.01, { atrBps: NaN }, {}, HOLD],
    ['off', { trailAtrMult: 0 }, 100.29, {}, {}, HOLD],
  ])('trailing stop: %s', (_, config, price, view, position, action) => {
    expect(act({ trailAtrMult: 2, ...config }, at(price, view), position)).toEqual(action);
  });

  it.each([
    ['off', { scaleInAfterR: 0 }, 100.2, {}, HOLD],
    ['too early', {}, 100.09, {}, HOLD],
    ['at R', {}, 100.1, {}, { kind: 'scale_in', count: 1, qtyFraction: 0.5, qty: 0.5 }],
    ['while the stop is below entry', {}, 100.1, { stopPrice: 99.99 }, HOLD],
    ['the second not yet', {}, 100.19, { scaleIns: 1, qty: 1.5 }, HOLD],
    [
      'the second at 2 R',
      {},
      100.2,
      { scaleIns: 1, qty: 1.5 },
      { kind: 'scale_in', count: 2, qtyFraction: 0.5, qty: 0.5 },
    ],
    ['no third', {}, 100.29, { scaleIns: 2 }, HOLD],
  ])('scale-in: %s', (_, config, price, position, action) => {
    const on = { scaleInAfterR: 1, scaleInFraction: 0.5, scaleInMax: 2 };
    expect(act({ ...on, ...config }, at(price), { stopPrice: 100, ...position })).toEqual(action);
  });

  it('asks its rules in order', () => {
    const all = {
      maxR: 2,
      ttlS: 10,
      noProgressS: 5,
      noProgressR: 9,
      tpLadder: ['1:0.5'],
      breakevenAfterR: 1,
      breakevenBufferBps: 0,
      trailAtrMult: 1,
      trailAfterR: 1,
      scaleInAfterR: 1,
    };
    const late = { nowMs: 10_000 };
    expect(act(all, at(100.3), { ...late, stopPrice: 100.3, stopKind: 'trail' })).toEqual(exit('stop', 'trail'));
    expect(act(all, at(100.3), late)).toEqual(exit('target'));
    expect(act(all, at(100.2), late)).toEqual(exit('max_r'));
    expect(act(all, at(100.15), late)).toEqual(exit('timeout'));
    expect(act(all, at(100.15), { nowMs: 9999 })).toEqual(exit('no_progress'));
    expect(act(all, at(100.15))).toMatchObject({ kind: 'reduce' });
    const stops = (position: Partial<RewardPosition>) => act(all, at(100.15), { levelsTaken: 1, ...position });
    expect(stops({})).toMatchObject({ why: 'breakeven', stopPrice: 100.08 });
    expect(stops({ stopPrice: 100.08 })).toMatchObject({ why: 'trail', stopPrice: 100.1 });
    expect(stops({ stopPrice: 100.1 })).toMatchObject({ kind: 'scale_in' });
  });

  it.each([
    ['no bid', { bid: NaN }],
    ['a bid of 0', { bid: 0 }],
    ['no ask', { ask: NaN }],
    ['an endless ask', { ask: Infinity }],
    ['a crossed book', { bid: 100.5, ask: 100.4 }],
  ])('judges nothing but time with %s', (_, quote) => {
    expect(act({}, at(90, quote))).toEqual(HOLD);
    expect(act({}, at(90, quote), { nowMs: 300_000 })).toEqual(exit('timeout'));
  });

  it('keeps what happened in the position that comes back, and changes none', () => {
    const manager = new RewardManager({ ...OFF, tpLadder: ['1:0.5'], trailAtrMult: 1 });
    const before = JSON.stringify(LONG);
    const reduced = manager.evaluate(LONG, at(100.2), 1).position;
    expect(reduced).toEqual({ ...LONG, bestPrice: 100.2, levelsTaken: 1 });
    const smaller = resizeReward(JSON.parse(JSON.stringify(reduced)), { qty: 0.5, entryPrice: 100 });
    const trailed = manager.evaluate(smaller, at(100.2), 2).position;
    expect(trailed).toEqual({ ...smaller, stopPrice: 100.15, stopKind: 'trail' });
    expect(manager.evaluate(trailed, at(100.16), 3)).toEqual({ action: HOLD, position: trailed });
    expect(JSON.stringify(LONG)).toBe(before);
  });

  it('takes new rules into force, and keeps the old ones when the new ones cannot be', () => {
    const manager = new RewardManager(OFF);
    manager.configure({ ...OFF, maxR: 1 });
    expect(() => manager.configure({ ...OFF, tpLadder: ['1:0.9', '2:0.2'] })).toThrow(RangeError);
    expect(manager.evaluate(LONG, at(100.1), 1).action).toEqual(exit('max_r'));
  });

  it('has defaults under which a default position works', () => {
    const { action } = new RewardManager(defaultsOf(rewardConfig).reward).evaluate(LONG, at(100.1), 1);
    expect(action).toEqual({ kind: 'reduce', level: 1, qtyFraction: 0.5, qty: 0.5 });
  });
});

it.each([{ qty: 0 }, { price: NaN }, { stopBps: 0 }, { stopBps: NaN }, { targetBps: 0 }, { targetBps: Infinity }])(
  'openReward refuses %p',
  (bad) => {
    const fill = { ...fillOf(LONG), stopBps: 10, targetBps: 30, ...bad };
    expect(() => openReward(fill)).toThrow(RangeError);
  },
);

function fillOf({ symbol, side, qty, entryPrice: price, openedMs: nowMs }: RewardPosition) {
  return { symbol, side, qty, price, nowMs };
}
