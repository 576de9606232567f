import {
  apiOrderToDenied,
  parsePosttrade,
  parsePretradeRequest,
  posttradeToFailed,
  posttradeToSuccess,
  type ParsedPosttrade,
  type PretradeCheckRequest,
} from '@aurora/contracts';
import {
  auditUnavailableAnswer,
  type GateEngine,
  type Judged,
  type OperatorCommand,
  type PendingEvent,
} from '@aurora/engine';
import { type GuardProbe } from '@aurora/gates';
import { parseMode, stricterMode, type Mode, type NewId } from '@aurora/kernel';
import { type DecisionJournal } from '../gates/decision-journal';
import { type JsonBody } from '../http/read-body';
import { invalidRequest, refuse, type Refusal } from '../http/refusal';
import { type GateMetrics } from '../metrics/gate-metrics';
import { type GateRuntime } from './gate-runtime';

/** How an answer leaves: once, when it is on record. */
export interface Reply {
  /** `json` is the body of a 200. */
  answer(json: string): void;
  refuse(refusal: Refusal): void;
}

/** One decision in so many has its guards timed. */
const PROBE_EVERY = 32;

const STATUS_OK = '{"status":"ok"}';
const CONFLICT = refuse(409, 'idempotency_conflict', 'This req_id was used with another body.');

export interface GateParts {
  readonly runtime: GateRuntime;
  readonly metrics: GateMetrics;
  readonly journal: DecisionJournal;
  readonly newId: NewId;
}

/** Puts the engine behind the wire: validates, decides, has it written down, and only then answers. */
export class GateService {
  private sinceProbe = 0;

  constructor(private readonly parts: GateParts) {}

  get engine(): GateEngine {
    return this.parts.runtime.engine;
  }

  /** POST /pretrade/check. */
  check({ value, json }: JsonBody, reply: Reply): void {
    const startedMs = performance.now();
    const parsed = parsePretradeRequest(value);
    if (!parsed.ok) {
      reply.refuse(invalidRequest(parsed.errors));
      return;
    }
    const { request, unknownFields } = parsed;
    const { clock, log } = this.parts.runtime;
    const nowMs = clock.nowMs();
    if (request.req_id != null && this.answeredBefore(request.req_id, json, nowMs, reply)) return;
    const decisionId = this.parts.newId(nowMs);
    const mode = this.modeOf(request);
    if (mode === 'live' && log.state === 'failing') {
      reply.answer(this.auditUnavailable(decisionId, mode));
      return;
    }
    const judged = this.engine.check(decisionId, request, unknownFields, json, nowMs, this.probe());
    this.record(decisionId, request, judged, json, nowMs, (failed) => {
      this.parts.metrics.answered(performance.now() - startedMs);
      reply.answer(failed && mode === 'live' ? this.auditUnavailable(decisionId, mode) : judged.answerJson);
    });
  }

  /** POST /posttrade/log. */
  book({ value, json }: JsonBody, reply: Reply): void {
    const parsed = parsePosttrade(value);
    if (!parsed.ok) {
      reply.refuse(invalidRequest(parsed.errors));
      return;
    }
    const { clock, keeper, log } = this.parts.runtime;
    const nowMs = clock.nowMs();
    const booked = this.engine.book(parsed.value, json, nowMs);
    if (!booked.repeated) this.writeOutcome(parsed.value, booked.fact.kind, nowMs);
    if (booked.fact.eventCode === 'ORDER.SUBMIT') this.parts.metrics.shadowOrders.inc();
    keeper.changed();
    this.emitAll(booked.events, (failed) => {
      if (failed && log.state === 'failing' && this.engine.config.config.mode === 'live') {
        reply.refuse(refuse(503, 'audit_unavailable', 'The report was taken in but is not on record yet.'));
      } else reply.answer(STATUS_OK);
    });
  }

  /** An operator's command: carried out, on record and in the stored state before it is answered. */
  async operate(command: OperatorCommand): Promise<void> {
    const events = this.engine.operate(command, this.parts.runtime.clock.nowMs());
    const recorded = this.emitted(events);
    await this.parts.runtime.keeper.save();
    await recorded;
  }

  /** Writes events; resolves when they are on record as configured, or will be: an operator's command is never held up by a full disk. */
  emitted(events: readonly PendingEvent[]): Promise<void> {
    return new Promise((resolve) => this.emitAll(events, () => resolve()));
  }

  private record(
    decisionId: string,
    request: PretradeCheckRequest,
    judged: Judged,
    json: string,
    nowMs: number,
    done: (failed: boolean) => void,
  ): void {
    const { runtime, metrics, journal } = this.parts;
    const { keeper, log, idempotency } = runtime;
    const { decision, answer, answerJson } = judged;
    metrics.decided(decision, judged.request.order.symbol);
    journal.add(decisionId, judged, nowMs);
    if (request.req_id != null) {
      const { idempotencyTtlMs, idempotencyMaxKeys } = this.engine.config.config.pretrade;
      idempotency.keep(request.req_id, json, answerJson, nowMs, idempotencyTtlMs, idempotencyMaxKeys);
    }
    if (!decision.allow)
      log.writeOrder('denied', apiOrderToDenied(request.order, answer, new Date(nowMs).toISOString()));
    keeper.changed();
    this.emitAll(judged.events, done);
  }

  private answeredBefore(key: string, json: string, nowMs: number, reply: Reply): boolean {
    const found = this.parts.runtime.idempotency.find(key, json, nowMs);
    if (found.outcome === 'new') return false;
    const details = { req_id: key };
    if (found.outcome === 'hit') {
      this.parts.runtime.log.emit('IDEM.HIT', details);
      reply.answer(found.answerJson);
    } else {
      this.parts.runtime.log.emit('IDEM.CONFLICT', details);
      reply.refuse(CONFLICT);
    }
    return true;
  }

  private writeOutcome({ body, enriched }: ParsedPosttrade, kind: 'failed' | 'success' | 'other', nowMs: number): void {
    const { metrics } = this.parts;
    const { log } = this.parts.runtime;
    const tsIso = new Date(nowMs).toISOString();
    log.writeOrder('orders', { ...body, ts_server: tsIso });
    if (kind === 'success') {
      log.writeOrder('success', posttradeToSuccess(enriched, tsIso));
      metrics.ordersSuccess.inc();
    } else if (kind === 'failed') {
      log.writeOrder('failed', posttradeToFailed(enriched, tsIso));
      metrics.ordersRejected.inc();
    }
  }

  /** Emits in order; the last one's fate is told, since the log keeps the order of its lines. */
  private emitAll(events: readonly PendingEvent[], done: (failed: boolean) => void): void {
    const { log } = this.parts.runtime;
    const last = events.length - 1;
    if (last < 0) {
      done(false);
      return;
    }
    for (let i = 0; i < last; i++) log.emit(events[i]!.code, events[i]!.details, events[i]!.fields);
    const { code, details, fields } = events[last]!;
    log.emitThen(code, details, fields, (error) => done(error !== null));
  }

  private modeOf(request: PretradeCheckRequest): Mode {
    const asked = request.account?.mode == null ? undefined : parseMode(request.account.mode);
    const { mode } = this.engine.config.config;
    return asked === undefined ? mode : stricterMode(mode, asked);
  }

  private auditUnavailable(decisionId: string, mode: Mode): string {
    const { calibrator, config } = this.engine;
    const answer = auditUnavailableAnswer({
      decisionId,
      mode,
      configHash: config.hash,
      calibrator: `${calibrator.name}@${calibrator.version}`,
    });
    return JSON.stringify(answer);
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
