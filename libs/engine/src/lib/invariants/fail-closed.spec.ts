import fc from 'fast-check';
import { parsePretradeRequest, type PretradeCheckRequest } from '@aurora/contracts';
import { GUARDS, type GuardId } from '@aurora/gates';
import { type Judged } from '../judged';
import { histories, live, sections, type Happening, type Model } from '../history.fixture';
import { body } from '../request.fixture';
import { tried } from '../runs.fixture';
import { bodyOf, NOON, Session, type Sections } from '../session.fixture';
import { FaultyGuards, type Fault } from './faulty-guards.fixture';
import { configured, settings } from './limits.fixture';

/** Every answer is one of two kinds, and its numbers are in bounds. */
function expectWellFormed({ request, decision, answer, answerJson }: Judged): void {
  const { allow, max_qty, risk_scale, cooldown_ms, reason, quotas, observability } = answer;
  const blocks = observability.guards!.filter(({ outcome }) => outcome === 'block');
  expect(observability.gate_state).toBe(allow ? 'PASS' : 'BLOCK');
  expect(max_qty >= 0 && max_qty <= request.order.qty && max_qty > 0 === allow).toBe(true);
  expect(risk_scale >= 0 && risk_scale <= 1).toBe(true);
  expect(Number.isFinite(cooldown_ms) && cooldown_ms >= 0 && (cooldown_ms === 0 || !allow)).toBe(true);
  if (allow) {
    expect([reason, decision.reasonCode, decision.blockedBy, blocks]).toEqual(['ok', null, null, []]);
    expect(decision.approved!.qty).toBe(max_qty);
  } else {
    expect([decision.approved, blocks[0]!.guard, blocks[0]!.reason]).toEqual([
      null,
      decision.blockedBy,
      decision.reasonCode,
    ]);
    expect(reason.split(':')[0]).toBe(decision.reasonCode);
    expect(observability.reasons!.length).toBeGreaterThan(0);
  }
  for (const left of [quotas.trades_pm_left, quotas.symbol_exposure_left_usdt])
    expect(left ?? 0).toBeGreaterThanOrEqual(0);
  // JSON writes what is not finite as null.
  expect(JSON.parse(answerJson)).toEqual(answer);
}

describe('every answer', () => {
  const answers: Model = {
    saw: (happening: Happening) => void (happening.kind === 'checked' && expectWellFormed(happening.judged)),
  };

  it('is an allow with a quantity or a block with a reason, under any setting, whatever happened', () => {
    fc.assert(
      fc.property(settings({ tight: 8 }), histories(40, { clock: 'erratic' }), (limits, history) =>
        live(new Session(configured(limits)), history, answers),
      ),
      tried(150),
    );
  });

  it('is the same to the byte when the same happens again, and so is the log', () => {
    fc.assert(
      fc.property(sections, histories(40, { clock: 'erratic' }), (config, history) => {
        const [once, again] = [new Session(config), new Session(config)];
        for (const session of [once, again]) live(session, history);
        expect(again.lines).toEqual(once.lines);
      }),
      tried(60),
    );
  });
});

describe('a guard that fails', () => {
  const faults: fc.Arbitrary<Fault> = fc.record({
    guard: fc.constantFrom<GuardId>(...GUARDS.map(({ id }) => id)),
    at: fc.constantFrom('check', 'check', 'observe'),
    thrown: fc.constantFrom<unknown>(new Error('broken'), undefined, 'text', null, new RangeError('out')),
  });
  const judgesExits = (id: GuardId): boolean => GUARDS.find((guard) => guard.id === id)!.judges === 'all';

  it('never lets the order through, reserves nothing, and harms no other', () => {
    const reached = { check: 0, observe: 0 };
    fc.assert(
      fc.property(
        sections,
        histories(12),
        fc.array(fc.tuple(faults, body), { minLength: 1, maxLength: 6 }),
        (config, history, failing) => {
          const guards = new FaultyGuards();
          const session = new Session(config, null, NOON, { guards: guards.set });
          live(session, history);
          for (const [fault, asked] of failing) {
            const reserved = session.engine.snapshot().reservations;
            Object.assign(guards, { fault, failed: false });
            const judged = session.check(asked);
            guards.fault = null;
            expectWellFormed(judged);
            if (!guards.failed) continue;
            reached[fault.at]++;
            // What protects openings alone is not asked about an exit, so it cannot fail it.
            if (judged.request.order.reduceOnly && !judgesExits(fault.guard)) continue;
            const { reservations } = session.engine.snapshot();
            expect(judged.answer.allow).toBe(false);
            expect(reservations.reservations.length).toBeLessThanOrEqual(reserved.reservations.length);
            expect(judged.events.some(({ code }) => code === 'HEALTH.ERROR')).toBe(true);
            if (fault.at === 'check')
              expect(judged.answer.observability.reasons).toContain(`guard_error:${fault.guard}`);
          }
        },
      ),
      tried(150),
    );
    expect(Math.min(reached.check, reached.observe)).toBeGreaterThan(0);
  });

  it.each(GUARDS.map(({ id }) => id))('%s: the reason names it', (guard) => {
    const guards = new FaultyGuards();
    const session = new Session({}, null, NOON, { guards: guards.set });
    guards.fault = { guard, at: 'check', thrown: new Error('broken') };
    expect(session.check(bodyOf()).answer).toMatchObject({ allow: false, max_qty: 0, reason: `guard_error:${guard}` });
    guards.fault = null;
    expect(session.check(bodyOf()).answer.reason).toBe('ok');
  });

  it('and a probe that fails end in no answer at all', () => {
    const { engine, nowMs } = new Session();
    const broken = () => {
      throw new Error('broken');
    };
    expect(() => engine.check('d', bodyOf() as never, [], '{}', nowMs, broken)).toThrow('broken');
  });
});

describe('a number that is not finite', () => {
  const LIMITS: Sections = {
    risk: { max_symbol_exposure_usdt: 1e6, max_orders_per_min: 9 },
    guards: { cvar_limit: 50 },
    trap: { min_history: 240 },
  };
  const FULL = bodyOf(
    { notional: 5_000 },
    {
      pnl_today_pct: 1,
      open_positions: 1,
      vol_std_bps: 1,
      cvar_hist: [1, 2],
      sprt_samples: [0.5, 1],
      trap_cancel_deltas: [1],
      trap_add_deltas: [3],
      trap_trades_cnt: 4,
      obi_sign: 1,
      tfi_sign: 1,
      z: 1,
      aci: 0,
    },
    { fees_bps: 1 },
  );
  /** Numbers of a body by path. */
  const NUMBERS = [
    ...['qty', 'price', 'notional'].map((field) => ['order', field] as const),
    ...Object.keys(FULL.market).map((field) => ['market', field] as const),
  ];
  const withNumber = (section: 'order' | 'market', field: string, value: number): object => {
    const before = FULL[section][field];
    return { ...FULL, [section]: { ...FULL[section], [field]: Array.isArray(before) ? [...before, value] : value } };
  };
  const isAllowed = (asked: object): boolean => {
    const { engine, nowMs } = new Session(LIMITS);
    return engine.check('d', asked as PretradeCheckRequest, [], '{}', nowMs).decision.allow;
  };

  it('reaches no guard from outside: any of them anywhere is refused at the door', () => {
    const paths = [...NUMBERS, ['fees_bps'] as const];
    for (const [section, field] of paths)
      for (const value of [NaN, Infinity, -Infinity]) {
        const asked = field === undefined ? { ...FULL, fees_bps: value } : withNumber(section as 'order', field, value);
        expect([section, field, value, parsePretradeRequest(asked).ok]).toEqual([section, field, value, false]);
      }
  });

  it('is allowed as it should be where all are finite', () => expect(isAllowed(FULL)).toBe(true));

  /** Observed only. */
  const NOT_JUDGED = ['z', 'aci'];
  /** Two signs that are not equal count as opposed, and opposed signs block only while cancels are high. */
  const SIGNS = ['obi_sign', 'tfi_sign'];

  it.each(NUMBERS.filter(([, field]) => ![...NOT_JUDGED, ...SIGNS].includes(field)))(
    'NaN as %s.%s never lets an order through, should it reach a guard',
    (section, field) => expect(isAllowed(withNumber(section, field, NaN))).toBe(false),
  );

  it.each<[GuardId, string]>([
    ['latency', 'latency_ms'],
    ['health', 'latency_ms'],
    ['trap', 'trap_cancel_deltas'],
    ['trap', 'trap_add_deltas'],
    ['trap', 'trap_trades_cnt'],
    ['expected_return', 'score'],
    ['expected_return', 'a_bps'],
    ['expected_return', 'b_bps'],
    ['expected_return', 'slip_bps_est'],
    ['slippage', 'slip_bps_est'],
    ['slippage', 'b_bps'],
    ['risk', 'pnl_today_pct'],
    ['risk', 'open_positions'],
    ['sprt', 'score'],
    ['sprt', 'sprt_samples'],
    ['spread', 'spread_bps'],
    ['governance', 'latency_ms'],
    ['governance', 'spread_bps'],
    ['governance', 'vol_std_bps'],
    ['governance', 'pnl_today_pct'],
    ['governance', 'open_positions'],
    ['governance', 'cvar_hist'],
  ])('%s blocks NaN as %s by itself', (guard, field) => {
    const order = guard === 'governance' ? [] : [guard];
    const { engine, nowMs } = new Session({ ...LIMITS, pretrade: { order } });
    const asked = withNumber('market', field, NaN) as PretradeCheckRequest;
    expect(engine.check('d', asked, [], '{}', nowMs).decision.blockedBy).toBe(guard);
  });

  it.each([
    ['latency_ms', Infinity],
    ['latency_ms', -Infinity],
    ['spread_bps', Infinity],
    ['slip_bps_est', Infinity],
    ['a_bps', Infinity],
    ['b_bps', -Infinity],
    ['score', -Infinity],
    ['pnl_today_pct', -Infinity],
    ['open_positions', Infinity],
    ['vol_std_bps', Infinity],
    ['cvar_hist', -Infinity],
    ['sprt_samples', Infinity],
    ['sprt_samples', -Infinity],
    ['trap_cancel_deltas', Infinity],
    ['trap_add_deltas', Infinity],
  ])('%s of %p does not either', (field, value) => expect(isAllowed(withNumber('market', field, value))).toBe(false));

  it('as the time ends in no allow', () => {
    const { engine } = new Session();
    const isAllowedAt = (nowMs: number): boolean => {
      try {
        return engine.check('d', bodyOf() as never, [], '{}', nowMs).decision.allow;
      } catch {
        return false;
      }
    };
    expect([isAllowedAt(NaN), isAllowedAt(NOON)]).toEqual([false, true]);
  });
});
