import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { camelKeys, secToMs } from '@aurora/kernel';
import type { Decision } from './decision';
import { barely, TestGate, type ConfigChanges } from './gate.fixture';
import { GUARD_SET } from './guard-registry';
import { ORDERED_GUARD_IDS } from './ordered-guard-ids';
import { reasonCodeOf } from './reasons';

type Numbers = Readonly<Record<string, number>>;

interface Recorded {
  readonly input: {
    readonly id: string;
    readonly config: Readonly<Record<string, object>>;
    readonly health: Numbers | null;
    readonly health_ops: readonly { readonly op: string; readonly latency_ms?: number; readonly sec?: number }[];
    readonly steps: readonly {
      readonly now_s: number;
      readonly health_reset_before?: boolean;
      readonly order: { readonly base_notional?: number; readonly qty: number };
      readonly market: object;
      readonly fees_bps?: number;
    }[];
  };
  readonly expected: readonly Answer[];
}

interface Answer {
  readonly allow: boolean;
  readonly reason: string;
  readonly risk_scale: number;
  readonly trap: Numbers | null;
  readonly sprt: Readonly<Record<string, string | number>> | null;
  readonly e_pi_bps: number | null;
  readonly p_tp: number | null;
}

const lines = readFileSync(join(__dirname, 'golden-decisions.fixture.jsonl'), 'utf8').trim().split('\n');
const cases = lines.map((line) => JSON.parse(line) as Recorded);

/** The ordered guards alone, lenient, on a fresh state. */
function gateFor({ config, health, health_ops: operations, steps }: Recorded['input']): TestGate {
  const sections = camelKeys(config) as ConfigChanges;
  const aurora = health && {
    latencyGuardMs: health['threshold_ms']!,
    latencyWindowSec: health['window_sec']!,
    cooloffBaseSec: health['base_cooloff_sec']!,
    haltThresholdRepeats: health['halt_threshold_repeats']!,
    latencyMinSamples: health['min_samples']!,
    latencyWarnIntervalS: health['warn_interval_s']!,
  };
  const order = ORDERED_GUARD_IDS.filter((id) => id !== 'health' || health !== null);
  const changes = { ...sections, ...(aurora && { aurora }), pretrade: { ...sections.pretrade, order } };
  const gate = new TestGate(changes, { ...GUARD_SET, first: [], last: [] });
  const nowMs = secToMs(steps[0]!.now_s);
  for (const { op, latency_ms: latencyMs, sec } of operations) {
    if (op === 'record') gate.state.health.record(latencyMs!, nowMs);
    else if (op === 'cooloff') gate.state.health.coolOff(sec!, nowMs);
    else gate.state.health.disarm();
  }
  return gate;
}

/** What was recorded and what came out, where the guard that computes a number ran in both. */
function compare(decision: Decision, expected: Answer): void {
  const { found } = decision;
  expect([decision.allow, reasonCodeOf(decision.reason)]).toEqual([expected.allow, expected.reason]);
  expect(found.riskScale).toBe(expected.risk_scale);
  if (expected.p_tp !== null) expect(found.pTp).toBeCloseTo(expected.p_tp, 9);
  if (expected.e_pi_bps !== null) expect(found.ePiBps).toBeCloseTo(expected.e_pi_bps, 9);
  for (const [key, value] of Object.entries(camelKeys(expected.trap ?? {})))
    expect(found.trap![key as 'trapZ']).toBeCloseTo(value, 9);
  if (expected.sprt !== null) {
    const { llr, ...rest } = camelKeys(expected.sprt);
    expect(found.sprt).toEqual({ ...rest, llr: expect.closeTo(llr as number, 9) });
  }
}

it.each(cases.map((recorded) => [`${recorded.input.id} (${recorded.expected.at(-1)!.reason})`, recorded] as const))(
  'gives the recorded decisions of %s',
  (_, { input, expected }) => {
    const gate = gateFor(input);
    input.steps.forEach(({ now_s, health_reset_before, order, market, fees_bps }, at) => {
      if (health_reset_before) gate.state.health.reset();
      const { baseNotional, ...rest } = camelKeys(order);
      const request = barely({
        // The recorded sequences share one history among their symbols.
        order: { ...rest, notional: baseNotional, price: undefined, symbol: 'ANY' },
        market: camelKeys(market),
        feesBps: fees_bps ?? 0,
      });
      compare(gate.judge(request, { nowMs: secToMs(now_s), mode: 'shadow' }), expected[at]!);
    });
  },
);
