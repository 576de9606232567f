import { loadCalibrator, SIGMOID_CALIBRATOR, type Calibrator } from '@aurora/calibration';
import { type ParsedPosttrade } from '@aurora/contracts';
import { reasonCodeOf, type Decision, type GuardId, type GuardReport, type GuardSet } from '@aurora/gates';
import { type GateRequest, type Ms } from '@aurora/kernel';
import { type LoggedDecision } from './follow-decision';
import { GateEngine, type EngineConfig } from './gate-engine';
import { type EngineSnapshot } from './gate-state';
import { type OperatorCommand } from './operator-command';
import { type ReplayCompanion, type ReplayedDecision, type StartupDetails } from './replay-companion';

/** What a decision was, or would have been. */
export type Verdict = Pick<Decision, 'allow' | 'maxQty' | 'reason' | 'blockedBy' | 'guards'>;

/** A decision of the log and what it would have been under another configuration. */
export interface Compared {
  readonly decisionId: string;
  readonly nowMs: Ms;
  readonly request: GateRequest;
  readonly was: Verdict;
  readonly would: Verdict;
  /** Judging it again under the configuration of the time gave what the log says, to the byte. */
  readonly faithful: boolean;
}

export interface WhatIfOptions {
  /**
   * The configuration to judge by in place of the logged one.
   * @param overlay the overlay that has come in force with it, `null` for none; `undefined` where nothing is known of one.
   */
  readonly configFor: (logged: Readonly<Record<string, unknown>>, overlay: unknown) => EngineConfig;
  /** Judges in place of every calibrator in the log. */
  readonly calibrator?: Calibrator;
  /**
   * Reservations, intervals and stops follow the new decisions instead of those in the log. Fills and profit are those of
   * the log in any case: nobody knows what would have become of other orders.
   */
  readonly independent?: boolean;
  readonly onDecision: (compared: Compared) => void;
}

/**
 * Judges the requests of a log by another configuration, beside a `LogReplay`. Each is judged in the state that the log led
 * to: what was allowed then is reserved, stops that were in force are, and none that the new configuration would have begun.
 * Only histories that guards keep of the market (latency, TRAP) are those of the new configuration.
 */
export class WhatIf implements ReplayCompanion {
  private engine: GateEngine | null = null;

  constructor(
    private readonly guards: GuardSet,
    private readonly options: WhatIfOptions,
  ) {}

  /** The state that the next decision is judged in, as `GateEngine.snapshot` gives it; `null` before the first start. */
  snapshot(): EngineSnapshot | null {
    return this.engine?.snapshot() ?? null;
  }

  started({ config, calibrator: artifact, state }: StartupDetails): void {
    const { configFor, calibrator } = this.options;
    const logged = artifact === null ? SIGMOID_CALIBRATOR : loadCalibrator(artifact);
    this.engine = new GateEngine(this.guards, configFor(config, undefined), calibrator ?? logged, state);
  }

  switchedConfig({ config }: Pick<StartupDetails, 'config'>, overlay: unknown): void {
    this.engine!.switchConfig(this.options.configFor(config, overlay));
  }

  switchedCalibrator(calibrator: Calibrator): void {
    if (this.options.calibrator === undefined) this.engine!.switchCalibrator(calibrator);
  }

  operated(command: OperatorCommand, nowMs: Ms): void {
    this.engine!.operate(command, nowMs);
  }

  passed(nowMs: Ms): void {
    this.engine!.tick(nowMs);
  }

  booked(report: ParsedPosttrade, nowMs: Ms): void {
    this.engine!.takeIn(report, nowMs);
  }

  decided({ decisionId, nowMs, request, decision, logged, engine }: ReplayedDecision): void {
    const would = this.engine!.decide(decisionId, request, nowMs);
    const was = logged === null ? decision : verdictOf(logged);
    if (this.options.independent) this.engine!.keep(request, would, nowMs);
    else {
      this.engine!.follow(decisionId, request, would, was, nowMs);
      if (logged !== null || mayStop(decision) || mayStop(would)) this.engine!.takeStopsOf(engine);
    }
    this.options.onDecision({ decisionId, nowMs, request, was, would, faithful: logged === null });
  }
}

/** Whether a decision can have begun, lengthened or ended a stop. */
const mayStop = ({ found, reasonCode }: Decision): boolean =>
  found.health?.warned === true || found.governance !== null || reasonCode === 'AURORA.HALT';

/** A logged answer; its observability may be of another version, or missing. */
function verdictOf(logged: LoggedDecision): Verdict {
  const { allow, max_qty: maxQty, reason } = logged;
  const { observability } = logged as { readonly observability?: { readonly guards?: unknown } };
  const guards = Array.isArray(observability?.guards) ? (observability.guards as GuardReport[]) : [];
  return { allow, maxQty, reason, guards, blockedBy: blockedBy(reason, guards) };
}

/** `null` when it was allowed, or the report names none. */
const blockedBy = (reason: string, guards: readonly GuardReport[]): GuardId | null => {
  const code = reasonCodeOf(reason);
  const blocks = guards.filter(({ outcome }) => outcome === 'block');
  return (blocks.find((report) => report.reason === code) ?? blocks[0])?.guard ?? null;
};
