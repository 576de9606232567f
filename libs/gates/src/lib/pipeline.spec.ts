import { SIGMOID_CALIBRATOR } from '@aurora/calibration';
import { EXIT, gateOf, NOW_MS, reportOf, requestOf, TestGate } from './gate.fixture';
import { block, pass, type BoundGuard } from './guard';
import { GUARD_SET, type GuardId } from './guard-registry';
import { orderOf } from './guard-order';
import type { GuardProbe } from './pipeline';
import type { AnyGuard } from './stage';

const DEFAULT_ORDER = ['latency', 'health', 'trap', 'expected_return', 'slippage', 'risk', 'sprt', 'spread'] as const;

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

  it('grants no quantity when a guard blocks after the exposure was granted', () => {
    const late = {
      ...inPlaceOf('trap', { check: () => block('trap_guard', 1, 1) }),
      reasons: GUARD_SET.ordered[2].reasons,
    };
    const decision = new TestGate({}, { ...GUARD_SET, last: [...GUARD_SET.last, late] }).decide();
    expect(decision).toMatchObject({ allow: false, approved: null, maxQty: 0, found: { maxQty: 2 } });
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

it('judges by a calibrator that is switched between two requests', () => {
  const one = new TestGate();
  const before = one.decide().found.pTp;
  one.state.calibrator = { ...SIGMOID_CALIBRATOR, predict: () => 0.25 };
  expect([before === 0.25, one.decide().found.pTp]).toEqual([false, 0.25]);
});
