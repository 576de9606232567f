import { loadCalibrator, SIGMOID_CALIBRATOR, type Calibrator } from '@aurora/calibration';
import { configFromLog } from '@aurora/config';
import { parsePosttrade, parsePretradeRequest } from '@aurora/contracts';
import { type ReadEvent } from '@aurora/events';
import { type GuardSet } from '@aurora/gates';
import { type LatencyStop, type LoggedDecision } from './follow-decision';
import { GateEngine, type EngineConfig } from './gate-engine';
import { type EngineSnapshot } from './gate-state';
import { type OperatorCommand } from './operator-command';

type Details = ReadEvent['details'];

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
 * to the byte. Feed the events in the order of the files, from a start on. After a decision that came out differently
 * the state follows the log, so that one difference does not drag others behind it.
 */
export class LogReplay {
  private engine: GateEngine | null = null;
  private decisionCount = 0;
  private differenceTotal = 0;
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

  /** How many of them came out differently. */
  get differenceCount(): number {
    return this.differenceTotal;
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
    const { calibrator, state } = details;
    this.engine = new GateEngine(this.guards, loggedConfig(details), calibratorFrom(calibrator), state);
  }

  /** Takes the next event. Throws a `ReplayError` on an event before any start, or details that cannot be read. */
  feed(event: ReadEvent): void {
    try {
      this.take(event);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new ReplayError(`${event.eventCode} at ${event.tsNs}: ${why}`, { cause: error });
    }
  }

  private take(event: ReadEvent): void {
    const { details } = event;
    switch (event.eventCode) {
      case 'AURORA.STARTUP.OK':
        return this.start(details as unknown as StartupDetails);
      case 'POLICY.DECISION':
        return this.judge(event);
      case 'POSTTRADE.LOG':
        return this.book(details);
      case 'OVERLAY.APPLY':
      case 'OVERLAY.ROLLBACK':
      case 'CONFIG.SWITCHED':
        return this.started().switchConfig(loggedConfig(details));
      case 'CALIBRATION.UPDATE':
        return this.started().switchCalibrator(calibratorFrom(details['artifact']));
      case 'AURORA.RESUME':
        // Where a decision or an operator lifted the halt, that one does it again.
        if ('now_ms' in details) this.started().tick(timeOf(details));
        return;
      default:
        if ('command' in details) this.started().operate(details['command'] as OperatorCommand, timeOf(details));
    }
  }

  private judge({ details, decisionId = '' }: ReadEvent): void {
    const { request, decision } = details;
    const parsed = parsePretradeRequest(request);
    if (!parsed.ok) throw new Error(`the request of decision ${decisionId} is no longer accepted`);
    const engine = this.started();
    const nowMs = timeOf(details);
    const judged = engine.check(decisionId, parsed.request, parsed.unknownFields, JSON.stringify(request), nowMs);
    this.decisionCount++;
    const logged = JSON.stringify(decision);
    if (logged !== judged.answerJson) {
      this.differenceTotal++;
      if (this.differing.length < this.keepDifferences) {
        this.differing.push({ decisionId, logged, replayed: judged.answerJson });
      }
      engine.follow(judged, decision as LoggedDecision, nowMs);
    }
    const { latency_stop: stop } = details;
    if (stop !== undefined) engine.followStop(stop as LatencyStop);
  }

  private book(details: Details): void {
    const { body } = details;
    const parsed = parsePosttrade(body);
    if (!parsed.ok) throw new Error('its body is no longer accepted');
    this.started().book(parsed.value, JSON.stringify(body), timeOf(details));
  }

  private started(): GateEngine {
    if (this.engine === null) throw new Error('the log does not begin with AURORA.STARTUP.OK');
    return this.engine;
  }
}

/**
 * The configuration as it was in force. Its digest must be the one of the time, unless keys have been added since:
 * those stand at their defaults, and the digest of then cannot be made again.
 */
function loggedConfig(details: object): EngineConfig {
  const { config, config_hash: hash } = details as Pick<StartupDetails, 'config' | 'config_hash'>;
  const resolved = configFromLog(config);
  if (resolved.hash !== hash && keysOf(config) === keysOf(resolved.raw)) {
    throw new Error(`the configuration in the log has digest ${resolved.hash}, it was ${hash} when it was written`);
  }
  return { config: resolved.config, hash };
}

const keysOf = (config: object): string =>
  JSON.stringify(config, (_, value: unknown) => (isSection(value) ? value : null));

const isSection = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const calibratorFrom = (artifact: unknown): Calibrator =>
  artifact === null ? SIGMOID_CALIBRATOR : loadCalibrator(artifact);

function timeOf({ now_ms: nowMs }: Details): number {
  if (typeof nowMs !== 'number') throw new Error('it says no now_ms');
  return nowMs;
}
