import { calibratorOf, SIGMOID_CALIBRATOR, type CalibratorArtifact } from '@aurora/calibration';
import { resolveConfig, type ResolvedConfig } from '@aurora/config';
import { parsePosttrade, parsePretradeRequest } from '@aurora/contracts';
import {
  EventSampler,
  HELD_BACK,
  parseRecord,
  serialiseRecord,
  type EventCode,
  type EventRecord,
} from '@aurora/events';
import { GUARD_SET, type GuardSet } from '@aurora/gates';
import { msToNs } from '@aurora/kernel';
import { type PendingEvent } from './decision-events';
import { GateEngine, type Booked } from './gate-engine';
import { type Judged } from './judged';
import { type EngineSnapshot } from './gate-state';
import { type OperatorCommand } from './operator-command';
import { LogReplay } from './replay';

/** Monday, 2026-01-05, noon UTC. */
export const NOON = Date.UTC(2026, 0, 5, 12);

export type Sections = Readonly<Record<string, unknown>>;

const resolvedBefore = new Map<string, ResolvedConfig>();

/** Defaults with sections as they would stand in YAML over them. Settling one takes milliseconds, so it is done once. */
export function configOf(sections: Sections = {}): ResolvedConfig {
  const key = JSON.stringify(sections);
  const resolved = resolvedBefore.get(key) ?? resolveConfig({ yaml: { value: sections, file: 'test' } });
  resolvedBefore.set(key, resolved);
  return resolved;
}

export type Fields = Readonly<Record<string, unknown>>;

/** A body of a check before it is judged acceptable. */
export type Body = Fields & { readonly order: Fields; readonly market: Fields };

/** A body that every guard passes under the defaults, with changes. */
export const bodyOf = (order: object = {}, market: object = {}, rest: object = {}): Body => ({
  order: { symbol: 'BTCUSDT', side: 'buy', qty: 0.1, price: 50_000, ...order },
  market: { latency_ms: 10, spread_bps: 2, slip_bps_est: 1, a_bps: 10, b_bps: 40, score: 0.5, ...market },
  ...rest,
});

/** What a session may have that the service's own does not. */
export interface SessionOptions {
  readonly guards?: GuardSet;
  /** `1/N REGEX` entries of the log's sampling. */
  readonly sampling?: readonly string[];
}

/** An engine with its log, as the service drives it. Times are set, ids count up. */
export class Session {
  readonly lines: string[] = [];
  /** Orders that were allowed, as a report would name them; the latest last. */
  readonly allowed: Fields[] = [];
  nowMs: number;
  private current: GateEngine;
  private resolved: ResolvedConfig;
  private calibrator: CalibratorArtifact | null = null;
  private tsNs: bigint;
  private decisions = 0;
  private readonly guards: GuardSet;
  private readonly sampler: EventSampler;

  constructor(
    config: Sections | ResolvedConfig = {},
    state: EngineSnapshot | null = null,
    nowMs = NOON,
    { guards = GUARD_SET, sampling = [] }: SessionOptions = {},
  ) {
    this.resolved = 'provenance' in config ? (config as ResolvedConfig) : configOf(config);
    this.nowMs = nowMs;
    this.tsNs = msToNs(nowMs);
    this.guards = guards;
    this.sampler = new EventSampler(sampling);
    this.current = this.start(state);
  }

  get engine(): GateEngine {
    return this.current;
  }

  /** Judges a body; it must be one that is accepted. */
  check(body: object, decisionId = `d${++this.decisions}`): Judged {
    const parsed = parsePretradeRequest(body);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
    const { request, unknownFields } = parsed;
    const judged = this.engine.check(decisionId, request, unknownFields, JSON.stringify(body), this.nowMs);
    this.writeAll(judged.events);
    if (judged.decision.allow) {
      const { symbol, side, qty } = judged.request.order;
      this.allowed.push({ decision_id: decisionId, order_id: decisionId, symbol, side, qty });
    }
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
    this.resolved = configOf(sections);
    const { config, raw, hash } = this.resolved;
    this.engine.switchConfig({ config, hash });
    this.write('CONFIG.SWITCHED', { now_ms: this.nowMs, config: raw, config_hash: hash });
  }

  switchCalibrator(artifact: CalibratorArtifact): void {
    this.calibrator = artifact;
    this.engine.switchCalibrator(calibratorOf(artifact));
    this.write('CALIBRATION.UPDATE', { now_ms: this.nowMs, artifact });
  }

  /** Goes on from what survives a restart, in the same log. */
  restart(): void {
    this.current = this.start(JSON.parse(JSON.stringify(this.engine.snapshot())));
  }

  advance(ms: number): this {
    this.nowMs += ms;
    return this;
  }

  private start(state: EngineSnapshot | null): GateEngine {
    const { resolved, calibrator } = this;
    const engine = new GateEngine(
      this.guards,
      resolved,
      calibrator === null ? SIGMOID_CALIBRATOR : calibratorOf(calibrator),
      state,
    );
    this.write('AURORA.STARTUP.OK', {
      now_ms: this.nowMs,
      config: resolved.raw,
      config_hash: resolved.hash,
      calibrator,
      state: engine.snapshot(),
    });
    return engine;
  }

  private writeAll(events: readonly PendingEvent[]): readonly PendingEvent[] {
    for (const { code, details, fields } of events) this.write(code, details, fields);
    return events;
  }

  private write(eventCode: EventCode, details: object, fields: Partial<EventRecord> = {}): void {
    if (this.sampler.admit(eventCode, this.nowMs) === HELD_BACK) return;
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
