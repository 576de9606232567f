import { SIGMOID_CALIBRATOR } from '@aurora/calibration';
import type { Mode } from '@aurora/kernel';
import fc from 'fast-check';
import { barely, EXIT, gateOf, NOW_MS, reportOf, requestOf, TestGate, type Circumstances } from './gate.fixture';
import { block, pass, type BoundGuard } from './guard';
import { GUARD_SET, type GuardId } from './guard-registry';
import { orderOf } from './guard-order';
import type { GuardProbe } from './pipeline';
import type { AnyGuard } from './stage';
import { wireRequest } from './wire-request.fixture';

const DEFAULT_ORDER = ['latency', 'health', 'trap', 'expected_return', 'slippage', 'risk', 'sprt', 'spread'] as const;
const SILENT = { latencyMs: undefined, spreadBps: undefined };

/** A guard in the place of a real one, with another check. */
const inPlaceOf = (id: GuardId, bound: BoundGuard, judges: 'openings' | 'all' = 'openings'): AnyGuard => ({
  id,
  summary: 'A guard of this test.',
  config: {},
  reasons: {},
  inputs: [],
  judges,
  bind: () => bound,
});

const replacing = (id: GuardId, bound: BoundGuard, judges?: 'openings' | 'all') =>
  new TestGate(
    { pretrade: { order: ['latency', 'trap'] } },
    { ...GUARD_SET, ordered: [inPlaceOf(id, bound, judges), ...GUARD_SET.ordered.filter((guard) => guard.id !== id)] },
  );

const fail = (): never => {
  throw new Error('out of order');
};

describe('order', () => {
  it('is anti-churn, the configured guards, governance, exposure', () => {
    expect(new TestGate().pipeline.order).toEqual(['anti_churn', ...DEFAULT_ORDER, 'governance', 'exposure']);
    expect(gateOf(['spread', 'latency']).pipeline.order).toEqual([
      'anti_churn',
      'spread',
      'latency',
      'governance',
      'exposure',
    ]);
  });

  it.each([
    [['latency', 'latency'], 'pretrade.order names "latency" twice'],
    [['latency', 'weather'], 'pretrade.order names "weather", which is no guard here'],
    [['governance'], 'pretrade.order names "governance", which is no guard here'],
  ])('%p stops the start', (order, message) => {
    expect(() => new TestGate({ pretrade: { order } })).toThrow(new RangeError(message));
  });

  it.each([
    [['expected_return', 'risk', 'slippage'], 'er_before_slip', ['expected_return', 'risk', 'slippage']],
    [['expected_return', 'risk', 'slippage'], 'slip_before_er', ['slippage', 'risk', 'expected_return']],
    [['slippage', 'expected_return'], 'er_before_slip', ['expected_return', 'slippage']],
    [['slippage', 'expected_return'], 'slip_before_er', ['slippage', 'expected_return']],
    [['slippage'], 'slip_before_er', ['slippage']],
    [['risk', 'expected_return'], 'slip_before_er', ['risk', 'expected_return']],
    [[], 'slip_before_er', []],
  ] as const)('%p in the profile %s is %p', (order, orderProfile, expected) => {
    expect(orderOf({ order, orderProfile })).toEqual(expected);
  });

  it('decides who names the reason', () => {
    const worst = { market: { slipBpsEst: 50 } };
    expect(new TestGate().decide(worst).reason).toBe('expected_return_gate');
    expect(new TestGate({ pretrade: { orderProfile: 'slip_before_er' } }).decide(worst).reason).toBe('slippage_guard');
  });

  it('refuses a guard whose reason is not in the catalogue', () => {
    const unknown = {
      ...inPlaceOf('trap', { check: () => pass() }),
      reasons: { out_of_luck: { summary: 'Bad luck.' } },
    };
    expect(() => new TestGate({}, { ...GUARD_SET, first: [unknown] })).toThrow('"out_of_luck"');
  });
});

describe('evaluation', () => {
  const worst = { market: { latencyMs: 501, slipBpsEst: 50, spreadBps: 99 } };
  const reported = (evaluate: 'first_deny' | 'all') => new TestGate({ pretrade: { evaluate } }).decide(worst);

  it('stops at the first guard that blocks', () => {
    const decision = reported('first_deny');
    expect(decision.guards.map(({ guard }) => guard)).toEqual(['anti_churn', 'latency']);
    expect(decision).toMatchObject({ approved: null, allow: false, blockedBy: 'latency', maxQty: 0 });
  });

  it('runs and reports every guard where the configuration says so; the first block names the reason', () => {
    const decision = reported('all');
    expect(decision.guards.map(({ guard, outcome }) => `${guard} ${outcome}`)).toEqual([
      'anti_churn pass',
      'latency block',
      'health block',
      'trap skip',
      'expected_return block',
      'slippage block',
      'risk pass',
      'sprt skip',
      'spread block',
      'governance skip',
      'exposure skip',
    ]);
    expect(decision).toMatchObject({ reason: 'latency_guard', blockedBy: 'latency', maxQty: 0 });
    expect(decision.notes[0]).toBe('latency_guard_exceeded:501.0>500.0');
    expect(decision.notes).toHaveLength(5);
  });

  it('allows what nothing blocks', () => {
    const one = new TestGate();
    const request = requestOf();
    const decision = one.judge(request);
    expect(decision).toMatchObject({
      allow: true,
      reason: 'ok',
      reasonCode: null,
      blockedBy: null,
      cooldownMs: 0,
      maxQty: 2,
    });
    expect(decision.approved).toBe(request.order);
    expect(decision.guards).toHaveLength(11);
    expect([decision.missing, decision.errors, decision.notes]).toEqual([[], [], []]);
  });

  it('tells a probe each guard that was asked', () => {
    const asked: string[] = [];
    const probe: GuardProbe = (guard) => asked.push(guard);
    const one = gateOf(['latency', 'spread']);
    one.pipeline.decide('a', requestOf(), 'live', NOW_MS, one.state, probe);
    one.pipeline.decide('b', requestOf({ market: { latencyMs: 501 } }), 'live', NOW_MS, one.state, probe);
    expect(asked.join(' ')).toBe('anti_churn latency spread governance exposure anti_churn latency');
  });
});

describe('missing input', () => {
  it.each<[Mode, 'by_mode' | 'deny' | 'lenient', string]>([
    ['live', 'by_mode', 'missing_input:latency_ms'],
    ['live', 'lenient', 'missing_input:latency_ms'],
    ['live', 'deny', 'missing_input:latency_ms'],
    ['testnet', 'by_mode', 'ok'],
    ['paper', 'by_mode', 'ok'],
    ['shadow', 'by_mode', 'ok'],
    ['shadow', 'deny', 'missing_input:latency_ms'],
    ['shadow', 'lenient', 'ok'],
  ])('in %s with %s: %s', (mode, missingInput, reason) => {
    const decision = new TestGate({ pretrade: { missingInput } }).decide({ market: SILENT }, { mode });
    expect(decision.reason).toBe(reason);
    expect(decision.missing).toEqual(reason === 'ok' ? ['latency_ms', 'spread_bps'] : []);
  });

  it('names every field the policy denies, where every guard runs', () => {
    const { notes, reasonCode } = new TestGate({ pretrade: { evaluate: 'all' } }).judge(barely());
    expect(reasonCode).toBe('missing_input');
    expect(notes).toEqual([
      'missing_input:latency_ms',
      'missing_input:latency_ms',
      'missing_input:score',
      'missing_input:slip_bps_est',
      'missing_input:spread_bps',
    ]);
  });

  it('reports guards that read a 0 nobody gave as not asked', () => {
    const decision = gateOf(['latency', 'spread']).decide({ market: SILENT }, { mode: 'shadow' });
    expect(decision.guards.map(({ outcome }) => outcome)).toEqual(['pass', 'skip', 'skip', 'pass', 'pass']);
  });

  it('asks only guards in the order for their inputs', () => {
    expect(gateOf(['risk']).judge(barely()).allow).toBe(true);
  });

  it('asks exits for nothing', () => {
    const decision = new TestGate({ risk: { maxSymbolExposureUsdt: 1 } }).judge(
      barely({ order: { ...EXIT, price: undefined } }),
    );
    expect([decision.allow, decision.missing]).toEqual([true, []]);
  });

  it('never passes a live opening that lacks what a guard needs', () => {
    fc.assert(
      fc.property(wireRequest, (request) => {
        const { latencyMs, spreadBps, slipBpsEst, aBps, bBps, score } = request.market;
        const decision = new TestGate().judge(request);
        if (decision.allow && !request.order.reduceOnly)
          expect([latencyMs, spreadBps, slipBpsEst, aBps, bBps, score]).not.toContain(undefined);
        expect(decision.missing).toEqual([]);
      }),
    );
  });
});

describe('exits', () => {
  const anything = wireRequest.map((request) => ({
    ...request,
    order: { ...request.order, ...EXIT, qty: 1 },
    market: { ...request.market, dq: undefined },
  }));

  it('pass whatever the guards of openings say, ACTIVE and REDUCING, of a known position and of none', () => {
    fc.assert(
      fc.property(anything, fc.boolean(), fc.boolean(), (request, known, reducing) => {
        const one = new TestGate({ risk: { sizeScale: 0, maxSymbolExposureUsdt: 0, maxOrdersPerMin: 0 } });
        if (known) one.fill('buy', 1);
        if (reducing) one.state.tradingState = 'REDUCING';
        expect(one.judge({ ...request, order: { ...request.order, symbol: 'BTCUSDT' } })).toMatchObject({
          allow: true,
          maxQty: 1,
        });
      }),
    );
  });

  it.each<[string, (one: TestGate) => void, string]>([
    ['disarm', ({ state }) => state.health.disarm(), 'latency_disarmed'],
    [
      'halt',
      ({ state, config }) => {
        for (let i = 0; i < config.aurora.haltThresholdRepeats; i++) state.health.record(1e6, NOW_MS);
      },
      'latency_halt',
    ],
    ['the trading state', ({ state }) => void (state.tradingState = 'HALTED'), 'TRADING.HALTED'],
    [
      'the kill-switch',
      ({ state }) => {
        for (let i = 0; i < 10; i++) state.rejectStorm.record(true, NOW_MS);
      },
      'AURORA.HALT',
    ],
  ])('meet %s', (_, stop, reason) => {
    fc.assert(
      fc.property(anything, (request) => {
        const one = new TestGate();
        stop(one);
        expect(one.judge(request).reason).toBe(reason);
      }),
      { numRuns: 20 },
    );
  });

  it('are reported as not judged by the guards of openings', () => {
    const outcomes = new TestGate().decide({ order: EXIT }).guards.map(({ guard, outcome }) => `${guard} ${outcome}`);
    expect(outcomes).toContain('latency skip');
    expect(outcomes).toContain('anti_churn skip');
    expect(outcomes).toContain('health pass');
    expect(outcomes).toContain('exposure pass');
  });
});

describe('a guard that fails', () => {
  it.each([
    ['check', { check: fail }],
    ['observe', { observe: fail, check: () => pass() }],
    ['a block without its reason', { check: () => block('nobody knows') }],
  ])('in %s blocks with its name', (_, bound) => {
    const decision = replacing('trap', bound).decide();
    expect(decision).toMatchObject({
      allow: false,
      reason: 'guard_error:trap',
      reasonCode: 'guard_error',
      blockedBy: 'trap',
    });
    expect(decision.errors).toEqual([{ guard: 'trap', error: expect.any(Error) }]);
    expect(reportOf(decision, 'trap')).toMatchObject({ outcome: 'block', reason: 'guard_error' });
  });

  it('lets another guard that blocks before it name the reason, and is still told', () => {
    const decision = replacing('trap', { observe: fail, check: () => pass() }).decide({ market: { latencyMs: 501 } });
    expect([decision.reason, decision.errors.length]).toEqual(['latency_guard', 1]);
  });

  it('blocks exits only when it judges them', () => {
    const bound = { observe: fail, check: () => pass() };
    expect(replacing('trap', bound).decide({ order: EXIT }).allow).toBe(true);
    expect(replacing('trap', bound, 'all').decide({ order: EXIT }).reason).toBe('guard_error:trap');
  });

  it('has reserved nothing', () => {
    const one = replacing('trap', { check: fail });
    one.decide();
    expect(one.state.ledger.size).toBe(0);
  });
});

describe('any request inside the bounds of the wire', () => {
  const CHANGES = {
    pretrade: { evaluate: 'all' },
    icp: { observe: true },
    risk: { maxSymbolExposureUsdt: 1e5, maxOrdersPerMin: 3, sizeScale: 0.5 },
    guards: { cvarLimit: 5 },
    aurora: { minOpenIntervalMs: 5 },
  } as const;
  const circumstances: fc.Arbitrary<Circumstances> = fc.record({
    nowMs: fc.nat(20).map((ms) => NOW_MS + ms),
    mode: fc.constantFrom('live', 'testnet', 'paper', 'shadow'),
  });

  it('is answered: allowed with a quantity up to its own, or blocked with a reason and none', () => {
    fc.assert(
      fc.property(wireRequest, circumstances, (request, when) => {
        const decision = new TestGate(CHANGES).judge(request, when);
        if (decision.allow) {
          expect(decision.reason).toBe('ok');
          expect(decision.maxQty).toBeGreaterThan(0);
          expect(decision.maxQty).toBeLessThanOrEqual(request.order.qty);
          expect(decision.approved!.qty).toBe(decision.maxQty);
        } else {
          expect(decision).toMatchObject({ approved: null, maxQty: 0, reasonCode: expect.any(String) });
          expect(decision.notes[0]).toBeDefined();
        }
      }),
      { numRuns: 500 },
    );
  });

  it('gets the same answer from the same state and history, to the byte', () => {
    const steps = fc.array(fc.tuple(wireRequest, circumstances), { maxLength: 15 });
    fc.assert(
      fc.property(steps, (requests) => {
        const answers = () => {
          const one = new TestGate(CHANGES);
          return requests.map(([request, when]) => JSON.stringify(one.judge(request, when)));
        };
        expect(answers()).toEqual(answers());
      }),
    );
  });

  it('never passes with what it lacked before the limits were tightened', () => {
    const tight = { guards: { latencyMsLimit: 100, spreadBpsLimit: 20 }, risk: { piMinBps: 10, maxConcurrent: 3 } };
    fc.assert(
      fc.property(wireRequest, (request) => {
        if (!new TestGate().judge(request).allow) expect(new TestGate(tight).judge(request).allow).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});

it('judges by a calibrator that is switched between two requests', () => {
  const one = new TestGate();
  const before = one.decide().found.pTp;
  one.state.calibrator = { ...SIGMOID_CALIBRATOR, predict: () => 0.25 };
  expect([before === 0.25, one.decide().found.pTp]).toEqual([false, 0.25]);
});
