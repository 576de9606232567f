import { Logger } from '@nestjs/common';
import { parsePosttrade, parsePretradeRequest, type PretradeCheckRequest } from '@aurora/contracts';
import {
  unjudgedAnswer,
  type GateEngine,
  type Judged,
  type OperatorCommand,
  type UnjudgedReason,
} from '@aurora/engine';
import { reasonCodeOf, type GuardProbe, type ReasonCode } from '@aurora/gates';
import { canonicalSymbol, parseMode, stricterMode, type Mode, type Ms, type NewId } from '@aurora/kernel';
import { type DecisionJournal } from '../gates/decision-journal';
import { type JsonBody } from '../http/read-body';
import { CONFLICT, FAULT, invalidRequest, refuse, type Refusal } from '../http/refusal';
import { type GateMetrics } from '../metrics/gate-metrics';
import { afterAll } from './after-all';
import { type GateRuntime } from './gate-runtime';
import { type Recorder } from './recorder';

/** How an answer leaves, when it is on record. Of several only the first does. */
export interface Reply {
  /** `json` is the body of a 200. */
  answer(json: string): void;
  refuse(refusal: Refusal): void;
}

/** A request that was accepted and waits for its answer. */
interface Asked {
  readonly decisionId: string;
  readonly request: PretradeCheckRequest;
  readonly unknownFields: readonly string[];
  readonly json: string;
  readonly mode: Mode;
  readonly nowMs: Ms;
  readonly reply: Reply;
}

/** One decision in so many has its guards timed. */
const PROBE_EVERY = 32;

/** More lines than one request ever puts into one file. */
const LINES_OF_A_REQUEST = 32;

const STATUS_OK = '{"status":"ok"}';
const NOT_ON_RECORD = refuse(503, 'audit_unavailable', 'The report was taken in but is not on record yet.');
const NOT_TAKEN_IN = refuse(
  503,
  'audit_unavailable',
  'The report was not taken in: too many lines wait for the disk. Send it again.',
);

export interface GateParts {
  readonly runtime: GateRuntime;
  readonly recorder: Recorder;
  readonly metrics: GateMetrics;
  readonly journal: DecisionJournal;
  readonly newId: NewId;
}

/** Puts the engine behind the wire: validates, decides, has it written down, and only then answers. */
export class GateService {
  private readonly logger = new Logger('gate');
  private sinceProbe = 0;

  constructor(private readonly parts: GateParts) {}

  get engine(): GateEngine {
    return this.parts.runtime.engine;
  }

  /** POST /pretrade/check. Whatever fails inside, the answer is no allow. */
  check({ value, json }: JsonBody, reply: Reply): void {
    const startedMs = performance.now();
    const parsed = parsePretradeRequest(value);
    if (!parsed.ok) {
      reply.refuse(invalidRequest(parsed.errors));
      return;
    }
    const { request, unknownFields } = parsed;
    const nowMs = this.parts.runtime.clock.nowMs();
    const mode = this.modeOf(request);
    const asked: Asked = {
      decisionId: this.parts.newId(nowMs),
      request,
      unknownFields,
      json,
      mode,
      nowMs,
      reply: { answer: (answerJson) => this.answer(reply, answerJson, startedMs), refuse: reply.refuse },
    };
    try {
      if (mode === 'live' && !this.canRecord()) this.deny(asked, 'audit_unavailable');
      else if (request.req_id == null || !this.answeredBefore(asked, request.req_id)) this.judge(asked);
    } catch (error) {
      this.failed(error, () => this.deny(asked, 'guard_error:gate'));
    }
  }

  /** POST /posttrade/log. */
  book({ value, json }: JsonBody, reply: Reply): void {
    const parsed = parsePosttrade(value);
    if (!parsed.ok) {
      reply.refuse(invalidRequest(parsed.errors));
      return;
    }
    const { runtime, recorder, metrics } = this.parts;
    const isLive = this.engine.config.config.mode === 'live';
    // What changes the state and then drops out of the log could never be replayed.
    if (isLive && !runtime.log.hasRoomFor(LINES_OF_A_REQUEST)) {
      reply.refuse(NOT_TAKEN_IN);
      return;
    }
    const nowMs = runtime.clock.nowMs();
    try {
      const booked = this.engine.book(parsed.value, json, nowMs);
      runtime.keeper.changed();
      metrics.reported(booked);
      const done = afterAll(booked.repeated ? 1 : 3, (error) => {
        if (error !== null && isLive) reply.refuse(NOT_ON_RECORD);
        else reply.answer(STATUS_OK);
      });
      recorder.emitAll(booked.events, done);
      if (!booked.repeated) recorder.writeOutcome(parsed.value, booked.fact.kind, nowMs, done);
    } catch (error) {
      this.failed(error, () => reply.refuse(FAULT));
    }
  }

  /** An operator's command: carried out, on record and in the stored state before it is answered. */
  operate(command: OperatorCommand): Promise<void> {
    return this.parts.recorder.keep(this.engine.operate(command, this.parts.runtime.clock.nowMs()));
  }

  private judge(asked: Asked): void {
    const { decisionId, request, unknownFields, json, mode, nowMs, reply } = asked;
    const { runtime, recorder, metrics, journal } = this.parts;
    const judged = this.engine.check(decisionId, request, unknownFields, json, nowMs, this.probe());
    const { decision, answerJson } = judged;
    const { symbol, side } = judged.request.order;
    metrics.decided(decision, symbol);
    journal.add(
      { ts_ms: nowMs, decision_id: decisionId, symbol, side, allow: decision.allow, reason: decision.reason },
      decision.reasonCode,
    );
    runtime.keeper.changed();
    const begunStop = beginsStop(judged);
    const done = afterAll(1 + Number(!decision.allow) + Number(begunStop), (error) => {
      if (error !== null && !error.kept && request.req_id != null) runtime.idempotency.forget(request.req_id);
      if (error !== null && mode === 'live') this.deny(asked, 'audit_unavailable');
      else reply.answer(answerJson);
    });
    recorder.emitAll(judged.events, done);
    if (!decision.allow) recorder.writeDenied(request, judged.answer, nowMs, done);
    if (begunStop) recorder.storeStop(done);
    if (request.req_id != null) {
      const { idempotencyTtlMs, idempotencyMaxKeys } = this.engine.config.config.pretrade;
      runtime.idempotency.keep(request.req_id, json, answerJson, nowMs, idempotencyTtlMs, idempotencyMaxKeys);
    }
  }

  /** Answers a repeat like the first, but not before the first is on record. */
  private answeredBefore(asked: Asked, key: string): boolean {
    const { json, nowMs, mode, reply } = asked;
    const { idempotency, log } = this.parts.runtime;
    const found = idempotency.find(key, json, nowMs);
    if (found.outcome === 'new') return false;
    const details = { req_id: key };
    if (found.outcome === 'conflict') {
      log.emitThen('IDEM.CONFLICT', details, {}, () => reply.refuse(CONFLICT));
      return true;
    }
    log.emit('IDEM.HIT', details);
    const again = (): void => reply.answer(found.answerJson);
    if (log.state === 'failing') again();
    else log.flush().then(again, () => (mode === 'live' ? this.deny(asked, 'audit_unavailable') : again()));
    return true;
  }

  /** Refuses without judging. The record of it is written when that is possible; the answer does not wait for it. */
  private deny({ decisionId, request, mode, nowMs, reply }: Asked, reason: UnjudgedReason): void {
    const { recorder, metrics, journal } = this.parts;
    const { calibrator, config } = this.engine;
    const answer = unjudgedAnswer({
      reason,
      decisionId,
      mode,
      configHash: config.hash,
      calibrator: `${calibrator.name}@${calibrator.version}`,
    });
    reply.answer(JSON.stringify(answer));
    try {
      const code = reasonCodeOf(reason) as ReasonCode;
      const symbol = canonicalSymbol(request.order.symbol);
      const side = request.order.side.toLowerCase();
      metrics.unjudged(code);
      journal.add({ ts_ms: nowMs, decision_id: decisionId, symbol, side, allow: false, reason }, code);
      recorder.writeDenied(request, answer, nowMs);
    } catch (error) {
      // The caller has its answer; what failed before may well fail here again.
      this.logger.error(stackOf(error));
    }
  }

  private failed(error: unknown, answer: () => void): void {
    this.logger.error(stackOf(error));
    const details = { guard: 'gate', error: error instanceof Error ? error.message : String(error) };
    this.parts.runtime.log.emitThen('HEALTH.ERROR', details, {}, answer);
  }

  private answer(reply: Reply, json: string, startedMs: number): void {
    this.parts.metrics.answered(performance.now() - startedMs);
    reply.answer(json);
  }

  /** Asked before a decision changes the state: one that drops out of the log could never be replayed. */
  private canRecord(): boolean {
    const { log } = this.parts.runtime;
    return log.state === 'ok' && log.hasRoomFor(LINES_OF_A_REQUEST);
  }

  private modeOf(request: PretradeCheckRequest): Mode {
    const asked = request.account?.mode == null ? undefined : parseMode(request.account.mode);
    const { mode } = this.engine.config.config;
    return asked === undefined ? mode : stricterMode(mode, asked);
  }

  private probe(): GuardProbe | undefined {
    if (++this.sinceProbe < PROBE_EVERY) return undefined;
    this.sinceProbe = 0;
    let lastMs = performance.now();
    return (guard) => {
      const nowMs = performance.now();
      this.parts.metrics.guardTook(guard, (nowMs - lastMs) * 1000);
      lastMs = nowMs;
    };
  }
}

/** A halt or a cool-off began with this request. */
const beginsStop = ({ decision: { found } }: Judged): boolean =>
  found.governance === 'halt' || (found.health?.escalation ?? null) !== null;

const stackOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));
