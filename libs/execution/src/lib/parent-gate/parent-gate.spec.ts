import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { camelKeys, defaultsOf } from '@aurora/kernel';
import { ParentGate } from './parent-gate';
import { parentGateConfig, type ParentGateConfig } from './parent-gate-config';

const gateWith = (config: Partial<ParentGateConfig> = {}, history: readonly number[] = []) => {
  const gate = new ParentGate({ ...defaultsOf(parentGateConfig).parentGate, ...config });
  for (const value of history) gate.record(value);
  return gate;
};
const UP = { parentReturn: 0.003, childDirection: 1, childSpreadBps: 5 };
const MOVES = [0.001, -0.001, 0.001, -0.001];

describe('ParentGate', () => {
  it('has the documented defaults', () => {
    expect(defaultsOf(parentGateConfig).parentGate).toEqual({
      lookbackS: 120,
      zThreshold: 0.75,
      alignSign: true,
      maxSpreadBps: 50,
      cooloffS: 30,
    });
  });

  it('lets the child go with a parent that moves its way', () => {
    const verdict = gateWith({}, MOVES).evaluate(UP, 0);
    expect(verdict).toMatchObject({
      outcome: 'allow',
      reason: null,
      aligned: true,
      cooldownRemainingMs: 0,
      childSpreadBps: 5,
    });
    expect(verdict.z).toBeCloseTo(0.0024 / Math.sqrt((4 * 1e-6 + 9e-6) / 5 - 0.0006 ** 2), 9);
  });

  it.each([
    ['spread at the limit', { ...UP, childSpreadBps: 50 }, null],
    ['spread beyond', { ...UP, childSpreadBps: 50.01 }, 'child_spread'],
    ['spread NaN', { ...UP, childSpreadBps: NaN }, 'child_spread'],
    ['spread not given', { ...UP, childSpreadBps: null }, null],
    ['weak parent', { ...UP, parentReturn: 0.0001 }, 'parent_weak'],
    ['parent NaN', { ...UP, parentReturn: NaN }, 'parent_weak'],
    ['parent endless', { ...UP, parentReturn: Infinity }, 'parent_weak'],
    ['against the parent', { ...UP, childDirection: -1 }, 'parent_misaligned'],
    ['down with the parent', { ...UP, parentReturn: -0.003, childDirection: -1 }, null],
    ['spread before the rest', { parentReturn: 0, childDirection: -1, childSpreadBps: 99 }, 'child_spread'],
  ])('%s: %p', (_, input, reason) => {
    expect(gateWith({}, MOVES).evaluate(input, 0).reason).toBe(reason);
  });

  it('does not mind the direction when it is told not to', () => {
    expect(gateWith({ alignSign: false }, MOVES).evaluate({ ...UP, childDirection: -1 }, 0).outcome).toBe('allow');
  });

  it('passes exactly at the threshold', () => {
    expect(gateWith({ zThreshold: 1 }, [0]).evaluate(UP, 0)).toMatchObject({ z: 1, outcome: 'allow' });
  });

  it('denies while it cools off, exactly then judging again, and is not kept cool by its own denials', () => {
    const gate = gateWith({}, MOVES);
    gate.evaluate({ ...UP, childSpreadBps: 51 }, 0);
    expect(gate.evaluate(UP, 29_999)).toMatchObject({ reason: 'parent_cooloff', cooldownRemainingMs: 1 });
    expect(gate.evaluate(UP, 30_000)).toMatchObject({ outcome: 'allow', cooldownRemainingMs: 0 });
  });

  it.each([0.0007, 0.1, 1e-9])('reads a constant history of %p as flat, whatever rounding leaves', (constant) => {
    const gate = gateWith({ zThreshold: 0.01 }, new Array<number>(119).fill(constant));
    expect(gate.evaluate({ ...UP, parentReturn: constant }, 0)).toMatchObject({ z: 0, reason: 'parent_weak' });
  });

  it('has z 0 without a history', () => {
    expect(gateWith({ zThreshold: 0 }).evaluate(UP, 0)).toMatchObject({ z: 0, outcome: 'allow' });
  });

  it('holds the last lookback_s returns, also after the look-back changed', () => {
    const gate = gateWith({ lookbackS: 3 });
    expect([5, 1, 2, 3].map((value) => gate.record(value))).toEqual([1, 2, 3, 3]);
    const config = { ...defaultsOf(parentGateConfig).parentGate, zThreshold: 0 };
    const z = () => gate.evaluate({ ...UP, parentReturn: 10 }, 0).z;
    const fresh = (history: number[]) =>
      gateWith({ zThreshold: 0 }, history).evaluate({ ...UP, parentReturn: 10 }, 0).z;
    expect(z()).toBeCloseTo(fresh([1, 2, 3]), 12);
    gate.configure({ ...config, lookbackS: 2 });
    expect([gate.size, z()]).toEqual([2, fresh([2, 3])]);
    gate.configure({ ...config, lookbackS: 4 });
    gate.record(7);
    expect([gate.size, z()]).toEqual([3, fresh([2, 3, 7])]);
  });

  it.each([NaN, Infinity])('refuses the return %p', (value) => {
    const gate = gateWith();
    expect(() => gate.record(value)).toThrow(RangeError);
    expect(gate.size).toBe(0);
  });

  it('answers recorded sequences', () => {
    for (const line of readFileSync(join(__dirname, 'parent-gate.fixture.jsonl'), 'utf8').trim().split('\n')) {
      const { input, expected } = JSON.parse(line);
      const gate = gateWith(camelKeys(input.cfg));
      expect(input.steps).toHaveLength(60);
      input.steps.forEach((step: Record<string, number>, at: number) => {
        if (String(step.op) === 'record') {
          expect(gate.record(step.ret!)).toBe(expected[at].n);
          return;
        }
        const question = {
          parentReturn: step.parent_ret!,
          childDirection: step.child_direction!,
          childSpreadBps: step.child_spread_bps!,
        };
        const { z, cooldownRemainingMs, ...verdict } = gate.evaluate(question, step.now! * 1000);
        const { z: wantedZ, cooldown_remaining_s, ...wanted } = expected[at];
        expect(verdict).toEqual(camelKeys(wanted));
        expect(z).toBeCloseTo(wantedZ, 9);
        expect(cooldownRemainingMs / 1000).toBeCloseTo(cooldown_remaining_s, 6);
      });
    }
  });
});
