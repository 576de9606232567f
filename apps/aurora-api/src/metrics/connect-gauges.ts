import { statedScores } from '@aurora/calibration';
import { msToSec } from '@aurora/kernel';
import { type ClockWatch } from '../gate/clock-watch';
import { type GateRuntime } from '../gate/gate-runtime';
import { type DecisionJournal } from '../gates/decision-journal';
import { type GateMetrics } from './gate-metrics';

const TRADING_STATE_VALUES = { ACTIVE: 0, REDUCING: 1, HALTED: 2 } as const;
const DENY_RATE_MINUTES = 15;
const CVAR_TAIL = 0.05;

/** Tells the metrics where each gauge is read. */
export function connectGauges(
  metrics: GateMetrics,
  runtime: GateRuntime,
  journal: DecisionJournal,
  watch: ClockWatch,
): void {
  const { engine, log, clock } = runtime;
  const guard = () => engine.guardState(clock.nowMs());
  const scores = () => runtime.artifact && statedScores(runtime.artifact);
  metrics.connect({
    symbols: () => runtime.config.config.symbols,
    queueDepth: () => log.queueDepth,
    emitted: () => log.emitted,
    dropped: () => Object.entries(log.dropped()),
    healthState: () => {
      const { halted, inCooloff, warns5m } = guard();
      return halted ? 3 : inCooloff ? 2 : warns5m > 0 ? 1 : 0;
    },
    armed: () => (guard().armed ? 1 : 0),
    tradingState: () => TRADING_STATE_VALUES[guard().tradingState],
    denyRate: () => journal.counters(DENY_RATE_MINUTES, clock.nowMs()).deny_rate ?? NaN,
    ece: () => scores()?.ece ?? NaN,
    brier: () => scores()?.brier ?? NaN,
    cvar: () => engine.cvar(CVAR_TAIL) ?? NaN,
    clockOffsetSec: () => msToSec(watch.offsetMs()),
  });
}
