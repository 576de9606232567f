import { existsSync } from 'node:fs';
import { configFromLog } from '@aurora/config';
import { IdempotencyTable, LogReplay, type EngineSnapshot } from '@aurora/engine';
import { type ReadEvent } from '@aurora/events';
import { readEvents, readEventsSince, sessionFiles } from '@aurora/events/node';
import { type AnyGuard, type GuardSet } from '@aurora/gates';
import { msToNs, parseTsNs, type Ms, type TsNs } from '@aurora/kernel';
import { StartError } from '../start-error';
import { type PersistedState } from './persisted-state';

/** What an earlier run left behind, brought up to its last event on record. */
export interface Recovered {
  readonly engine: EngineSnapshot | null;
  readonly idempotency: IdempotencyTable;
  /** Events the stored state had not seen yet. */
  readonly replayed: number;
  /** The last of them; `null` without any. */
  readonly lastTsNs: TsNs | null;
  readonly warnings: readonly string[];
}

export interface IdempotencyLimits {
  readonly idempotencyTtlMs: Ms;
  readonly idempotencyMaxKeys: number;
}

/**
 * Takes the stored state and feeds it what the log of its session says beyond it, so that nothing that was answered is
 * forgotten. The log also holds the answers to recent idempotency keys, which are stored nowhere else.
 */
export async function recover(
  state: PersistedState | null,
  guards: GuardSet,
  limits: IdempotencyLimits,
  nowMs: Ms,
): Promise<Recovered> {
  const idempotency = new IdempotencyTable();
  if (state === null) return { engine: null, idempotency, replayed: 0, lastTsNs: null, warnings: [] };
  const { session_dir: sessionDir, engine, config, calibrator } = state;
  if (!existsSync(sessionDir)) {
    const warnings = [
      `session folder ${sessionDir} is gone: state is as stored, up to state.flush_ms old, and idempotency keys are lost`,
    ];
    return { engine, idempotency, replayed: 0, lastTsNs: null, warnings };
  }
  const warnings: string[] = [];
  const replay = new LogReplay(withoutSamples(guards));
  const seen = parseTsNs(state.ts_ns);
  const keysFrom = msToNs(nowMs - limits.idempotencyTtlMs);
  let replayed = 0;
  let lastTsNs: TsNs | null = null;
  try {
    // A newer program may know keys that are not in the stored configuration, so its digest is not held against it.
    replay.start({ now_ms: nowMs, config, config_hash: configFromLog(config).hash, calibrator, state: engine });
    for await (const event of eventsSince(sessionDir, seen < keysFrom ? seen : keysFrom, warnings)) {
      if (event.tsNs > seen) {
        replay.feed(event);
        replayed++;
        lastTsNs = event.tsNs;
      }
      if (event.eventCode === 'POLICY.DECISION') keepAnswer(idempotency, event, limits, nowMs);
    }
  } catch (error) {
    throw new StartError(
      `what the log in ${sessionDir} says beyond the stored state cannot be taken over: ${(error as Error).message}. Mend it, or move it away to start from the state as it is stored.`,
      { cause: error },
    );
  }
  return { engine: replay.snapshot(), idempotency, replayed, lastTsNs, warnings };
}

/**
 * The latency samples before the stored state are gone, and a p95 of the few after it could stop a gate that was not.
 * A stop that did begin stands in the log with the decision it began with.
 */
const withoutSamples = ({ first, ordered, last }: GuardSet): GuardSet => ({
  first,
  ordered: ordered.map((guard) => (guard.id === 'health' ? unobserving(guard) : guard)),
  last,
});

const unobserving = (guard: AnyGuard): AnyGuard => ({
  ...guard,
  bind: (config) => {
    const { observe: _, ...judging } = guard.bind(config);
    return judging;
  },
});

function keepAnswer(table: IdempotencyTable, { details }: ReadEvent, limits: IdempotencyLimits, nowMs: Ms): void {
  const { request, decision, now_ms: atMs } = details;
  const key = (request as { readonly req_id?: string | null }).req_id;
  const leftMs = Number(atMs) + limits.idempotencyTtlMs - nowMs;
  if (key == null || leftMs <= 0) return;
  table.keep(key, JSON.stringify(request), JSON.stringify(decision), nowMs, leftMs, limits.idempotencyMaxKeys);
}

/** The tail of a session's log. The live file alone, unless it began after `since`: then rotated parts hold the rest. */
async function* eventsSince(sessionDir: string, since: TsNs, warnings: string[]): AsyncGenerator<ReadEvent> {
  const onBadLine = ({ file, number, reason }: { file: string; number: number | null; reason: string }): void =>
    void warnings.push(`${file}${number === null ? '' : `:${number}`}: ${reason}`);
  const files = await sessionFiles(sessionDir);
  const live = files.at(-1);
  if (live === undefined) return;
  const beganBefore = files.length === 1 || (await beganBy(live, since));
  if (beganBefore && live.endsWith('.jsonl')) {
    for await (const { record } of readEventsSince(live, since, { onBadLine })) yield record;
    return;
  }
  for await (const { record } of readEvents(sessionDir, { onBadLine })) if (record.tsNs > since) yield record;
}

async function beganBy(file: string, since: TsNs): Promise<boolean> {
  for await (const { record } of readEventsSince(file, 0n, { onBadLine: () => undefined })) return record.tsNs <= since;
  return false;
}
