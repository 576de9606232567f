import fc from 'fast-check';
import type { GateConfig } from '../gate-config';
import { EXIT, gateOf, NOW_MS, reportOf } from '../gate.fixture';
import { AntiChurnState } from './anti-churn-state';

const gate = (aurora: Partial<GateConfig['aurora']> = {}) => gateOf([], { aurora });
const SYMBOL = 'BTCUSDT';

it('is off by default', () => {
  const one = gate();
  one.state.antiChurn.closed(SYMBOL, NOW_MS);
  expect(one.decide().allow).toBe(true);
  expect(one.decide().allow).toBe(true);
});

it.each([
  [0, 'cooldown_after_close_active', 1000],
  [999, 'cooldown_after_close_active', 1],
  [1000, 'ok', 0],
  [1001, 'ok', 0],
  [-5, 'cooldown_after_close_active', 1005],
])('%p ms after a close with a cool-down of 1000 ms: %s for %p ms', (sinceMs, reason, cooldownMs) => {
  const one = gate({ cooldownAfterCloseMs: 1000 });
  one.state.antiChurn.closed(SYMBOL, NOW_MS);
  expect(one.decide({}, { nowMs: NOW_MS + sinceMs })).toMatchObject({ reason, cooldownMs });
});

it.each([
  [0, 'open_rate_limit', 1000],
  [999, 'open_rate_limit', 1],
  [1000, 'ok', 0],
])('%p ms after an opening with an interval of 1000 ms: %s for %p ms', (sinceMs, reason, cooldownMs) => {
  const one = gate({ minOpenIntervalMs: 1000 });
  expect(one.decide().allow).toBe(true);
  expect(one.decide({}, { nowMs: NOW_MS + sinceMs })).toMatchObject({ reason, cooldownMs });
});

it('stays off when the clock steps back', () => {
  const one = gate({ cooldownAfterCloseMs: 0, minOpenIntervalMs: 0 });
  one.state.antiChurn.closed(SYMBOL, NOW_MS);
  one.state.antiChurn.allowed(SYMBOL, NOW_MS);
  expect(one.decide({}, { nowMs: NOW_MS - 60_000 }).allow).toBe(true);
});

it.each([
  ['buy', 'buy', 0, 'ok', 0],
  ['sell', 'sell', 0, 'ok', 0],
  ['buy', 'sell', 0, 'position_min_hold_active', 500],
  ['buy', 'sell', 499, 'position_min_hold_active', 1],
  ['buy', 'sell', 500, 'opposite_side_block', 0],
  ['sell', 'buy', 499, 'position_min_hold_active', 1],
  ['sell', 'buy', 500, 'opposite_side_block', 0],
] as const)('on a %s position, a %s after %p ms: %s for %p ms', (held, side, sinceMs, reason, cooldownMs) => {
  const one = gate({ minPositionHoldMs: 500 });
  one.fill(held, 1);
  expect(one.decide({ order: { side } }, { nowMs: NOW_MS + sinceMs })).toMatchObject({ reason, cooldownMs });
});

it('blocks the other side of a position even without a least time to hold', () => {
  const one = gate();
  one.fill('buy', 1);
  expect(one.decide({ order: { side: 'sell' } }).reason).toBe('opposite_side_block');
});

it('asks in the order close, opening, position', () => {
  const one = gate({ cooldownAfterCloseMs: 3000, minOpenIntervalMs: 2000, minPositionHoldMs: 1000 });
  one.fill('buy', 1);
  one.state.antiChurn.closed(SYMBOL, NOW_MS);
  one.state.antiChurn.allowed(SYMBOL, NOW_MS);
  const reasons = [2999, 3000].map((ms) => one.decide({ order: { side: 'sell' } }, { nowMs: NOW_MS + ms }).reason);
  expect(reasons).toEqual(['cooldown_after_close_active', 'opposite_side_block']);
  const another = gate({ minOpenIntervalMs: 2000 });
  another.fill('buy', 1);
  another.state.antiChurn.allowed(SYMBOL, NOW_MS);
  expect(another.decide({ order: { side: 'sell' } }).reason).toBe('open_rate_limit');
});

it('judges each symbol by its own past', () => {
  const one = gate({ minOpenIntervalMs: 1000, cooldownAfterCloseMs: 1000 });
  one.state.antiChurn.closed('ETHUSDT', NOW_MS);
  one.decide({ order: { symbol: 'SOLUSDT' } });
  expect(one.decide().allow).toBe(true);
});

it('lets a refused opening count for nothing', () => {
  const one = gate({ minOpenIntervalMs: 1000 });
  one.state.tradingState = 'HALTED';
  one.decide();
  one.state.tradingState = 'ACTIVE';
  expect(one.decide().allow).toBe(true);
});

it('does not judge exits, and an exit is no opening', () => {
  const one = gate({ cooldownAfterCloseMs: 1000, minOpenIntervalMs: 1000 });
  one.state.antiChurn.closed(SYMBOL, NOW_MS);
  expect(one.decide({ order: EXIT }).allow).toBe(true);
  expect(one.state.antiChurn.lastAllowMs(SYMBOL)).toBeUndefined();
});

it('says the numbers it compared', () => {
  const one = gate({ minOpenIntervalMs: 1000 });
  one.decide();
  expect(reportOf(one.decide({}, { nowMs: NOW_MS + 300 }), 'anti_churn')).toMatchObject({ value: 300, limit: 1000 });
});

it('never passes sooner, or with a longer wait, what it blocked', () => {
  const ms = fc.nat(5000);
  fc.assert(
    fc.property(ms, ms, ms, fc.constantFrom('buy', 'sell'), (waitMs, sinceMs, difference, side) => {
      const passes = (wait: number, since: number) => {
        const one = gate({ cooldownAfterCloseMs: wait, minOpenIntervalMs: wait });
        one.fill('buy', 1);
        one.state.antiChurn.closed(SYMBOL, NOW_MS);
        return one.decide({ order: { side } }, { nowMs: NOW_MS + since }).allow;
      };
      if (passes(waitMs, sinceMs)) return;
      expect(passes(waitMs + difference, sinceMs)).toBe(false);
      expect(passes(waitMs, Math.max(0, sinceMs - difference))).toBe(false);
    }),
  );
});

describe('AntiChurnState', () => {
  it('survives a restart', () => {
    const state = new AntiChurnState();
    state.allowed('BTCUSDT', 1);
    state.closed('ETHUSDT', 2);
    const again = new AntiChurnState();
    again.closed('SOLUSDT', 3);
    again.restore(JSON.parse(JSON.stringify(state.exportState())));
    expect(again.exportState()).toEqual({ lastAllowMs: [['BTCUSDT', 1]], lastCloseMs: [['ETHUSDT', 2]] });
  });

  it('remembers the 4096 symbols heard of last', () => {
    const state = new AntiChurnState();
    for (let i = 0; i < 4096; i++) state.allowed(`S${i}`, i);
    state.allowed('S0', 5000);
    state.allowed('one more', 5001);
    expect(state.exportState().lastAllowMs).toHaveLength(4096);
    expect([state.lastAllowMs('S0'), state.lastAllowMs('S1')]).toEqual([5000, undefined]);
  });
});
