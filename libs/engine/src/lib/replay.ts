import { loadCalibrator, SIGMOID_CALIBRATOR, type Calibrator } from '@aurora/calibration';
import { configFromLog } from '@aurora/config';
import { parsePosttrade, parsePretradeRequest } from '@aurora/contracts';
import { type ReadEvent } from '@aurora/events';
import { type GuardSet } from '@aurora/gates';
import { GateEngine } from './gate-engine';
import { type EngineSnapshot } from './gate-state';
import { type OperatorCommand } from './operator-command';

/** A logged decision that came out differently. */
export interface ReplayDifference {
  readonly decisionId: string;
  readonly logged: string;
  readonly replayed: string;
}

/** The log cannot be replayed from here; the message says why. */
export class ReplayError extends Error {
  override readonly name = 'ReplayError';
}

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

/**
 * Judges a log again, event by event, on an engine of its own. Every decision must come out as it stands in the log,
 * to the byte. Feed the events in the order of the files, from a start on.
 */
export class LogReplay {
  private engine: GateEngine | null = null;
  private decisionCount = 0;
  private readonly differing: ReplayDifference[] = [];

  /** @param keepDifferences how many differences to keep; all are counted. */
  constructor(
    private readonly guards: GuardSet,
    private readonly keepDifferences = 100,
  ) {}

  /** Decisions judged again so far. */
  get decisions(): number {
    return this.decisionCount;
  }

  /** The first differences. */
  get differences(): readonly ReplayDifference[] {
    return this.differing;
  }

  /** What would survive a restart now; `null` before the first start. */
  snapshot(): EngineSnapshot | null {
    return this.engine?.snapshot() ?? null;
  }

  /** Starts anew from a configuration and a state, as AURORA.STARTUP.OK does. */
  start(details: StartupDetails): void {
    this.engine = startEngine(details, this.guards);
  }

  /** Takes the next event. Throws a `ReplayError` on a decision before any start, or details that cannot be read. */
  feed(event: ReadEvent): void {
    const { details } = event;
    switch (event.eventCode) {
      case 'AURORA.STARTUP.OK':
        this.start(details as unknown as StartupDetails);
        return;
      case 'POLICY.DECISION':
        this.judge(event);
        return;
      case 'POSTTRADE.LOG':
        this.book(event);
        return;
      case 'OVERLAY.APPLY':
      case 'OVERLAY.ROLLBACK':
      case 'CONFIG.SWITCHED':
        this.started(event).switchConfig(configFromLog(details['config'] as Readonly<Record<string, unknown>>));
        return;
      case 'CALIBRATION.UPDATE':
        this.started(event).switchCalibrator(calibratorFrom(details['artifact']));
        return;
      default:
        if ('command' in details) {
          this.started(event).operate(details['command'] as OperatorCommand, timeOf(event));
        }
    }
  }

  private judge(event: ReadEvent): void {
    const { request, decision } = event.details;
    const decisionId = event.decisionId ?? '';
    const parsed = parsePretradeRequest(request);
    if (!parsed.ok) throw new ReplayError(`decision ${decisionId}: its request is no longer accepted`);
    const judged = this.started(event).check(
      decisionId,
      parsed.request,
      parsed.unknownFields,
      JSON.stringify(request),
      timeOf(event),
    );
    this.decisionCount++;
    const logged = JSON.stringify(decision);
    if (logged === judged.answerJson) return;
    if (this.differing.length < this.keepDifferences) {
      this.differing.push({ decisionId, logged, replayed: judged.answerJson });
    }
  }

  private book(event: ReadEvent): void {
    const { body } = event.details;
    const parsed = parsePosttrade(body);
    if (!parsed.ok) throw new ReplayError(`posttrade at ${event.tsNs}: its body is no longer accepted`);
    this.started(event).book(parsed.value, JSON.stringify(body), timeOf(event));
  }

  private started(event: ReadEvent): GateEngine {
    if (this.engine === null)
      throw new ReplayError(`${event.eventCode} at ${event.tsNs} stands before any AURORA.STARTUP.OK`);
    return this.engine;
  }
}

function startEngine(details: StartupDetails, guards: GuardSet): GateEngine {
  const config = configFromLog(details.config);
  if (config.hash !== details.config_hash) {
    throw new ReplayError(
      `the configuration in the log has digest ${config.hash}, it was ${details.config_hash} when it was written`,
    );
  }
  return new GateEngine(guards, config, calibratorFrom(details.calibrator), details.state);
}

const calibratorFrom = (artifact: unknown): Calibrator =>
  artifact === null ? SIGMOID_CALIBRATOR : loadCalibrator(artifact);

function timeOf({ details, eventCode, tsNs }: ReadEvent): number {
  const nowMs = details['now_ms'];
  if (typeof nowMs !== 'number') throw new ReplayError(`${eventCode} at ${tsNs} says no now_ms`);
  return nowMs;
}
