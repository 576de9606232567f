import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { barely, NOW_MS, TestGate, type ConfigChanges, type RequestChanges } from './gate.fixture';
import { GUARDS } from './guard-registry';
import { REASONS, reasonCodeOf } from './reasons';

interface Case {
  readonly code: string;
  readonly config?: ConfigChanges;
  readonly before?: (gate: TestGate) => void;
  readonly request?: RequestChanges;
}

const dq = (flag: string): RequestChanges => ({
  market: {
    dq: { staleBook: false, crossedBook: false, abnormalSpread: false, cyclicSequence: false, [flag]: true },
  },
});
const SYMBOL = 'BTCUSDT';
const NO_HALT = { guards: { rejectStormCooldownS: 0 } };
/** The guards before governance that look at the same numbers, out of the way. */
const GOVERNANCE_ALONE: ConfigChanges = { pretrade: { order: [] } };

/** A request and a state for every reason the pipeline can give. */
const CASES: readonly Case[] = [
  {
    code: 'cooldown_after_close_active',
    config: { aurora: { cooldownAfterCloseMs: 1 } },
    before: ({ state }) => state.antiChurn.closed(SYMBOL, NOW_MS),
  },
  {
    code: 'open_rate_limit',
    config: { aurora: { minOpenIntervalMs: 1 } },
    before: (gate) => void gate.decide(),
  },
  {
    code: 'position_min_hold_active',
    config: { aurora: { minPositionHoldMs: 1 } },
    before: (gate) => gate.fill('sell', 1),
  },
  { code: 'opposite_side_block', before: (gate) => gate.fill('sell', 1) },
  { code: 'latency_guard', request: { market: { latencyMs: 501 } } },
  { code: 'latency_disarmed', before: ({ state }) => state.health.disarm() },
  { code: 'latency_halt', config: { aurora: { haltThresholdRepeats: 1 } }, request: { market: { latencyMs: 31 } } },
  { code: 'latency_cooloff', request: { market: { latencyMs: 31 } } },
  {
    code: 'trap_guard_score',
    config: { trap: { minHistory: 1, scoreThreshold: 0.5 } },
    request: { market: { trapCancelDeltas: [5], trapAddDeltas: [], trapTradesCnt: 1 } },
  },
  { code: 'trap_guard', request: { market: { trapCancelDeltas: [5], trapAddDeltas: [], trapTradesCnt: 1 } } },
  { code: 'expected_return_gate', request: { market: { bBps: 0 } } },
  { code: 'slippage_guard', request: { market: { slipBpsEst: 20, bBps: 60 } } },
  { code: 'risk_size_scale_zero', config: { risk: { sizeScale: 0 } } },
  { code: 'risk_dd_day_cap', request: { market: { pnlTodayPct: -100 } } },
  { code: 'risk_max_concurrent', request: { market: { openPositions: 10 } } },
  {
    code: 'risk_notional_too_small',
    config: { risk: { sizeScale: 0.1 } },
    request: { order: { notional: 5e-324 } },
  },
  { code: 'sprt_reject', request: { market: { sprtSamples: [-9] } } },
  { code: 'spread_bps_too_wide', request: { market: { spreadBps: 81 } } },
  { code: 'TRADING.HALTED', before: ({ state }) => void (state.tradingState = 'HALTED') },
  { code: 'TRADING.REDUCING', before: ({ state }) => void (state.tradingState = 'REDUCING') },
  { code: 'AURORA.HALT', request: dq('staleBook') },
  { code: 'DQ_EVENT.STALE_BOOK', config: NO_HALT, request: dq('staleBook') },
  { code: 'DQ_EVENT.CROSSED_BOOK', config: NO_HALT, request: dq('crossedBook') },
  { code: 'DQ_EVENT.ABNORMAL_SPREAD', request: dq('abnormalSpread') },
  { code: 'RISK.DENY.DRAWDOWN', request: { market: { pnlTodayPct: -11 } } },
  { code: 'RISK.DENY.CVAR', config: { guards: { cvarLimit: 1 } }, request: { market: { cvarHist: [-2] } } },
  { code: 'SPREAD_GUARD_TRIP', config: GOVERNANCE_ALONE, request: { market: { spreadBps: 81 } } },
  { code: 'LATENCY_GUARD_TRIP', config: GOVERNANCE_ALONE, request: { market: { latencyMs: 501 } } },
  { code: 'VOLATILITY_GUARD_TRIP', request: { market: { volStdBps: 301 } } },
  { code: 'RISK.DENY.POS_LIMIT', config: GOVERNANCE_ALONE, request: { market: { openPositions: 999 } } },
  {
    code: 'risk_symbol_exposure',
    config: { risk: { maxSymbolExposureUsdt: 100 } },
    before: (gate) => gate.fill('buy', 1),
  },
  { code: 'risk_orders_per_min', config: { risk: { maxOrdersPerMin: 0 } } },
  { code: 'guard_error', request: { market: { score: NaN } } },
];

it.each(CASES)('$code can be reached', ({ code, config, before, request }) => {
  const gate = new TestGate(config);
  before?.(gate);
  const decision = gate.decide(request);
  expect(decision.reasonCode).toBe(code);
  expect(reasonCodeOf(decision.reason)).toBe(code);
  expect(reasonCodeOf(decision.notes[0]!)).toBe(
    {
      latency_guard: 'latency_guard_exceeded',
      expected_return_gate: 'expected_return_below_threshold',
      slippage_guard: 'slippage_guard_exceeded',
    }[code] ?? code,
  );
});

it('missing_input can be reached, and with it every reason but the one the service gives by itself', () => {
  expect(new TestGate().judge(barely()).reasonCode).toBe('missing_input');
  const reached = [...CASES.map(({ code }) => code), 'missing_input'].sort();
  expect(reached).toEqual([...REASONS.keys()].filter((code) => code !== 'audit_unavailable').sort());
});

it('says of every reason who gives it, in one sentence', () => {
  const ids = ['gate', ...GUARDS.map(({ id }) => id)];
  for (const [code, entry] of REASONS) {
    expect(entry.code).toBe(code);
    expect(ids).toContain(entry.guard);
    expect(entry.summary).toMatch(/^\S.*[^.]\.$/);
  }
});

it('holds every reason once', () => {
  const codes = GUARDS.flatMap(({ reasons }) => Object.keys(reasons));
  expect(REASONS.size).toBe(codes.length + 3);
});

it.each([
  ['ok', 'ok'],
  ['spread_bps_too_wide:91.2', 'spread_bps_too_wide'],
  ['missing_input:latency_ms', 'missing_input'],
  ['trap_guard:z=1.90', 'trap_guard'],
  ['', ''],
])('the code of %p is %p', (reason, code) => {
  expect(reasonCodeOf(reason)).toBe(code);
});

it('docs/reasons.md holds the catalogue; npm run docs brings it up to date', () => {
  const page = readFileSync(join(__dirname, '../../../../docs/reasons.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `([^`]+)` \| (.+?) \| (.+?) \|/gm)].map(([, code, by, what]) => ({
    code,
    by,
    what,
  }));
  const documented = [...REASONS.values()].map(({ code, guard, summary }) => ({
    code,
    by: guard === 'gate' ? 'gate' : `[${guard}](guards/${guard.replaceAll('_', '-')}.md)`,
    what: summary,
  }));
  expect(rows).toEqual(documented);
});
