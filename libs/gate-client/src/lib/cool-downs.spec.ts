import type { PretradeCheckAnswer } from '@aurora/contracts';
import { CoolDowns } from './cool-downs';
import { ALLOW, DENY } from './gate-peer.fixture';

const deny = (cooldown_ms: number, change: object = {}) =>
  ({ ...DENY, reason: 'latency_cooloff', cooldown_ms, ...change }) as unknown as PretradeCheckAnswer;

const after = (symbol: string, ...answers: [number, PretradeCheckAnswer][]) => {
  const coolDowns = new CoolDowns();
  for (const [nowMs, answer] of answers) coolDowns.note(symbol, answer, nowMs);
  return coolDowns;
};

describe('CoolDowns', () => {
  it('tells what the gate said, with what is left of the time', () => {
    const coolDowns = after('BTC/USDT', [1000, deny(500, { hard_gate: true, risk_scale: 0.5 })]);
    expect(coolDowns.verdict('BTCUSDT', 1200)).toEqual({
      allow: false,
      maxQty: 0,
      riskScale: 0.5,
      cooldownMs: 300,
      hardGate: true,
      reason: 'latency_cooloff',
      decisionId: null,
      source: 'cooldown',
    });
  });

  it.each<[number, number | undefined]>([
    [1000, 500],
    [1499.5, 0.5],
    [1500, undefined],
    [9999, undefined],
  ])('at %p ms leaves %p', (nowMs, left) =>
    expect(after('BTCUSDT', [1000, deny(500)]).verdict('BTCUSDT', nowMs)?.cooldownMs).toBe(left),
  );

  it('is of one symbol', () => expect(after('BTCUSDT', [0, deny(500)]).verdict('ETHUSDT', 0)).toBeUndefined());

  it('only ever lengthens', () => {
    expect(after('X', [0, deny(500)], [100, deny(100)]).verdict('X', 100)?.cooldownMs).toBe(400);
    expect(after('X', [0, deny(500)], [100, deny(800)]).verdict('X', 100)?.cooldownMs).toBe(800);
  });

  it('knows none after a denial without one, or an allow', () => {
    expect(after('X', [0, deny(0)]).verdict('X', 0)).toBeUndefined();
    const allow = { ...ALLOW, cooldown_ms: 500 } as unknown as PretradeCheckAnswer;
    expect(after('X', [0, allow]).verdict('X', 0)).toBeUndefined();
  });
});
