import { parseOrchestratorStatus, type OrchestratorStatusAnswer, type TunerMode } from '@aurora/contracts';
import type { Clock, Ms } from '@aurora/kernel';
import type { Params, TrialStatus } from '@aurora/tuning';
import type { Base } from './overlays';
import { readStatusText, writeStatus, type Freeze } from './tuner-folder';
import type { CountedState } from './tuner-metrics';
import type { TunerOptions } from './tuner-options';
import type { TunerStudy } from './tuner-study';

/** Parameters that are in force, or may be. */
export interface Standing {
  readonly trial: number;
  readonly params: Params;
  readonly sinceMs: Ms;
  readonly ttlMs: Ms;
  readonly score: number | null;
}

/** What `status.json` holds; the gate adds what it sees from outside. */
export type StatusFile = Omit<OrchestratorStatusAnswer, 'running' | 'dir' | 'problem'>;

const STATE_NAMES: Readonly<Record<Exclude<TrialStatus, 'foreign'>, CountedState>> = {
  passed: 'complete',
  rejected: 'rejected',
  running: 'running',
  stale: 'stale',
  failed: 'failed',
};

/** What the tuner knows of itself; its heartbeat puts it into `status.json`. */
export class TunerState {
  mode: TunerMode = 'idle';
  freeze: Freeze | null = null;
  /** Why the gate cannot be reached; `null` while it answers. Until the first answer nothing is known. */
  gateError: string | null = 'not asked yet';
  base: Base | null = null;
  standing: Standing | null = null;
  rollbacks = 0;
  conflicts = 0;
  heartbeatMs: Ms | null = null;
  private readonly startedMs: Ms;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly options: TunerOptions,
    clock: Clock,
    private readonly gateUrl: string,
    private readonly study: TunerStudy,
  ) {
    this.startedMs = clock.nowMs();
  }

  /** Base and parameters that an earlier run of this folder left; `null` when it left none that can be read. */
  async recall(): Promise<void> {
    const text = await readStatusText(this.options.dir);
    const parsed = text === null ? null : parseOrchestratorStatus({ ...jsonOf(text), running: false, dir: '' });
    if (parsed?.ok !== true || parsed.value.base_overlay_hash == null) return;
    const { base_overlay: overlay, base_author: author, base_overlay_hash: configHash, current } = parsed.value;
    this.base = { overlay: overlay ?? null, author: author ?? null, configHash };
    if (current == null || current.trial === null) return;
    const { trial, since, ttl_ms: ttlMs, score } = current;
    this.standing = { trial, params: current.params as Params, sinceMs: Date.parse(since), ttlMs, score };
  }

  counts(): Readonly<Record<CountedState, number>> {
    const counts = { complete: 0, rejected: 0, running: 0, stale: 0, failed: 0 };
    for (const { status } of this.study.study.trials) if (status !== 'foreign') counts[STATE_NAMES[status]]++;
    return counts;
  }

  status(): StatusFile {
    const { options, base, standing } = this;
    const best = this.study.study.best();
    return {
      pid: process.pid,
      started_at: isoOf(this.startedMs),
      heartbeat_at: isoOf(this.heartbeatMs ?? this.startedMs),
      interval_ms: options.heartbeatMs,
      mode: this.mode,
      frozen: this.freeze !== null,
      freeze_reason: this.freeze?.reason ?? null,
      gate: { url: this.gateUrl, ok: this.gateError === null, error: this.gateError?.slice(0, 512) ?? null },
      study: { name: options.studyName, trials: this.study.study.trials.length, ...this.counts() },
      current: standing && {
        trial: standing.trial,
        params: { ...standing.params },
        since: isoOf(standing.sinceMs),
        ttl_ms: standing.ttlMs,
        score: standing.score,
      },
      best: best && { trial: best.number, params: { ...best.params }, score: best.score! },
      base_overlay_hash: base?.configHash ?? null,
      base_author: base?.author ?? null,
      base_overlay: base?.overlay == null ? null : { ...base.overlay },
      rollbacks: this.rollbacks,
      overlay_conflicts: this.conflicts,
    };
  }

  /** One after the other. @param mustLast whether it must survive a crash of the machine. */
  write(mustLast = false): Promise<void> {
    this.writing = this.writing.then(() => writeStatus(this.options.dir, this.status(), mustLast));
    return this.writing;
  }
}

const isoOf = (ms: Ms): string => new Date(ms).toISOString();

function jsonOf(text: string): object {
  try {
    return Object(JSON.parse(text)) as object;
  } catch {
    return {}; // torn: then nothing is known of an earlier run
  }
}
