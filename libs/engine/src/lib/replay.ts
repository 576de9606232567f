import { loadCalibrator, SIGMOID_CALIBRATOR, type Calibrator } from '@aurora/calibration';
import { configFromLog } from '@aurora/config';
import { parsePosttrade, parsePretradeRequest, toGateRequest } from '@aurora/contracts';
import { isReplayCode, ownLine, parseRecord, type EventCode, type OwnLine, type ReadEvent } from '@aurora/events';
import { type GuardSet } from '@aurora/gates';
import { type Ms } from '@aurora/kernel';
import { cutDecision, isWhole, type CutDecision } from './decision-line';
import { type LatencyStop, type LoggedDecision } from './follow-decision';
import { GateEngine, type EngineConfig } from './gate-engine';
import { type EngineSnapshot } from './gate-state';
import { type OperatorCommand } from './operator-command';
import { type ReplayCompanion, type ReplayedDecision, type StartupDetails } from './replay-companion';

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

  constructor(
    message: string,
    readonly eventCode: EventCode,
    options: ErrorOptions,
  ) {
    super(message, options);
  }
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
    private readonly companion: ReplayCompanion | null = null,
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

  /** Whether a start has been taken in, so that what follows can be judged. */
  get hasStarted(): boolean {
    return this.engine !== null;
  }

  /** What would survive a restart now; `null` before the first start. */
  snapshot(): EngineSnapshot | null {
    return this.engine?.snapshot() ?? null;
  }

  /** Starts anew from a configuration and a state, as AURORA.STARTUP.OK does. */
  start(details: StartupDetails): void {
    const { calibrator, state } = details;
    this.engine = new GateEngine(this.guards, loggedConfig(details), calibratorFrom(calibrator), state);
    this.companion?.started?.(details);
  }

  /** Takes the next event. Throws a `ReplayError` on an event before any start, or details that cannot be read. */
  feed({ eventCode, tsNs, decisionId, details }: ReadEvent): void {
    this.guarded(eventCode, tsNs, () => this.take(eventCode, decisionId, details));
  }

  /**
   * `feed` of a line of the log, several times as fast where the line has the layout that we write. Throws also what
   * `parseRecord` throws; of a decision whose request can be read and whose answer cannot, the histories have seen the request then.
   */
  feedLine(line: string): void {
    const own = ownLine(line);
    const cut = own?.eventCode === 'POLICY.DECISION' ? cutDecision(line, own) : null;
    if (own !== null && cut !== null) {
      return this.guarded(own.eventCode, own.tsNs, () => this.judgeCut(line, cut));
    }
    const details = own === null ? null : detailsOf(line, own);
    if (own === null || details === null) return this.feed(parseRecord(line));
    const { eventCode, decisionId, tsNs } = own;
    if (isReplayCode(eventCode)) this.guarded(eventCode, tsNs, () => this.take(eventCode, decisionId, details));
  }

  private guarded(eventCode: EventCode, tsNs: bigint | string, take: () => void): void {
    try {
      take();
    } catch (error) {
      if (error instanceof BadLine) throw error.cause;
      const why = error instanceof Error ? error.message : String(error);
      throw new ReplayError(`${eventCode} at ${tsNs}: ${why}`, eventCode, { cause: error });
    }
  }

  private take(eventCode: EventCode, decisionId: string | undefined, details: Details): void {
    switch (eventCode) {
      case 'AURORA.STARTUP.OK':
        return this.start(details as unknown as StartupDetails);
      case 'POLICY.DECISION':
        return this.judgeParsed(decisionId ?? '', details);
      case 'POSTTRADE.LOG':
        return this.book(details);
      case 'OVERLAY.APPLY':
      case 'OVERLAY.ROLLBACK':
      case 'CONFIG.SWITCHED':
        return this.switchConfig(details as unknown as StartupDetails, details['overlay']);
      case 'CALIBRATION.UPDATE':
        return this.switchCalibrator(calibratorFrom(details['artifact']));
      case 'AURORA.RESUME':
        // Where a decision or an operator lifted the halt, that one does it again.
        if ('now_ms' in details) this.pass(timeOf(details));
        return;
      default:
        if ('command' in details) this.operate(details['command'] as OperatorCommand, timeOf(details));
    }
  }

  private switchConfig(details: StartupDetails, overlay: unknown): void {
    this.started().switchConfig(loggedConfig(details));
    this.companion?.switchedConfig?.(details, overlay);
  }

  private switchCalibrator(calibrator: Calibrator): void {
    this.started().switchCalibrator(calibrator);
    this.companion?.switchedCalibrator?.(calibrator);
  }

  private operate(command: OperatorCommand, nowMs: Ms): void {
    this.started().operate(command, nowMs);
    this.companion?.operated?.(command, nowMs);
  }

  private pass(nowMs: Ms): void {
    this.started().tick(nowMs);
    this.companion?.passed?.(nowMs);
  }

  private judgeParsed(decisionId: string, details: Details): void {
    if (!('request' in details)) throw new Error('it does not hold its request, as the log of a gate does');
    this.hold(this.judge(decisionId, details['request'], timeOf(details)), details);
  }

  /** The answer is held against the text of the line; only where it is another one is that parsed. */
  private judgeCut(line: string, cut: CutDecision): void {
    const judged = this.judge(cut.decisionId, cut.request, cut.nowMs);
    if (isWhole(line, cut, judged.answerJson)) return this.goOn(judged, null);
    let details: Details;
    try {
      ({ details } = parseRecord(line));
    } catch (error) {
      judged.engine.follow(judged.decisionId, judged.request, judged.decision, NOTHING, judged.nowMs);
      throw new BadLine(error);
    }
    this.hold(judged, details);
  }

  private judge(decisionId: string, body: unknown, nowMs: Ms): JudgedAgain {
    const parsed = parsePretradeRequest(body);
    if (!parsed.ok) throw new Error(`the request of decision ${decisionId} is no longer accepted`);
    const engine = this.started();
    const request = toGateRequest(parsed.request);
    const { decision, answerJson } = engine.judge(decisionId, request, parsed.unknownFields, nowMs);
    return { decisionId, nowMs, engine, request, decision, answerJson };
  }

  private hold(judged: JudgedAgain, { decision, latency_stop: stop }: Details): void {
    const logged = JSON.stringify(decision);
    const { decisionId, answerJson, engine } = judged;
    const differs = logged !== answerJson;
    if (differs) {
      this.differenceTotal++;
      if (this.differing.length < this.keepDifferences)
        this.differing.push({ decisionId, logged, replayed: answerJson });
    }
    if (stop !== undefined) engine.followStop(stop as LatencyStop);
    this.goOn(judged, differs ? (decision as LoggedDecision) : null);
  }

  /** Lets the decision take effect as the log has it. */
  private goOn(judged: JudgedAgain, logged: LoggedDecision | null): void {
    const { engine, decisionId, request, decision, answerJson, nowMs } = judged;
    this.decisionCount++;
    if (logged === null) engine.keep(request, decision, nowMs);
    else {
      engine.follow(decisionId, request, decision, { allow: logged.allow, maxQty: logged.max_qty }, nowMs);
      engine.followDenial(logged, nowMs);
    }
    this.companion?.decided({ decisionId, nowMs, request, decision, answerJson, logged, engine });
  }

  private book(details: Details): void {
    const { body } = details;
    const parsed = parsePosttrade(body);
    if (!parsed.ok) throw new Error('its body is no longer accepted');
    const nowMs = timeOf(details);
    this.started().takeIn(parsed.value, nowMs);
    this.companion?.booked?.(parsed.value, nowMs);
  }

  private started(): GateEngine {
    if (this.engine === null) throw new Error('the log does not begin with AURORA.STARTUP.OK');
    return this.engine;
  }
}

type JudgedAgain = Omit<ReplayedDecision, 'logged'>;

const NOTHING = { allow: false, maxQty: 0 };

/** Says that it is the line that cannot be read, not what it says. */
class BadLine extends Error {
  constructor(cause: unknown) {
    super('bad line', { cause });
  }
}

/** `null` where they are no JSON, or the line has something behind them. */
function detailsOf(line: string, { detailsAt }: OwnLine): Details | null {
  try {
    return JSON.parse(line.slice(detailsAt, -1)) as Details;
  } catch {
    return null; // `parseRecord` says what is wrong
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
