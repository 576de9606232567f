import type { MarketView } from '@aurora/kernel';
import fc from 'fast-check';
import type { GateConfig } from '../gate-config';
import { EXIT, gateOf, reportOf } from '../gate.fixture';
import { trapScore } from './trap-measure';

const gate = (trap: Partial<GateConfig['trap']> = {}, trapGuardEnabled = true) =>
  gateOf(['trap'], { trap, guards: { trapGuardEnabled } });
const flow = (cancels: number, adds: number, more: Partial<MarketView> = {}): { market: Partial<MarketView> } => ({
  market: { trapCancelDeltas: [cancels], trapAddDeltas: [adds], trapTradesCnt: 1, ...more },
});
const OPPOSED = { obiSign: 1, tfiSign: -1 };
/** Adds outweigh cancels: z is −4 against an empty history. */
const CALM = flow(1, 9);

describe('composite score', () => {
  const calmScore = trapScore(1, 9, 4.5);

  it.each([
    [calmScore - 1e-9, 'trap_guard_score'],
    [calmScore, 'ok'],
    [calmScore + 1e-9, 'ok'],
    [1, 'ok'],
    [0, 'trap_guard_score'],
  ])('against a threshold of %p: %s', (scoreThreshold, reason) => {
    expect(gate({ scoreThreshold }).decide(CALM).reason).toBe(reason);
  });

  it('notes score and threshold', () => {
    const decision = gate({ scoreThreshold: 0.25 }).decide(CALM);
    expect(decision.notes).toEqual([`trap_guard_score:${calmScore.toFixed(2)}>0.25`]);
    expect(reportOf(decision, 'trap')).toMatchObject({ outcome: 'block', value: calmScore, limit: 0.25 });
  });
});

describe('z', () => {
  /** trap_raw 1…5, so z of trap_raw x is (x − 3)/3.2. */
  const withHistory = (trap: Partial<GateConfig['trap']>) => {
    const one = gate({ scoreThreshold: 1, ...trap });
    for (const cancels of [2, 4, 6, 8, 10]) one.decide(flow(cancels, 0));
    return one;
  };

  it.each([
    [(6 - 3) / 3.2, 'trap_guard'],
    [(6 - 3) / 3.2 + 1e-6, 'ok'],
    [4, 'ok'],
    [-4, 'trap_guard'],
  ])('of 0.9375 against a threshold of %p: %s', (zThreshold, reason) => {
    expect(withHistory({ zThreshold }).decide(flow(12, 0)).reason).toBe(reason);
  });

  it.each([
    [5, 'trap_guard'],
    [6, 'ok'],
  ])('with 5 samples and a least history of %p: %s', (minHistory, reason) => {
    expect(withHistory({ zThreshold: 0.5, minHistory }).decide(flow(12, 0)).reason).toBe(reason);
  });

  it.each([
    [4, 'trap_guard'],
    [4.001, 'ok'],
  ])('clipped to 4 against a threshold of %p: %s', (zThreshold, reason) => {
    expect(gate({ zThreshold, scoreThreshold: 1 }).decide(flow(2, 1)).reason).toBe(reason);
  });

  it('blocks a first order with net cancels unless a history is asked for', () => {
    expect(gate().decide(flow(2, 1)).notes).toEqual(['trap_guard:z=4.00']);
    expect(gate({ minHistory: 30 }).decide(flow(2, 1)).allow).toBe(true);
  });

  it('names the reason when the score trips too, and both are noted', () => {
    const decision = gate({ scoreThreshold: 0.5 }).decide(flow(9, 0));
    expect(decision).toMatchObject({ reason: 'trap_guard', reasonCode: 'trap_guard' });
    expect(decision.notes).toEqual(['trap_guard:z=4.00', 'trap_guard_score:0.60>0.50']);
  });
});

describe('cancels against opposed imbalances', () => {
  const calm = { zThreshold: 4, minHistory: 240 };

  it.each<[string, Partial<MarketView>, string]>([
    ['opposed', OPPOSED, 'trap_guard'],
    ['opposed the other way', { obiSign: -0.1, tfiSign: 1e15 }, 'trap_guard'],
    ['one is flat', { obiSign: 0, tfiSign: 1 }, 'trap_guard'],
    ['both flat, one as −0', { obiSign: 0, tfiSign: -0 }, 'ok'],
    ['the same', { obiSign: 1, tfiSign: 2 }, 'ok'],
    ['one not given', { obiSign: 1 }, 'ok'],
    ['one null', { obiSign: 1, tfiSign: null as unknown as undefined }, 'ok'],
  ])('%s', (_, signs, reason) => {
    expect(gate(calm).decide(flow(1, 9, signs)).reason).toBe(reason);
  });

  it('asks for cancels at their percentile or above, this request included', () => {
    const one = gate({ ...calm, cancelPctl: 50 });
    for (const cancels of [1, 2, 3, 4]) one.decide(flow(cancels, 20));
    expect(one.decide(flow(2.4, 20, OPPOSED)).allow).toBe(false);
    expect(one.decide(flow(2.1, 20, OPPOSED)).allow).toBe(true);
  });
});

it.each<[Partial<MarketView>, string[]]>([
  [{}, []],
  [{ trapTradesCnt: 3 }, []],
  [{ trapCancelDeltas: [9] }, ['trap_guard_skipped_incomplete']],
  [{ trapAddDeltas: [9], trapTradesCnt: 1 }, ['trap_guard_skipped_incomplete']],
  [{ trapCancelDeltas: [9], trapAddDeltas: [1] }, ['trap_guard_skipped_incomplete']],
  [
    { trapCancelDeltas: [9], trapAddDeltas: null as unknown as undefined, trapTradesCnt: 1 },
    ['trap_guard_skipped_incomplete'],
  ],
])('does not judge %p, and says so when only a part came', (market, notes) => {
  const decision = gate().decide({ market });
  expect([decision.allow, decision.found.trap, decision.notes]).toEqual([true, null, notes]);
  expect(reportOf(decision, 'trap')?.outcome).toBe('skip');
});

it('computes and reports while it is switched off, and neither blocks nor notes', () => {
  const decision = gate({ scoreThreshold: 0 }, false).decide(flow(9, 0));
  expect(decision).toMatchObject({ allow: true, notes: [], found: { trap: { trapZ: 4 }, trapFlag: true } });
  expect(reportOf(decision, 'trap')).toMatchObject({ outcome: 'skip', reason: null });
});

it('keeps one history per symbol', () => {
  const one = gate();
  for (let i = 0; i < 5; i++) one.decide(flow(1 + i, 9));
  expect(one.decide({ ...flow(1, 9), order: { symbol: 'ETHUSDT' } }).found.trap?.history).toBe(0);
  expect(one.decide(CALM).found.trap?.history).toBe(5);
});

it('is fed by requests that another guard blocks, and by exits, which it does not judge', () => {
  const one = gateOf(['latency', 'trap']);
  one.decide({ market: { ...CALM.market, latencyMs: 1e6 } });
  expect(one.decide({ ...flow(9, 0), order: EXIT })).toMatchObject({ allow: true, found: { trap: { history: 1 } } });
  expect(one.decide(CALM).found.trap?.history).toBe(2);
});

it('blocks on a number that is none', () => {
  expect(gate().decide(flow(NaN, 1)).reason).toBe('guard_error:trap');
});

it('never passes more cancels, or under lower thresholds, what it blocked', () => {
  const quantity = fc.double({ min: 0, max: 20, noNaN: true });
  const past = fc.array(fc.tuple(quantity, quantity), { maxLength: 10 });
  const thresholds = fc.record({
    zThreshold: fc.double({ min: -4, max: 4, noNaN: true }),
    scoreThreshold: fc.double({ min: 0, max: 1, noNaN: true }),
    cancelPctl: fc.integer({ min: 0, max: 100 }),
  });
  fc.assert(
    fc.property(
      past,
      quantity,
      quantity,
      quantity,
      thresholds,
      fc.boolean(),
      (before, cancels, adds, more, trap, opposed) => {
        const passes = (cancelled: number, settings: Partial<GateConfig['trap']>) => {
          const one = gate(settings);
          for (const [c, a] of before) one.decide(flow(c, a));
          return one.decide(flow(cancelled, adds, opposed ? OPPOSED : {})).allow;
        };
        if (passes(cancels, trap)) return;
        expect(passes(cancels + more, trap)).toBe(false);
        expect(passes(cancels, { ...trap, zThreshold: trap.zThreshold - 1 })).toBe(false);
        expect(passes(cancels, { ...trap, scoreThreshold: trap.scoreThreshold / 2 })).toBe(false);
        expect(passes(cancels, { ...trap, cancelPctl: trap.cancelPctl / 2 })).toBe(false);
      },
    ),
  );
});
