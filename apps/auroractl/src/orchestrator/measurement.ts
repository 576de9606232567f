import type { Clock, Ms } from '@aurora/kernel';
import { checkHardGates, scoreOf, tradeFigures, type BrokenGate, type HardGate, type Harvest } from '@aurora/tuning';
import type { GateApi } from '../gate/gate-api';
import { harvestOf } from '../tuning/harvest';
import { GateWindow, readGate } from './gate-window';
import type { TunerOptions } from './tuner-options';

const ALL_GATES: readonly HardGate[] = ['deny_rate', 'latency_p99_ms', 'ece', 'cvar95'];

/** What parameters bring from the moment on at which they are in force: of the gate by its counters, of the runner by its log. */
export class Measurement {
  private constructor(
    private readonly options: TunerOptions,
    private readonly gate: Pick<GateApi, 'text'>,
    private readonly clock: Clock,
    private readonly window: GateWindow,
    readonly sinceMs: Ms,
  ) {}

  static async begin(options: TunerOptions, gate: Pick<GateApi, 'text'>, clock: Clock): Promise<Measurement> {
    const window = new GateWindow(readGate(await gate.text('/metrics')));
    return new Measurement(options, gate, clock, window, clock.nowMs());
  }

  /** Rejects with a `Finding` when the runner's log cannot be read. */
  async harvest(): Promise<Harvest> {
    const { sessionDir, equityUsdt } = this.options;
    this.window.add(readGate(await this.gate.text('/metrics')));
    const within = { fromMs: this.sinceMs, toMs: this.clock.nowMs() + 1 };
    const harvest = sessionDir === null ? nothing(equityUsdt) : await orNothing(sessionDir, equityUsdt, within);
    return { ...harvest, ...this.window.figures() };
  }

  /** Limits that are broken by numbers there are enough of, before the end; what is not measured yet breaks none. */
  brokenSoFar(harvest: Harvest): readonly BrokenGate[] {
    const { minDecisions, limits } = this.options;
    const isEnough = harvest.decisions >= minDecisions;
    return checkHardGates(
      {
        denyRate: isEnough ? harvest.denyRate : null,
        latencyP99Ms: isEnough ? harvest.latencyP99Ms : null,
        ece: harvest.outcomes >= minDecisions ? harvest.ece : null,
        cvar95: harvest.cvar95,
      },
      limits,
      ALL_GATES,
    );
  }

  /** Whether the parameters can be judged: enough decisions, and every number that has a limit. */
  isConclusive(harvest: Harvest): boolean {
    const { denyRate, latencyP99Ms, ece, cvar95, decisions } = harvest;
    return decisions >= this.options.minDecisions && ![denyRate, latencyP99Ms, ece, cvar95].includes(null);
  }
}

/** The score of a harvest; `null` when it has none, or no trade. */
export function scoreSoFar(harvest: Harvest): number | null {
  const score = scoreOf(harvest);
  return harvest.trades > 0 && Number.isFinite(score) ? score : null;
}

const nothing = (equityUsdt: number): Harvest => ({
  ...tradeFigures([], equityUsdt),
  decisions: 0,
  denyRate: null,
  latencyP99Ms: null,
  outcomes: 0,
  ece: null,
  cvar95: null,
});

/** A runner that has not begun has no log. */
async function orNothing(
  ...[sessionDir, equityUsdt, window]: Required<Parameters<typeof harvestOf>>
): Promise<Harvest> {
  try {
    return await harvestOf(sessionDir, equityUsdt, window);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return nothing(equityUsdt);
  }
}
