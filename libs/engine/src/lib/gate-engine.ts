import { type Calibrator } from '@aurora/calibration';
import { type AuroraConfig } from '@aurora/config';
import {
  toGateRequest,
  toPosttradeFact,
  type ParsedPosttrade,
  type PosttradeFact,
  type PretradeCheckAnswer,
  type PretradeCheckRequest,
} from '@aurora/contracts';
import { DuplicateFilter, RawJson } from '@aurora/events';
import { riskSettings, Pipeline, type GuardProbe, type GuardSet } from '@aurora/gates';
import { stricterMode, type GateRequest, type Mode, type Ms } from '@aurora/kernel';
import { answerJson, answerSetup, type AnswerSetup } from './answer';
import { bookOutcome, outcomeFields } from './book-outcome';
import { decisionEvents, orderFields, type PendingEvent } from './decision-events';
import { followDecision, followStop, latencyStop, type LatencyStop, type LoggedDecision } from './follow-decision';
import { createState, snapshotOf, type EngineSnapshot, type EngineState } from './gate-state';
import { Judged } from './judged';
import { runOperatorCommand, type GuardStateView, type OperatorCommand } from './operator-command';
import { riskView, type RiskView } from './risk-view';

/** A configuration with the digest that stands in every answer made under it. */
export interface EngineConfig {
  readonly config: AuroraConfig;
  readonly hash: string;
}

/** A posttrade report that was taken in. */
export interface Booked {
  readonly fact: PosttradeFact;
  /** The report repeats an earlier one, or comes after the end of its order, and changed nothing. */
  readonly repeated: boolean;
  readonly events: readonly PendingEvent[];
}

/**
 * The gate as a deterministic state machine: a request, a report or an operator's command goes in with its time, an
 * answer and events come out. The same commands in the same order give the same answers to the byte.
 */
export class GateEngine {
  private readonly state: EngineState;
  /** Reports by client id and the sender's own time stamp; a repeat of one changes nothing. */
  private readonly reports = new DuplicateFilter();
  private pipeline: Pipeline;
  private current: EngineConfig;
  private answerSetup: AnswerSetup;

  constructor(
    private readonly guards: GuardSet,
    config: EngineConfig,
    calibrator: Calibrator,
    snapshot: EngineSnapshot | null = null,
  ) {
    this.current = config;
    this.pipeline = new Pipeline(guards, config.config);
    this.state = createState(config.config, calibrator, snapshot);
    this.answerSetup = this.setupOfAnswers();
  }

  get config(): EngineConfig {
    return this.current;
  }

  /** Ids of the guards in the order they judge. */
  get guardOrder(): readonly string[] {
    return this.pipeline.order;
  }

  /**
   * Judges a request that `parsePretradeRequest` accepted.
   * @param requestJson the same request as one line of JSON; goes into the log as it came.
   */
  check(
    decisionId: string,
    body: PretradeCheckRequest,
    unknownFields: readonly string[],
    requestJson: string,
    nowMs: Ms,
    probe?: GuardProbe,
  ): Judged {
    const request = toGateRequest(body);
    const mode = this.modeOf(request);
    const { gate } = this.state;
    // Guards see what is in flight now, whether or not anything let time pass since the last request.
    gate.ledger.expire(nowMs);
    const decision = this.pipeline.decide(decisionId, request, mode, nowMs, gate, probe);
    if (decision.allow && !request.order.reduceOnly) gate.antiChurn.allowed(request.order.symbol, nowMs);
    const json = answerJson(decision, request, {
      decisionId,
      mode,
      hardGate: mode === 'live' || this.isStopped(nowMs),
      quotas: this.quotas(request, nowMs),
      unknownFields,
      setup: this.answerSetup,
    });
    // Also makes one flat text of the pieces, which the log and the wire would else do for themselves.
    const answer = RawJson.from(json);
    const fields = orderFields(request, decisionId);
    const events = decisionEvents(decision, gate, fields, nowMs);
    events.push({
      code: 'POLICY.DECISION',
      details: RawJson.ofMembers({
        now_ms: nowMs,
        request: RawJson.from(requestJson),
        decision: answer,
        // Made of samples that no restart keeps, so it stands in the log as it is.
        ...(decision.found.health?.escalation != null && { latency_stop: RawJson.of(latencyStop(gate)) }),
      }),
      fields,
    });
    return new Judged(request, decision, answer.text, events);
  }

  /** Takes in what became of an order. `bodyJson` is the body as one line of JSON. */
  book({ enriched }: ParsedPosttrade, bodyJson: string, nowMs: Ms): Booked {
    const fact = toPosttradeFact(enriched);
    const isNews =
      this.isNewReport(fact, enriched) && bookOutcome(this.state, fact, this.current.config.risk.equityUsdt, nowMs);
    const fields = outcomeFields(fact);
    const events: PendingEvent[] = [
      { code: 'POSTTRADE.LOG', details: RawJson.ofMembers({ now_ms: nowMs, body: RawJson.from(bodyJson) }), fields },
    ];
    if (isNews) {
      const { status, filledQty, price, kind } = fact;
      events.push({ code: fact.eventCode, details: { kind, status, filled: filledQty, average: price }, fields });
    }
    return { fact, repeated: !isNews, events };
  }

  /** Carries out an operator's command. */
  operate(command: OperatorCommand, nowMs: Ms): readonly PendingEvent[] {
    return runOperatorCommand(command, this.state, nowMs);
  }

  /** Puts another configuration in force; state stays. Throws and changes nothing when the guards refuse it. */
  switchConfig(next: EngineConfig): void {
    const pipeline = new Pipeline(this.guards, next.config);
    this.pipeline = pipeline;
    this.current = next;
    const { gate } = this.state;
    gate.health.configure(next.config.aurora);
    gate.governance.configure(next.config.guards);
    gate.rejectStorm.configure(next.config.guards.rejectStormWindowS);
    gate.risk.configure(riskSettings(next.config));
    gate.dayPnl.configure(next.config.risk.equityUsdt);
    this.answerSetup = this.setupOfAnswers();
  }

  switchCalibrator(calibrator: Calibrator): void {
    this.state.gate.calibrator = calibrator;
    this.answerSetup = this.setupOfAnswers();
  }

  /** Lets time pass where no request does: ends a kill-switch whose time is over. */
  tick(nowMs: Ms): readonly PendingEvent[] {
    return this.state.gate.governance.tick(nowMs) === 'resume'
      ? [{ code: 'AURORA.RESUME', details: { now_ms: nowMs, by: 'time' }, fields: {} }]
      : [];
  }

  /** Brings the state in line with a decision as it was answered, where `check` now came out differently. */
  follow({ request, answer }: Judged, logged: LoggedDecision, nowMs: Ms): void {
    followDecision(this.state.gate, request.order, answer, logged, this.current.config.risk, nowMs);
  }

  /** Brings a stop by latency into force that began with a logged decision. */
  followStop(stop: LatencyStop): void {
    followStop(this.state.gate, stop);
  }

  /** What survives a restart. */
  snapshot(): EngineSnapshot {
    return snapshotOf(this.state);
  }

  guardState(nowMs: Ms): GuardStateView {
    const { health, governance, tradingState } = this.state.gate;
    return {
      ...health.snapshot(nowMs),
      haltUntilMs: governance.isHalted(nowMs) ? governance.haltUntilMs : null,
      tradingState,
    };
  }

  riskView(nowMs: Ms): RiskView {
    return riskView(this.state.gate, nowMs);
  }

  /** CVaR of the realised returns booked, in percent of equity; `null` without returns. `alpha` is the tail, 0..1. */
  cvar(alpha: number): number | null {
    return this.state.gate.returns.cvar(alpha);
  }

  get calibrator(): Calibrator {
    return this.state.gate.calibrator;
  }

  /** A halt or disarm is in force, whatever caused it. */
  isStopped(nowMs: Ms): boolean {
    const { health, governance, tradingState } = this.state.gate;
    const { reason } = health.enforce(nowMs);
    return (
      tradingState === 'HALTED' ||
      reason === 'latency_disarmed' ||
      reason === 'latency_halt' ||
      governance.isHalted(nowMs)
    );
  }

  /** An acknowledgement and a fill of one order may carry the same time stamp, so the kind of event tells them apart. */
  private isNewReport({ clientOrderId, eventCode }: PosttradeFact, enriched: object): boolean {
    const { ts_ns: tsNs } = enriched as { readonly ts_ns?: unknown };
    if (clientOrderId === null || (typeof tsNs !== 'number' && typeof tsNs !== 'string')) return true;
    return this.reports.admits({ cid: `${eventCode} ${clientOrderId}`, tsNs, orderId: null, status: null });
  }

  private setupOfAnswers(): AnswerSetup {
    const { name, version } = this.state.gate.calibrator;
    return answerSetup(this.current.hash, `${name}@${version}`);
  }

  private modeOf(request: GateRequest): Mode {
    const { mode } = this.current.config;
    return request.mode === undefined ? mode : stricterMode(mode, request.mode);
  }

  private quotas(request: GateRequest, nowMs: Ms): PretradeCheckAnswer['quotas'] {
    const { gate } = this.state;
    const { risk } = this.current.config;
    const { symbol } = request.order;
    const quotas = gate.ledger.quotas(
      symbol,
      {
        maxSymbolExposureUsdt: risk.maxSymbolExposureUsdt,
        maxOrdersPerMin: risk.maxOrdersPerMin,
        positionNotional: gate.positions.notional(symbol),
        ttlMs: risk.reservationTtlMs,
      },
      nowMs,
    );
    return { trades_pm_left: quotas.tradesPmLeft, symbol_exposure_left_usdt: quotas.symbolExposureLeftUsdt };
  }
}
