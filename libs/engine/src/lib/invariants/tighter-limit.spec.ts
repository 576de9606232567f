import fc from 'fast-check';
import { configKeys } from '@aurora/config';
import { gateConfig } from '@aurora/gates';
import { type PretradeCheckAnswer } from '@aurora/contracts';
import { histories, live, sections, unstopped, type History } from '../history.fixture';
import { body, fullBody } from '../request.fixture';
import { tried } from '../runs.fixture';
import { bodyOf, Session, type Sections } from '../session.fixture';
import {
  ALL_GUARDS,
  BOTH_WAYS,
  configured,
  INDIFFERENT,
  LADDERS,
  settings,
  settingsOf,
  tightenings,
  withCompanions,
  type Setting,
} from './limits.fixture';

/** What two configurations answer to the same body after the same history. */
function answersUnder(
  configs: readonly Sections[],
  start: Sections,
  history: History,
  last: object,
): readonly PretradeCheckAnswer[] {
  return configs.map((config) => {
    const session = new Session(start);
    live(session, history);
    session.switchTo(config);
    return session.check(last).answer;
  });
}

/** Cutting an order to a cap rounds; nothing else about a quantity does. */
const ROUNDING = 1 + 1e-12;

describe('every key the gate reads', () => {
  const classified = [LADDERS, INDIFFERENT, BOTH_WAYS].flatMap(Object.keys);
  const read = Object.entries(gateConfig).flatMap(([section, keys]) =>
    Object.keys(keys).map((key) => `${section}.${key}`),
  );

  it('has a tighter direction, is indifferent, or is named as having none', () => {
    expect([...classified].sort()).toEqual([...read, 'mode'].sort());
  });

  it('is a key of the configuration, and no other key stands in a section of the gate', () => {
    const own = configKeys().map(({ path }) => path);
    const sectionsRead = Object.keys(gateConfig);
    const strangers = own.filter((path) => sectionsRead.includes(path.split('.')[0]!) && !read.includes(path));
    expect([strangers, read.filter((path) => !own.includes(path))]).toEqual([[], []]);
  });
});

describe('on the next request', () => {
  it('tighter limits never allow what looser ones block, and never a larger quantity', () => {
    fc.assert(
      fc.property(tightenings(), sections, histories(15), body, ([loose, tight], start, history, last) => {
        const [given, kept] = answersUnder([configured(loose), configured(tight)], start, history, last);
        if (!kept!.allow) return;
        expect(given!.allow).toBe(true);
        expect(kept!.max_qty).toBeLessThanOrEqual(given!.max_qty * ROUNDING);
        expect(kept!.risk_scale).toBeLessThanOrEqual(given!.risk_scale);
      }),
      tried(250),
    );
  });

  it.each(Object.keys(LADDERS))('%s alone, between any neighbours of its ladder', (path) => {
    const place = fc.nat(LADDERS[path]!.length - 2);
    const needed = withCompanions(path);
    fc.assert(
      fc.property(settingsOf(needed), unstopped(12), fullBody, place, (base, history, last, place) => {
        const at = (step: number) => configured({ ...base, [path]: step });
        const [given, kept] = answersUnder([at(place), at(place + 1)], at(place), history, last);
        if (!kept!.allow) return;
        expect([given!.allow, kept!.max_qty <= given!.max_qty * ROUNDING]).toEqual([true, true]);
      }),
      tried(needed.length > 1 ? 50 : 15),
    );
  });

  it.each(Object.entries(INDIFFERENT))('%s changes neither the verdict nor the quantity', (path, [one, other]) => {
    fc.assert(
      fc.property(settings({ fixed: ALL_GUARDS }), sections, histories(8), body, (base, start, history, last) => {
        const under = [one, other].map((value) => configured(base, { [path]: value }));
        const [first, second] = answersUnder(under, start, history, last);
        expect([second!.allow, second!.max_qty]).toEqual([first!.allow, first!.max_qty]);
      }),
      tried(12),
    );
  });
});

describe('over whole histories', () => {
  /** What an earlier verdict changes for a later one: it must not be at work. */
  const FEEDBACK: Setting = {
    'risk.max_symbol_exposure_usdt': 0,
    'risk.max_orders_per_min': 0,
    'risk.reservation_ttl_ms': 0,
    'aurora.min_open_interval_ms': 0,
    'aurora.latency_warn_interval_s': LADDERS['aurora.latency_warn_interval_s']!.length - 1,
    'guards.reject_storm_min_total': 0,
    'guards.reject_storm_pct': 0,
    'guards.reject_storm_cooldown_s': 0,
    'pretrade.missing_input': 0,
    mode: 0,
  };
  /** Reports of orders nobody asked about, and requests without a stop of the kill-switch or a mode of their own. */
  const happened = fc.array(
    fc.oneof(
      { weight: 6, arbitrary: body.map((made) => ({ check: { ...made, account: undefined } as object })) },
      {
        weight: 2,
        arbitrary: fc
          .record({
            symbol: fc.constantFrom('BTCUSDT', 'ETHUSDT'),
            side: fc.constantFrom('buy', 'sell'),
            filled: fc.constantFrom(0.1, 1),
            close: fc.boolean(),
            pnl_pct: fc.constantFrom(null, -1.5, 0.4),
          })
          .map((made) => ({ report: { status: 'filled', average: 40_000, ...made } })),
      },
      { weight: 1, arbitrary: fc.record({ coolOffSec: fc.nat(5) }) },
      { weight: 1, arbitrary: fc.constant('reset' as const) },
      { weight: 1, arbitrary: fc.constant('restart' as const) },
    ),
    { minLength: 1, maxLength: 25, size: 'max' },
  );
  const waits = fc.infiniteStream(fc.constantFrom(0, 10, 700, 40_000, 200_000));

  it('they block whatever the looser ones block, where no verdict changes what a later one sees', () => {
    fc.assert(
      fc.property(tightenings({ fixed: FEEDBACK, tight: 5 }), happened, waits, (settings, steps, afterMs) => {
        const [loose, tight] = settings.map((setting) => new Session(configured(setting))) as [Session, Session];
        for (const step of steps) {
          const { value: waitMs } = afterMs.next();
          const [given, kept] = [loose, tight].map((session) => {
            session.advance(waitMs);
            if (step === 'restart') session.restart();
            else if (step === 'reset') session.operate({ kind: 'reset' });
            else if ('coolOffSec' in step) session.operate({ kind: 'cool_off', sec: step.coolOffSec });
            else if ('report' in step) session.book(step.report);
            else return session.check(step.check).answer.allow;
            return null;
          });
          if (kept) expect(given).toBe(true);
        }
      }),
      tried(200),
    );
  });

  it.each<[string, Sections, Sections, (session: Session) => void]>([
    [
      'what is blocked reserves nothing, so a cap has more left',
      { risk: { max_symbol_exposure_usdt: 5_000 } },
      { risk: { max_symbol_exposure_usdt: 5_000, pi_min_bps: 20 } },
      (session) => session.check(bodyOf({}, { b_bps: 30 })),
    ],
    [
      'what is blocked does not start the interval between openings',
      { aurora: { min_open_interval_ms: 1000 } },
      { aurora: { min_open_interval_ms: 1000 }, risk: { pi_min_bps: 20 } },
      (session) => session.check(bodyOf({}, { b_bps: 30 })),
    ],
    [
      'what is blocked before does not reach the kill-switch',
      {},
      { risk: { pi_min_bps: 20 } },
      (session) => session.check(bodyOf({}, { b_bps: 30, dq: { stale_book: true } })),
    ],
    [
      'an earlier warning silences a later one for the interval, so a cool-off begins and ends earlier',
      { aurora: { latency_guard_ms: 50, latency_warn_interval_s: 300, cooloff_base_sec: 120, latency_window_sec: 1 } },
      { aurora: { latency_guard_ms: 20, latency_warn_interval_s: 300, cooloff_base_sec: 120, latency_window_sec: 1 } },
      (session) => {
        session.check(bodyOf({}, { latency_ms: 40 }));
        session.advance(200_000).check(bodyOf({}, { latency_ms: 60 }));
        session.advance(2_000);
      },
    ],
    [
      'a sample that is not made up cannot fill the window',
      { aurora: { latency_min_samples: 3 } },
      { aurora: { latency_min_samples: 3 }, pretrade: { missing_input: 'deny' } },
      (session) => {
        for (let n = 0; n < 2; n++) session.check(bodyOf({}, { latency_ms: null }));
        session.check(bodyOf({}, { latency_ms: 400 }));
      },
    ],
  ])('elsewhere they may allow later what the looser ones block: %s', (_, loose, tight, before) => {
    const [given, kept] = [loose, tight].map((config) => {
      const session = new Session(config);
      before(session);
      return session.check(bodyOf()).answer.allow;
    });
    expect([given, kept]).toEqual([false, true]);
  });
});
