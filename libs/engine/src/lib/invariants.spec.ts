import fc from 'fast-check';
import { live, sections, step, steps, type Step } from './history.fixture';
import { Session, type Sections } from './session.fixture';

const checks = fc.array(
  step.filter((one) => one.kind === 'check'),
  { minLength: 1, maxLength: 40, size: 'max' },
);

describe('whatever happens', () => {
  it('a cool-off only lengthens until a reset', () => {
    fc.assert(
      fc.property(sections, steps(60), (config, history) => {
        const session = new Session(config);
        let untilMs = 0;
        live(session, history, (one: Step) => {
          const now = session.engine.guardState(session.nowMs).cooloffUntilMs;
          if (one.kind === 'operate' && one.command.kind === 'reset') untilMs = 0;
          expect(now).toBeGreaterThanOrEqual(untilMs);
          untilMs = now;
        });
      }),
      { numRuns: 60 },
    );
  });

  it('a halt by latency lasts until a reset, and a disarmed gate allows nothing', () => {
    fc.assert(
      fc.property(sections, steps(60), (config, history) => {
        const session = new Session(config);
        let halted = false;
        live(session, history, (one: Step) => {
          const now = session.engine.guardState(session.nowMs);
          if (one.kind === 'operate' && one.command.kind === 'reset') halted = false;
          if (halted) expect(now.halted).toBe(true);
          halted = now.halted;
        });
      }),
      { numRuns: 60 },
    );
  });

  it('answers keep their bounds: no quantity beyond what was asked, none without an allow, quotas never negative', () => {
    fc.assert(
      fc.property(sections, steps(60), (config, history) => {
        const session = new Session(config);
        live(session, history);
        for (const line of session.lines.filter((text) => text.includes('"POLICY.DECISION"'))) {
          const { request, decision } = JSON.parse(line).details;
          const { allow, max_qty, risk_scale, cooldown_ms, reason, quotas, observability } = decision;
          expect(max_qty > 0).toBe(allow);
          expect(max_qty).toBeLessThanOrEqual(request.order.qty);
          expect(reason === 'ok').toBe(allow);
          expect(observability.gate_state).toBe(allow ? 'PASS' : 'BLOCK');
          expect(observability.guards.some(({ outcome }: { outcome: string }) => outcome === 'block')).toBe(!allow);
          expect(risk_scale >= 0 && risk_scale <= 1 && cooldown_ms >= 0).toBe(true);
          expect(quotas.trades_pm_left ?? 0).toBeGreaterThanOrEqual(0);
          expect(quotas.symbol_exposure_left_usdt ?? 0).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('what is granted in one minute never exceeds the cap of a symbol nor the orders per minute', () => {
    const CAP = 20_000;
    const config: Sections = {
      risk: { max_symbol_exposure_usdt: CAP, max_orders_per_min: 6, reservation_ttl_ms: 60_000 },
      aurora: { halt_threshold_repeats: 100, cooloff_base_sec: 1, latency_guard_ms: 600 },
      trap: { min_history: 30 },
      guards: { reject_storm_cooldown_s: 1 },
    };
    fc.assert(
      fc.property(checks, (history) => {
        const session = new Session(config);
        const granted: { readonly atMs: number; readonly symbol: string; readonly value: number }[] = [];
        for (const { afterMs, body } of history) {
          const { request, answer } = session.advance(afterMs).check(body);
          const { symbol, price = 0, reduceOnly } = request.order;
          if (!answer.allow || reduceOnly) continue;
          granted.push({ atMs: session.nowMs, symbol, value: answer.max_qty * price });
          const inForce = granted.filter(({ atMs }) => atMs > session.nowMs - 60_000);
          expect(inForce.length).toBeLessThanOrEqual(6);
          const ofSymbol = inForce.filter((one) => one.symbol === symbol);
          expect(ofSymbol.reduce((sum, { value }) => sum + value, 0)).toBeLessThanOrEqual(CAP * (1 + 1e-9));
        }
      }),
      { numRuns: 120 },
    );
  });

  it.each<[string, Sections]>([
    ['latency', { guards: { latency_ms_limit: 20 } }],
    ['spread', { guards: { spread_bps_limit: 10 } }],
    ['expected return', { risk: { pi_min_bps: 15 } }],
    ['slippage', { slippage: { eta_fraction_of_b: 0.05 } }],
    ['drawdown', { risk: { dd_day_pct: 1 } }],
    ['volatility', { guards: { vol_guard_std_bps: 50 } }],
    ['p95 of latency', { aurora: { latency_guard_ms: 15 } }],
    ['TRAP', { trap: { z_threshold: 0.5, score_threshold: 0.2 } }],
  ])('a tighter limit of %s never allows what the looser one denies, after the same history', (_, tight) => {
    fc.assert(
      fc.property(steps(25), checks, (history, [last]) => {
        const [loose, tighter] = [new Session(), new Session()];
        for (const session of [loose, tighter]) {
          live(
            session,
            history.filter(({ kind }) => kind !== 'switch'),
          );
          session.advance(last!.afterMs);
        }
        tighter.switchTo(tight);
        const [given, kept] = [loose.check(last!.body).answer, tighter.check(last!.body).answer];
        if (kept.allow) expect([given.allow, given.max_qty >= kept.max_qty]).toEqual([true, true]);
      }),
      { numRuns: 25 },
    );
  });
});
