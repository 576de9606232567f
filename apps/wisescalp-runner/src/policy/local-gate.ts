import { calibratorOf, SIGMOID_CALIBRATOR, type CalibratorArtifact } from '@aurora/calibration';
import type { ResolvedConfig } from '@aurora/config';
import {
  apiOrderToDenied,
  parsePosttrade,
  parsePretradeRequest,
  posttradeToFailed,
  posttradeToSuccess,
  type PosttradeRequest,
  type PretradeCheckRequest,
} from '@aurora/contracts';
import { GateEngine, type PendingEvent, type StartupDetails } from '@aurora/engine';
import type { SessionLog } from '@aurora/events/node';
import type { GateVerdict, OrderGate } from '@aurora/gate-client';
import { GUARD_SET } from '@aurora/gates';
import type { Clock } from '@aurora/kernel';

/**
 * The gate inside this process, judging in the time of the market: for recordings, where the same run must give the same
 * decisions. Its log is what the service would have written, so it can be judged again like that one.
 */
export class LocalGate implements OrderGate {
  private readonly engine: GateEngine;
  private decisions = 0;

  constructor(
    resolved: ResolvedConfig,
    private readonly log: SessionLog,
    private readonly clock: Clock,
  ) {
    this.engine = new GateEngine(GUARD_SET, resolved, SIGMOID_CALIBRATOR);
    const started: StartupDetails = {
      now_ms: clock.nowMs(),
      config: resolved.raw,
      config_hash: resolved.hash,
      calibrator: null,
      state: this.engine.snapshot(),
    };
    log.emit('AURORA.STARTUP.OK', started);
  }

  check(request: PretradeCheckRequest): GateVerdict {
    const parsed = parsePretradeRequest(request);
    if (!parsed.ok) throw new TypeError(`the question breaks the contract: ${JSON.stringify(parsed.errors)}`);
    const nowMs = this.clock.nowMs();
    this.emitAll(this.engine.tick(nowMs));
    const decisionId = `d-${++this.decisions}`;
    const judged = this.engine.check(decisionId, request, parsed.unknownFields, JSON.stringify(request), nowMs);
    this.emitAll(judged.events);
    const { answer } = judged;
    if (!answer.allow) this.log.writeOrder('denied', apiOrderToDenied(request.order, answer, isoOf(nowMs)));
    return {
      source: 'gate',
      allow: answer.allow,
      maxQty: answer.max_qty,
      riskScale: answer.risk_scale,
      cooldownMs: answer.cooldown_ms,
      hardGate: answer.hard_gate,
      reason: answer.reason,
      decisionId,
      answer,
    };
  }

  report(outcome: PosttradeRequest): boolean {
    const parsed = parsePosttrade(outcome);
    if (!parsed.ok) throw new TypeError(`the report breaks the contract: ${JSON.stringify(parsed.errors)}`);
    const nowMs = this.clock.nowMs();
    const { events, repeated, fact } = this.engine.book(parsed.value, JSON.stringify(outcome), nowMs);
    this.emitAll(events);
    if (repeated) return true;
    const iso = isoOf(nowMs);
    this.log.writeOrder('orders', { ...outcome, ts_server: iso });
    if (fact.kind === 'success') this.log.writeOrder('success', posttradeToSuccess(parsed.value.enriched, iso));
    if (fact.kind === 'failed') this.log.writeOrder('failed', posttradeToFailed(parsed.value.enriched, iso));
    return true;
  }

  /** Takes another calibrator into force; the next question is judged by it. */
  loadCalibrator(artifact: CalibratorArtifact): void {
    this.engine.switchCalibrator(calibratorOf(artifact));
    this.log.emit('CALIBRATION.UPDATE', { now_ms: this.clock.nowMs(), artifact });
  }

  close(): Promise<void> {
    return this.log.close();
  }

  private emitAll(events: readonly PendingEvent[]): void {
    for (const { code, details, fields } of events) this.log.emit(code, details, fields);
  }
}

const isoOf = (nowMs: number): string => new Date(nowMs).toISOString();
