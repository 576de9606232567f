import { type Calibrator } from '@aurora/calibration';
import { type ParsedPosttrade } from '@aurora/contracts';
import { type Decision } from '@aurora/gates';
import { type GateRequest, type Ms } from '@aurora/kernel';
import { type LoggedDecision } from './follow-decision';
import { type GateEngine } from './gate-engine';
import { type EngineSnapshot } from './gate-state';
import { type OperatorCommand } from './operator-command';

/** Details of AURORA.STARTUP.OK, as the service writes them. */
export interface StartupDetails {
  readonly now_ms: number;
  readonly config: Readonly<Record<string, unknown>>;
  readonly config_hash: string;
  /** Artifact of the calibrator; `null` for the fixed sigmoid. */
  readonly calibrator: unknown;
  /** State restored from an earlier run; `null` when there was none. */
  readonly state: EngineSnapshot | null;
}

/** A decision of the log that has just been judged again, under the configuration of the time. */
export interface ReplayedDecision {
  readonly decisionId: string;
  readonly nowMs: Ms;
  readonly request: GateRequest;
  /** What judging it again gave. */
  readonly decision: Decision;
  /** The answer that came out, as JSON. */
  readonly answerJson: string;
  /** What the log says, where that is not the same to the byte; else `null`. */
  readonly logged: LoggedDecision | null;
  /** The engine that judged it, in the state that the log led to. */
  readonly engine: GateEngine;
}

/** Is told of what a replay has taken in, after it did. */
export interface ReplayCompanion {
  started?(details: StartupDetails): void;
  /** @param overlay the overlay that has come in force, `null` for none; `undefined` where the event is not about one. */
  switchedConfig?(details: Pick<StartupDetails, 'config' | 'config_hash'>, overlay: unknown): void;
  switchedCalibrator?(calibrator: Calibrator): void;
  operated?(command: OperatorCommand, nowMs: Ms): void;
  passed?(nowMs: Ms): void;
  booked?(report: ParsedPosttrade, nowMs: Ms): void;
  decided(decision: ReplayedDecision): void;
}
