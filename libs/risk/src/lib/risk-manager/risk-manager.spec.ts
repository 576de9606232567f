import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { camelKeys } from '@aurora/kernel';
import fc from 'fast-check';
import { assessRisk, type RiskInput } from './assess-risk';
import { resolveRiskLimits, riskSettingsWithEnv, type RiskSettings } from './risk-limits';
import { RiskManager } from './risk-manager';

const LIMITS = { ddDayPct: 3, maxConcurrent: 2, sizeScale: 0.5 };

describe('assessRisk', () => {
  it.each<[string, RiskInput, string | null]>([
    ['nothing known', { baseNotional: 100 }, null],
    ['loss below the cap', { baseNotional: 100, pnlTodayPct: -2.999 }, null],
    ['loss at the cap', { baseNotional: 100, pnlTodayPct: -3 }, 'risk_dd_day_cap'],
    ['loss unknown as NaN', { baseNotional: 100, pnlTodayPct: NaN }, 'risk_dd_day_cap'],
    ['gain', { baseNotional: 100, pnlTodayPct: 50 }, null],
    ['one position less', { baseNotional: 100, openPositions: 1 }, null],
    ['as many positions', { baseNotional: 100, openPositions: 2 }, 'risk_max_concurrent'],
    ['positions NaN', { baseNotional: 100, openPositions: NaN }, 'risk_max_concurrent'],
    ['both, drawdown first', { baseNotional: 100, pnlTodayPct: -9, openPositions: 9 }, 'risk_dd_day_cap'],
    ['no notional', { baseNotional: 0 }, null],
    ['negative notional', { baseNotional: -25 }, null],
    ['nothing left after scaling', { baseNotional: 5e-324 }, 'risk_notional_too_small'],
    ['notional NaN', { baseNotional: NaN }, 'risk_notional_too_small'],
  ])('%s', (_, input, reason) => {
    const verdict = assessRisk(input, LIMITS);
    expect([verdict.allow, verdict.reason]).toEqual([reason === null, reason]);
  });

  it.each([0, -0, -1, NaN])('denies everything at the scale %p', (sizeScale) => {
    expect(assessRisk({ baseNotional: 1, pnlTodayPct: -99 }, { ...LIMITS, sizeScale }).reason).toBe(
      'risk_size_scale_zero',
    );
  });

  it('says the numbers it compared', () => {
    expect(assessRisk({ baseNotional: 100, pnlTodayPct: -4 }, LIMITS)).toEqual({
      allow: false,
      reason: 'risk_dd_day_cap',
      scaledNotional: 50,
      value: 4,
      limit: 3,
    });
  });

  it('never passes on a larger loss or more positions what it denies', () => {
    const number = fc.double({ min: -100, max: 100, noNaN: true });
    fc.assert(
      fc.property(
        number,
        fc.nat(20),
        fc.nat(20),
        fc.double({ min: 0, max: 50, noNaN: true }),
        (pnl, open, more, loss) => {
          if (assessRisk({ baseNotional: 1, pnlTodayPct: pnl, openPositions: open }, LIMITS).allow) return;
          const worse = { baseNotional: 1, pnlTodayPct: pnl - loss, openPositions: open + more };
          expect(assessRisk(worse, LIMITS).allow).toBe(false);
        },
      ),
    );
  });
});

describe('resolveRiskLimits', () => {
  it.each<[RiskSettings, Record<string, string>, number]>([
    [{}, {}, 100],
    [{ dailyDdLimitPct: 2 }, {}, 2],
    [{ ddDayPct: null, dailyDdLimitPct: 2 }, {}, 2],
    [{ ddDayPct: 5, dailyDdLimitPct: 2 }, {}, 5],
    [{ ddDayPct: 0, dailyDdLimitPct: 2 }, {}, 0],
    [{ ddDayPct: 5, dailyDdLimitPct: 2 }, { AURORA_DD_DAY_PCT: '7.5' }, 7.5],
    [{ ddDayPct: 5 }, { AURORA_DD_DAY_PCT: '0' }, 0],
  ])('drawdown of %p with %p is %p', (settings, env, expected) => {
    expect(resolveRiskLimits(riskSettingsWithEnv(settings, env)).ddDayPct).toBe(expected);
  });

  it.each([
    [null, 1],
    [-1, 0],
    [0.3, 0.3],
    [1.5, 1],
    [NaN, 0],
  ])('clips the scale %p to %p', (sizeScale, expected) => {
    expect(resolveRiskLimits({ sizeScale }).sizeScale).toBe(expected);
  });

  it.each(['', ' ', 'ten', 'NaN', 'Infinity'])('refuses the environment value %p', (value) => {
    expect(() => riskSettingsWithEnv({}, { AURORA_MAX_CONCURRENT: value })).toThrow('AURORA_MAX_CONCURRENT');
  });

  it('answers recorded cases', () => {
    const lines = readFileSync(join(__dirname, 'risk.fixture.jsonl'), 'utf8').trim().split('\n');
    for (const line of lines) {
      const { input, expected } = JSON.parse(line);
      const settings = { ...camelKeys(input.cfg.risk), dailyDdLimitPct: input.cfg.gates?.daily_dd_limit_pct ?? null };
      const limits = resolveRiskLimits(riskSettingsWithEnv(settings, input.env));
      const order = {
        baseNotional: input.base_notional,
        pnlTodayPct: input.pnl_today_pct,
        openPositions: input.open_positions,
      };
      const { allow, reason, scaledNotional } = assessRisk(order, limits);
      expect({ allow, reason, scaledNotional, ...limits }).toEqual(camelKeys(expected));
    }
  });
});

describe('RiskManager', () => {
  it('puts what operators set over the settings, key by key, and keeps it over new settings', () => {
    const manager = new RiskManager({ ddDayPct: 5, maxConcurrent: 4 });
    expect(manager.set({ sizeScale: 7 })).toEqual({ ddDayPct: 5, maxConcurrent: 4, sizeScale: 1 });
    expect(manager.set({ ddDayPct: 1 })).toEqual({ ddDayPct: 1, maxConcurrent: 4, sizeScale: 1 });
    expect(manager.configure({ ddDayPct: 9, maxConcurrent: 3, sizeScale: 0.2 })).toEqual({
      ddDayPct: 1,
      maxConcurrent: 3,
      sizeScale: 1,
    });
    expect(manager.assess({ baseNotional: 10, pnlTodayPct: -1 }).reason).toBe('risk_dd_day_cap');
  });

  it.each([
    { ddDayPct: -1 },
    { ddDayPct: 101 },
    { ddDayPct: NaN },
    { maxConcurrent: 1.5 },
    { maxConcurrent: -1 },
    { sizeScale: NaN },
    { sizeScale: Infinity },
  ])('refuses %p and changes nothing', (changes) => {
    const manager = new RiskManager({});
    expect(() => manager.set({ ...changes })).toThrow(RangeError);
    expect(manager.limits).toEqual({ ddDayPct: 100, maxConcurrent: 10, sizeScale: 1 });
  });

  it('survives a restart', () => {
    const manager = new RiskManager({});
    manager.set({ maxConcurrent: 0, sizeScale: 0.5 });
    const again = new RiskManager({});
    again.restore(JSON.parse(JSON.stringify(manager.exportState())));
    expect(again.limits).toEqual(manager.limits);
    again.restore({});
    expect(again.limits).toEqual({ ddDayPct: 100, maxConcurrent: 10, sizeScale: 1 });
  });
});
