import { calibratorOf, type CalibratorArtifact } from '@aurora/calibration';
import type { ResolvedConfig } from '@aurora/config';
import {
  parsePosttrade,
  parsePretradeRequest,
  type PosttradeRequest,
  type PretradeCheckRequest,
} from '@aurora/contracts';
import { GateEngine, type PendingEvent, type StartupDetails } from '@aurora/engine';
import type { SessionLog } from '@aurora/events/node';
import type { GateVerdict, OrderGate } from '@aurora/gate-client';
import { GUARD_SET } from '@aurora/gates';
import type { Clock } from '@aurora/kernel';
import type { CurrentModel } from '../learning/current-model';
import { writeDenied, writeOutcome } from '../events/order-files';

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
    { calibrator, artifact }: Pick<CurrentModel, 'calibrator' | 'artifact'>,
  ) {
    this.engine = new GateEngine(GUARD_SET, resolved, calibrator);
    const started: StartupDetails = {
      now_ms: clock.nowMs(),
      config: resolved.raw,
      config_hash: resolved.hash,
      calibrator: artifact,
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
    if (!answer.allow) writeDenied(this.log, request, answer, nowMs);
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
    const { events, repeated } = this.engine.book(parsed.value, JSON.stringify(outcome), nowMs);
    this.emitAll(events);
    if (!repeated) writeOutcome(this.log, outcome, nowMs);
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
