import { defaultsOf, oppositeSide, sideSign, type Side } from '@aurora/kernel';
import fc from 'fast-check';
import { rewardConfig, type RewardConfig } from '../expected-net-reward/reward-config';
import type { RewardAction, RewardView } from './reward-action';
import { RewardManager } from './reward-manager';
import { openReward, resizeReward, type RewardPosition } from './reward-position';

const ENTRY = 100;
const config = fc.record<RewardConfig>({
  ...(Object.fromEntries(
    Object.entries(defaultsOf(rewardConfig).reward).map(([key, value]) => [key, fc.constant(value)]),
  ) as { [Key in keyof RewardConfig]: fc.Arbitrary<RewardConfig[Key]> }),
  maxR: fc.constantFrom(0, 2, 5),
  ttlS: fc.integer({ min: 5, max: 60 }),
  noProgressS: fc.constantFrom(0, 10),
  noProgressR: fc.constantFrom(0.25, 3),
  tpLadder: fc.constantFrom([], ['1:0.5'], ['0.5:0.3', '1:0.3', '1.5:0.4']),
  breakevenAfterR: fc.constantFrom(0, 0.5, 1),
  trailAtrMult: fc.constantFrom(0, 1, 3),
  trailAfterR: fc.constantFrom(0, 1),
  stopStepBps: fc.constantFrom(0, 1),
  scaleInAfterR: fc.constantFrom(0, 0.5),
  scaleInMax: fc.constantFrom(1, 3),
});
/** Prices in whole cents around entry, so that the mirror image of one is a price too. */
const path = fc.array(
  fc.record({
    cents: fc.integer({ min: -40, max: 80 }),
    spreadCents: fc.integer({ min: 0, max: 3 }),
    atrBps: fc.constantFrom(null, 0.5, 2),
    feesBps: fc.constantFrom(null, 2),
    broken: fc.constantFrom(false, false, false, false, true),
    stepMs: fc.nat(4000),
  }),
  { minLength: 1, maxLength: 60 },
);

interface Step {
  readonly nowMs: number;
  /** Price at which it could be closed. */
  readonly mark: number;
  readonly before: RewardPosition;
  readonly action: RewardAction;
  readonly position: RewardPosition;
}

type Path = typeof path extends fc.Arbitrary<infer Steps> ? Steps : never;

/** Runs a position along a path until it ends; orders are filled whole, at the entry price. */
function run(side: Side, rules: RewardConfig, steps: Path, fillShare = 1): Step[] {
  const manager = new RewardManager(rules);
  let position = openReward({ symbol: 'X', side, qty: 1, price: ENTRY, nowMs: 0, stopBps: 20, targetBps: 70 });
  const done: Step[] = [];
  let nowMs = 0;
  for (const { cents, spreadCents, atrBps, feesBps, broken, stepMs } of steps) {
    nowMs += stepMs;
    const sign = sideSign(side);
    const near = (100 * ENTRY + sign * cents) / 100;
    const far = (100 * ENTRY + sign * (cents + spreadCents)) / 100;
    const [bid, ask] = sign > 0 ? [near, far] : [far, near];
    const view: RewardView = { bid: broken ? NaN : bid, ask, atrBps, feesBps };
    const before = position;
    const step = manager.evaluate(position, view, nowMs);
    done.push({ nowMs, mark: near, before, ...step });
    position = step.position;
    if (step.action.kind === 'exit') break;
    if (step.action.kind === 'reduce') {
      const qty = position.qty - fillShare * step.action.qty;
      if (qty <= 1e-12) break;
      position = resizeReward(position, { qty, entryPrice: position.entryPrice });
    }
    if (step.action.kind === 'scale_in')
      position = resizeReward(position, { qty: position.qty + step.action.qty, entryPrice: position.entryPrice });
  }
  return done;
}

describe('along any path', () => {
  const side = fc.constantFrom<Side>('buy', 'sell');

  it('a stop never loosens, and never closes a position by being moved', () => {
    fc.assert(
      fc.property(side, config, path, (one, rules, steps) => {
        for (const { mark, before, action, position } of run(one, rules, steps)) {
          const tighter = sideSign(one) * (position.stopPrice - before.stopPrice);
          expect(tighter).toBeGreaterThanOrEqual(0);
          expect(tighter > 0).toBe(action.kind === 'move_stop');
          if (tighter > 0) expect(sideSign(one) * (mark - position.stopPrice)).toBeGreaterThan(0);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('a level is taken at most once, in order, and never more than is held', () => {
    fc.assert(
      fc.property(side, config, path, fc.constantFrom(0, 0.5, 1), (one, rules, steps, fillShare) => {
        const reduced = run(one, rules, steps, fillShare).flatMap(({ before, action }) => {
          if (action.kind !== 'reduce') return [];
          expect(action.qty).toBeGreaterThan(0);
          expect(action.qty).toBeLessThanOrEqual(before.qty);
          return [action.level];
        });
        expect(reduced).toEqual(reduced.map((_, at) => at + 1));
        expect(reduced.length).toBeLessThanOrEqual(rules.tpLadder.length);
      }),
      { numRuns: 300 },
    );
  });

  it('it is enlarged only as often as may be, and only with the stop at or beyond entry', () => {
    fc.assert(
      fc.property(side, config, path, (one, rules, steps) => {
        const enlarged = run(one, rules, steps).filter(({ action }) => action.kind === 'scale_in');
        expect(enlarged.length).toBeLessThanOrEqual(rules.scaleInAfterR === 0 ? 0 : rules.scaleInMax);
        for (const { before } of enlarged)
          expect(sideSign(one) * (before.stopPrice - before.entryPrice)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 300 },
    );
  });

  it('it is closed once its time has passed, quotes or none', () => {
    fc.assert(
      fc.property(side, config, path, (one, rules, steps) => {
        for (const { nowMs, action } of run(one, rules, steps))
          if (nowMs >= 1000 * rules.ttlS) expect(action.kind).toBe('exit');
      }),
      { numRuns: 300 },
    );
  });

  it('a short one is the mirror image of a long one', () => {
    fc.assert(
      fc.property(side, config, path, (one, rules, steps) => {
        const mirrored = (price: number) => 2 * ENTRY - price;
        const image = run(oppositeSide(one), rules, steps);
        const actions = run(one, rules, steps).map(({ action }) => action);
        expect(image).toHaveLength(actions.length);
        image.forEach(({ action }, at) => {
          const own = actions[at]!;
          if (action.kind === 'move_stop' && own.kind === 'move_stop') {
            expect(mirrored(action.stopPrice)).toBeCloseTo(own.stopPrice, 7);
            expect(action.why).toBe(own.why);
          } else expect(action).toEqual(own);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('every kind of action happens', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(side, config, path, (one, rules, steps) => {
        for (const { action } of run(one, rules, steps))
          seen.add(action.kind === 'exit' ? action.reason : action.kind === 'move_stop' ? action.why : action.kind);
      }),
      { seed: 7, numRuns: 1000 },
    );
    expect([...seen].sort()).toEqual([
      'breakeven',
      'hold',
      'max_r',
      'no_progress',
      'reduce',
      'scale_in',
      'stop',
      'target',
      'timeout',
      'trail',
    ]);
  });
});
