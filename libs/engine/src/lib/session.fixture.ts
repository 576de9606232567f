import { calibratorOf, SIGMOID_CALIBRATOR, type CalibratorArtifact } from '@aurora/calibration';
import { resolveConfig, type ResolvedConfig } from '@aurora/config';
import { parsePosttrade, parsePretradeRequest } from '@aurora/contracts';
import { parseRecord, serialiseRecord, type EventCode, type EventRecord } from '@aurora/events';
import { GUARD_SET } from '@aurora/gates';
import { msToNs } from '@aurora/kernel';
import { type PendingEvent } from './decision-events';
import { GateEngine, type Booked, type Judged } from './gate-engine';
import { type EngineSnapshot } from './gate-state';
import { type OperatorCommand } from './operator-command';
import { LogReplay } from './replay';

/** Monday, 2026-01-05, noon UTC. */
export const NOON = Date.UTC(2026, 0, 5, 12);

export type Sections = Readonly<Record<string, unknown>>;

/** Defaults with sections as they would stand in YAML over them. */
export const configOf = (sections: Sections = {}): ResolvedConfig =>
  resolveConfig({ yaml: { value: sections, file: 'test' } });

/** A body that every guard passes under the defaults, with changes. */
export const bodyOf = (order: object = {}, market: object = {}, rest: object = {}): Record<string, unknown> => ({
  order: { symbol: 'BTCUSDT', side: 'buy', qty: 0.1, price: 50_000, ...order },
  market: { latency_ms: 10, spread_bps: 2, slip_bps_est: 1, a_bps: 10, b_bps: 40, score: 0.5, ...market },
  ...rest,
});

/** An engine with its log, as the service drives it. Times are set, ids count up. */
export class Session {
  readonly lines: string[] = [];
  readonly engine: GateEngine;
  nowMs: number;
  private tsNs: bigint;
  private decisions = 0;

  constructor(config: Sections | ResolvedConfig = {}, state: EngineSnapshot | null = null, nowMs = NOON) {
    const resolved = 'provenance' in config ? (config as ResolvedConfig) : configOf(config);
    this.nowMs = nowMs;
    this.tsNs = msToNs(nowMs);
    this.engine = new GateEngine(GUARD_SET, resolved, SIGMOID_CALIBRATOR, state);
    this.write('AURORA.STARTUP.OK', {
      now_ms: nowMs,
      config: resolved.raw,
      config_hash: resolved.hash,
      calibrator: null,
      state: this.engine.snapshot(),
    });
  }

  /** Judges a body; it must be one that is accepted. */
  check(body: object, decisionId = `d${++this.decisions}`): Judged {
    const parsed = parsePretradeRequest(body);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
    const { request, unknownFields } = parsed;
    const judged = this.engine.check(decisionId, request, unknownFields, JSON.stringify(body), this.nowMs);
    this.writeAll(judged.events);
    return judged;
  }

  book(body: object): Booked {
    const parsed = parsePosttrade(body);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
    const booked = this.engine.book(parsed.value, JSON.stringify(body), this.nowMs);
    this.writeAll(booked.events);
    return booked;
  }

  operate(command: OperatorCommand): readonly PendingEvent[] {
    return this.writeAll(this.engine.operate(command, this.nowMs));
  }

  tick(): readonly PendingEvent[] {
    return this.writeAll(this.engine.tick(this.nowMs));
  }

  switchTo(sections: Sections): void {
    const { raw, hash, ...config } = configOf(sections);
    this.engine.switchConfig({ ...config, hash });
    this.write('CONFIG.SWITCHED', { now_ms: this.nowMs, config: raw, config_hash: hash });
  }

  switchCalibrator(artifact: CalibratorArtifact): void {
    this.engine.switchCalibrator(calibratorOf(artifact));
    this.write('CALIBRATION.UPDATE', { now_ms: this.nowMs, artifact });
  }

  advance(ms: number): this {
    this.nowMs += ms;
    return this;
  }

  private writeAll(events: readonly PendingEvent[]): readonly PendingEvent[] {
    for (const { code, details, fields } of events) this.write(code, details, fields);
    return events;
  }

  private write(eventCode: EventCode, details: object, fields: Partial<EventRecord> = {}): void {
    const nowNs = msToNs(this.nowMs);
    this.tsNs = nowNs > this.tsNs ? nowNs : this.tsNs + 1n;
    this.lines.push(serialiseRecord({ ...fields, tsNs: this.tsNs, runId: 'run', eventCode, details }));
  }
}

/** Judges the lines of a log again. */
export function replayOf(lines: readonly string[]): LogReplay {
  const replay = new LogReplay(GUARD_SET);
  for (const line of lines) replay.feed(parseRecord(line));
  return replay;
}
