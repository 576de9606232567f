import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { camelKeys, defaultsOf } from '@aurora/kernel';
import fc from 'fast-check';
import { Governance, type GovernanceInput } from './governance';
import { governanceConfig, type GovernanceConfig } from './governance-config';
import { RealisedReturns } from './realised-returns';

const governanceWith = (config: Partial<GovernanceConfig> = {}) =>
  new Governance({ ...defaultsOf(governanceConfig).guards, ...config });
const STORM = { recentStats: { total: 10, rejects: 5 } };

describe('Governance.approve', () => {
  it.each<[string, GovernanceInput, Partial<GovernanceConfig>, string | null]>([
    ['nothing given', {}, {}, null],
    ['drawdown at the limit', { pnlTodayPct: -10 }, {}, null],
    ['drawdown beyond', { pnlTodayPct: -10.001 }, {}, 'RISK.DENY.DRAWDOWN'],
    ['drawdown beyond a limit with a sign', { pnlTodayPct: -5.1 }, { dailyDdLimitPct: -5 }, 'RISK.DENY.DRAWDOWN'],
    ['drawdown limit 0, flat day', { pnlTodayPct: -0 }, { dailyDdLimitPct: 0 }, null],
    ['drawdown NaN', { pnlTodayPct: NaN }, {}, 'RISK.DENY.DRAWDOWN'],
    ['CVaR off', { returns: [-50] }, { cvarLimit: 0 }, null],
    ['CVaR at the limit', { returns: [-2] }, { cvarLimit: 2 }, null],
    ['CVaR beyond', { returns: [-2.001] }, { cvarLimit: 2 }, 'RISK.DENY.CVAR'],
    ['CVaR of no returns', { returns: [] }, { cvarLimit: 2 }, null],
    ['spread at the limit', { spreadBps: 80 }, {}, null],
    ['spread beyond', { spreadBps: 80.001 }, {}, 'SPREAD_GUARD_TRIP'],
    ['spread NaN', { spreadBps: NaN }, {}, 'SPREAD_GUARD_TRIP'],
    ['latency at the limit', { latencyMs: 500 }, {}, null],
    ['latency beyond', { latencyMs: 500.001 }, {}, 'LATENCY_GUARD_TRIP'],
    ['latency NaN', { latencyMs: NaN }, {}, 'LATENCY_GUARD_TRIP'],
    ['volatility at the limit', { volStdBps: 300 }, {}, null],
    ['volatility beyond', { volStdBps: 300.001 }, {}, 'VOLATILITY_GUARD_TRIP'],
    ['positions below', { openPositions: 998 }, {}, null],
    ['positions at the limit', { openPositions: 999 }, {}, 'RISK.DENY.POS_LIMIT'],
    ['positions NaN', { openPositions: NaN }, {}, 'RISK.DENY.POS_LIMIT'],
    ['no position allowed, none said', {}, { maxConcurrentPositions: 0 }, 'RISK.DENY.POS_LIMIT'],
    ['abnormal spread', { dq: { abnormalSpread: true } }, {}, 'DQ_EVENT.ABNORMAL_SPREAD'],
    ['cyclic sequence is only noted', { dq: { cyclicSequence: true } }, {}, null],
    ['stale book', { dq: { staleBook: true } }, {}, 'AURORA.HALT'],
    ['stale book, no halt configured', { dq: { staleBook: true } }, { rejectStormCooldownS: 0 }, 'DQ_EVENT.STALE_BOOK'],
    [
      'crossed, no halt configured',
      { dq: { crossedBook: true } },
      { rejectStormCooldownS: 0 },
      'DQ_EVENT.CROSSED_BOOK',
    ],
    ['rejects at the limit', STORM, {}, 'AURORA.HALT'],
    ['rejects below', { recentStats: { total: 10, rejects: 4 } }, {}, null],
    ['too few outcomes', { recentStats: { total: 9, rejects: 9 } }, {}, null],
    [
      'no outcomes, no minimum',
      { recentStats: { total: 0, rejects: 0 } },
      { rejectStormMinTotal: 0, rejectStormPct: 0 },
      null,
    ],
  ])('%s', (_, input, config, code) => {
    const verdict = governanceWith(config).approve(input, 1000);
    expect([verdict.allow, verdict.code]).toEqual([code === null, code]);
  });

  it('judges in order: the earlier check names the code', () => {
    const everything: GovernanceInput = {
      pnlTodayPct: -50,
      returns: [-50],
      spreadBps: 1e3,
      latencyMs: 1e4,
      volStdBps: 1e4,
      openPositions: 1e4,
    };
    const governance = governanceWith({ cvarLimit: 1 });
    const codes = ['pnlTodayPct', 'returns', 'spreadBps', 'latencyMs', 'volStdBps', 'openPositions'].map(
      (_, at, keys) =>
        governance.approve({ ...everything, ...Object.fromEntries(keys.slice(0, at).map((key) => [key, null])) }, 0),
    );
    expect(codes.map(({ code }) => code)).toEqual([
      'RISK.DENY.DRAWDOWN',
      'RISK.DENY.CVAR',
      'SPREAD_GUARD_TRIP',
      'LATENCY_GUARD_TRIP',
      'VOLATILITY_GUARD_TRIP',
      'RISK.DENY.POS_LIMIT',
    ]);
    expect(codes[2]).toEqual({
      allow: false,
      code: 'SPREAD_GUARD_TRIP',
      notes: [],
      cooldownMs: 0,
      value: 1000,
      limit: 80,
      transition: null,
    });
  });

  it('reads the CVaR of what the service has realised', () => {
    const returns = new RealisedReturns();
    for (const value of [1, 2, -9, 3]) returns.add(value);
    const verdict = governanceWith({ cvarLimit: 5, cvarAlpha: 0.25 }).approve({ returns }, 0);
    expect(verdict).toMatchObject({ code: 'RISK.DENY.CVAR', value: -9, limit: -5 });
  });

  it('says every data-quality flag, the one that blocks as code', () => {
    const governance = governanceWith({ rejectStormCooldownS: 0 });
    const dq = { staleBook: false, crossedBook: true, abnormalSpread: true, cyclicSequence: true };
    expect(governance.approve({ dq }, 0)).toMatchObject({
      code: 'DQ_EVENT.CROSSED_BOOK',
      notes: ['DQ_EVENT.ABNORMAL_SPREAD', 'DQ_EVENT.CYCLIC_SEQUENCE'],
    });
  });

  it('never turns a denial into a pass on worse numbers', () => {
    const number = fc.option(fc.double({ min: -2000, max: 2000, noNaN: true }));
    const input = fc.record({
      pnlTodayPct: number,
      spreadBps: number,
      latencyMs: number,
      volStdBps: number,
      openPositions: number,
    });
    fc.assert(
      fc.property(input, fc.double({ min: 0, max: 500, noNaN: true }), (given, worse) => {
        const shifted = Object.fromEntries(
          Object.entries(given).map(([key, v]) => [
            key,
            v === null ? null : key === 'pnlTodayPct' ? v - worse : v + worse,
          ]),
        );
        if (!governanceWith().approve(given, 0).allow) expect(governanceWith().approve(shifted, 0).allow).toBe(false);
      }),
    );
  });
});

describe('kill-switch', () => {
  it('halts from the trip until its end, exactly then passing, and tells begin and end once', () => {
    const governance = governanceWith();
    expect(governance.approve(STORM, 1000)).toEqual({
      allow: false,
      code: 'AURORA.HALT',
      notes: ['killswitch_active'],
      cooldownMs: 60_000,
      value: 0.5,
      limit: 0.5,
      transition: 'halt',
    });
    expect(governance.approve({}, 60_999)).toMatchObject({ code: 'AURORA.HALT', cooldownMs: 1, transition: null });
    expect(governance.approve({}, 61_000)).toMatchObject({ allow: true, transition: 'resume' });
    expect(governance.approve({}, 61_001)).toMatchObject({ allow: true, transition: null });
  });

  it('is lengthened by a new trip, without a new begin', () => {
    const governance = governanceWith();
    governance.approve(STORM, 0);
    expect(governance.approve(STORM, 30_000)).toMatchObject({ cooldownMs: 60_000, transition: null });
    expect(governance.haltUntilMs).toBe(90_000);
  });

  it('begins anew when it trips after an end nobody saw', () => {
    const governance = governanceWith();
    governance.approve(STORM, 0);
    expect(governance.approve(STORM, 500_000).transition).toBe('halt');
    expect(governance.tick(560_000)).toBe('resume');
    expect(governance.tick(560_001)).toBeNull();
  });

  it('is lifted by resume, which says whether there was something to lift', () => {
    const governance = governanceWith();
    expect(governance.resume()).toBeNull();
    governance.approve(STORM, 0);
    expect(governance.resume()).toBe('resume');
    expect([governance.haltUntilMs, governance.isHalted(1)]).toEqual([0, false]);
    expect(governance.approve({}, 1)).toMatchObject({ allow: true, transition: null });
  });

  it('keeps the news of the end when another check denies', () => {
    const governance = governanceWith();
    governance.approve(STORM, 0);
    expect(governance.approve({ spreadBps: 1000 }, 60_000)).toMatchObject({
      code: 'SPREAD_GUARD_TRIP',
      transition: 'resume',
    });
  });

  it('stands alone for exits: no other limit denies', () => {
    expect(governanceWith().killSwitch({ spreadBps: 1e9, pnlTodayPct: -99 }, 0).allow).toBe(true);
    expect(governanceWith().killSwitch({ dq: { crossedBook: true } }, 0)).toMatchObject({
      code: 'AURORA.HALT',
      notes: ['killswitch_active', 'DQ_EVENT.CROSSED_BOOK'],
      value: null,
    });
  });

  it('comes back halted after a restart', () => {
    const governance = governanceWith();
    governance.approve(STORM, 1000);
    const again = governanceWith();
    again.restore(JSON.parse(JSON.stringify(governance.exportState())));
    expect(again.approve({}, 2000)).toMatchObject({ code: 'AURORA.HALT', transition: null });
    expect(again.approve({}, 61_000)).toMatchObject({ allow: true, transition: 'resume' });
  });

  it('takes new limits into force', () => {
    const governance = governanceWith();
    governance.configure({ ...defaultsOf(governanceConfig).guards, spreadBpsLimit: 5 });
    expect(governance.approve({ spreadBps: 6 }, 0).code).toBe('SPREAD_GUARD_TRIP');
  });
});

it('answers recorded sequences', () => {
  const lines = readFileSync(join(__dirname, 'governance.fixture.jsonl'), 'utf8').trim().split('\n');
  for (const line of lines) {
    const { input, expected } = JSON.parse(line);
    const governance = governanceWith(camelKeys(input.gates));
    const answers = input.calls.map(({ op, now, risk_state }: { op: string; now: number; risk_state: object }) => {
      if (op === 'resume') {
        governance.resume();
        return { halt_until: governance.haltUntilMs / 1000 };
      }
      const { cvarHist, ...state } = camelKeys(risk_state) as { cvarHist?: number };
      const { allow, code } = governance.approve(
        { ...state, returns: cvarHist == null ? null : [cvarHist] },
        now * 1000,
      );
      return { allow, code, halt_until: governance.haltUntilMs / 1000 };
    });
    expect(answers).toEqual(expected);
  }
});
