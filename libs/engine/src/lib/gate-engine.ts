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
import { riskSettings, Pipeline, type Decision, type GuardProbe, type GuardSet } from '@aurora/gates';
import { stricterMode, type GateRequest, type Mode, type Ms } from '@aurora/kernel';
import { answerJson, answerSetup, type AnswerSetup } from './answer';
import { bookOutcome, outcomeFields } from './book-outcome';
import { decisionEvents, orderFields, type PendingEvent } from './decision-events';
import {
  followDenial,
  followOutcome,
  followStop,
  latencyStop,
  type LatencyStop,
  type LoggedDecision,
  type Outcome,
} from './follow-decision';
import { createState, snapshotOf, type EngineSnapshot, type EngineState } from './gate-state';
import { Judged, type JudgedOnly } from './judged';
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
    const judged = this.judge(decisionId, toGateRequest(body), unknownFields, nowMs, probe);
    const { request, decision } = judged;
    this.keep(request, decision, nowMs);
    const { gate } = this.state;
    const fields = orderFields(request, decisionId);
    const events = decisionEvents(decision, gate, fields, nowMs);
    // Also makes one flat text of the pieces, which the log and the wire would else do for themselves.
    const answer = RawJson.from(judged.answerJson);
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

  /** Judges a request as `check` does, for who does not want its events. One of `keep` and `follow` comes next. */
  judge(
    decisionId: string,
    request: GateRequest,
    unknownFields: readonly string[],
    nowMs: Ms,
    probe?: GuardProbe,
  ): JudgedOnly {
    const mode = this.modeOf(request);
    const decision = this.decide(decisionId, request, nowMs, probe);
    const json = answerJson(decision, request, {
      decisionId,
      mode,
      hardGate: mode === 'live' || this.isStopped(nowMs),
      quotas: this.quotas(request, nowMs),
      unknownFields,
      setup: this.answerSetup,
    });
    return { request, decision, answerJson: json };
  }

  /** The decision of `judge` without its answer. */
  decide(decisionId: string, request: GateRequest, nowMs: Ms, probe?: GuardProbe): Decision {
    const { gate } = this.state;
    // Guards see what is in flight now, whether or not anything let time pass since the last request.
    gate.ledger.expire(nowMs);
    return this.pipeline.decide(decisionId, request, this.modeOf(request), nowMs, gate, probe);
  }

  /** Lets a decision take effect as it is. */
  keep({ order }: GateRequest, { allow }: Decision, nowMs: Ms): void {
    if (allow && !order.reduceOnly) this.state.gate.antiChurn.allowed(order.symbol, nowMs);
  }

  /** Lets what an order was answered take effect, where judging it may have given something else. */
  follow(decisionId: string, { order }: GateRequest, judged: Outcome, answered: Outcome, nowMs: Ms): void {
    const { risk } = this.current.config;
    followOutcome(this.state.gate, { decisionId, order, judged, answered, risk, nowMs });
  }

  /** Brings a stop into force that a logged decision was denied by. */
  followDenial(logged: LoggedDecision, nowMs: Ms): void {
    followDenial(this.state.gate, logged, nowMs);
  }

  /** Takes in what became of an order. `bodyJson` is the body as one line of JSON. */
  book(report: ParsedPosttrade, bodyJson: string, nowMs: Ms): Booked {
    const { fact, repeated } = this.takeIn(report, nowMs);
    const fields = outcomeFields(fact);
    const events: PendingEvent[] = [
      { code: 'POSTTRADE.LOG', details: RawJson.ofMembers({ now_ms: nowMs, body: RawJson.from(bodyJson) }), fields },
    ];
    if (!repeated) {
      const { status, filledQty, price, kind } = fact;
      events.push({ code: fact.eventCode, details: { kind, status, filled: filledQty, average: price }, fields });
    }
    return { fact, repeated, events };
  }

  /** `book` for who does not want its events. */
  takeIn({ enriched }: ParsedPosttrade, nowMs: Ms): Omit<Booked, 'events'> {
    const fact = toPosttradeFact(enriched);
    const isNews =
      this.isNewReport(fact, enriched) && bookOutcome(this.state, fact, this.current.config.risk.equityUsdt, nowMs);
    return { fact, repeated: !isNews };
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

  /** Takes over every stop that is in force on another engine, and lifts what is not in force there. */
  takeStopsOf({ state: { gate: other } }: GateEngine): void {
    const { gate } = this.state;
    gate.health.restore(other.health.exportState());
    gate.governance.restore(other.governance.exportState());
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
