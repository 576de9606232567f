// When a fault is over for the runner: seen from outside, by what it measures.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { scrape } from '../read-metrics.mjs';

const POLL_MS = 100;

/** What has to be true again, by where the fault was; each is given what was measured when the fault ended, and now. */
const IS_BACK = {
  /** Frames come and every book is fresh. */
  venue: ({ metrics: before }, { metrics, staleMs }) =>
    metrics.sum('wisescalp_ws_frames_total') > before.sum('wisescalp_ws_frames_total') &&
    [...metrics.by('wisescalp_book_age_ms', 'symbol').values()].every((ageMs) => ageMs >= 0 && ageMs <= staleMs),
  /** A question was answered by the gate. */
  gate: ({ metrics: before }, { metrics }) => answered(metrics) > answered(before),
  /** The log grows. */
  disk: ({ logBytes: before }, { logBytes }) => logBytes > before,
};

const answered = (metrics) => metrics.sum('wisescalp_gate_verdicts_total', 'source="gate"');

/** @returns seconds from now until the runner is back; `Infinity` when it is not within the time, `null` when the session ended first. */
export async function recoveryS(where, { runner, staleMs }, withinS, ending) {
  const look = async () => ({
    metrics: await scrape(runner.metricsUrl),
    logBytes: bytesOf(runner.sessionDir),
    staleMs,
  });
  const fromMs = performance.now();
  const before = await look();
  const passedS = () => (performance.now() - fromMs) / 1000;
  while (!ending.aborted && !runner.isGone) {
    if (passedS() > withinS) return Infinity;
    await wait(POLL_MS);
    if (IS_BACK[where](before, await look())) return passedS();
  }
  return null;
}

const bytesOf = (sessionDir) =>
  statSync(join(sessionDir, 'runner/aurora_events.jsonl'), { throwIfNoEntry: false })?.size ?? 0;
