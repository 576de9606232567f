import { join } from 'node:path';
import { ProcessGroup } from '../processes/process-group';
import { stopRecorded } from '../processes/stop-process';
import { Cast } from './cast';
import { collect } from './collect';
import { endAll } from './end-all';
import { makeEnvironment, proofTokens, type ProofEnvironment } from './environment';
import { EventWatch } from './event-watch';
import { evidenceOf, type Found } from './evidence';
import { judge } from './judge';
import { applyOverlay } from './overlays';
import type { ProofDocument } from './proof-document';
import { leftProofs } from './proof-folders';
import type { ProofOptions } from './proof-options';
import type { ProofScreen, Step } from './proof-screen';
import { sectionsOf } from './sections';
import { Telemetry } from './telemetry';

const GRACE_MS = 10_000;

export interface Proven {
  readonly document: ProofDocument;
  /** RUNNER_WS_LAST, XAI_LAST, METRICS_LAST as text. */
  readonly sections: string;
}

/**
 * Proves that market, gate, runner and tuner work together: starts them in folders of their own, waits until orders have gone the
 * whole way, takes evidence, and ends them again, whatever happens. Rejects only when it cannot make its folders.
 * @param stop ends it early; the answer is a FAIL then.
 */
export async function prove(options: ProofOptions, screen: ProofScreen, stop: AbortSignal): Promise<Proven> {
  const startMs = performance.now();
  if (options.kill) await step('clean', screen, () => cleanUp(options.folder, screen));
  const place = await step('init', screen, async () => makeEnvironment(options.sessionDir, proofTokens(process.env)));
  screen.note(place.sessionDir);
  const group = new ProcessGroup(place.runDir);
  const cast = new Cast(options, place, group, screen, stop);
  const { found, problems, notes, sections } = await play(options, place, cast, screen, stop).catch(unforeseen(group));
  screen.begin('end');
  const left = await endAll(group, cast.urls, place.sessionDir);
  screen.done(left.length === 0);
  if (left.length > 0) problems.push('proof.clean_end');
  const tookS = Math.round((performance.now() - startMs) / 100) / 10;
  const evidence = { who: options.who, ...found, session_dir: place.sessionDir, took_s: tookS };
  return { document: judge(evidence, options, problems, [...cast.notes, ...notes, ...left]), sections };
}

/** What must not happen must not leave anything behind either. */
const unforeseen =
  (group: ProcessGroup) =>
  async (error: unknown): Promise<never> => {
    await group.end();
    throw error;
  };

interface Played {
  readonly found: Found;
  readonly problems: string[];
  readonly notes: string[];
  readonly sections: string;
}

/** From the first process to the evidence. */
async function play(
  options: ProofOptions,
  place: ProofEnvironment,
  cast: Cast,
  screen: ProofScreen,
  stop: AbortSignal,
): Promise<Played> {
  const problems: string[] = [];
  const notes: string[] = [];
  const watch = await EventWatch.open(place.sessionDir, place.tunerDir);
  const telemetry = new Telemetry(join(place.sessionDir, 'telemetry.jsonl'));
  const parts = { options, cast, watch, screen, stop };
  let triage = false;
  const full = async (): Promise<Found> => {
    await startAll(cast, telemetry, screen);
    triage = await step('events', screen, () => collect(parts));
    return evidenceOf({ ...parts, triage, isPatient: true });
  };
  try {
    const found = await full().catch((error: unknown) => {
      screen.done(false);
      problems.push(stop.aborted ? 'proof.interrupted' : 'proof.failed');
      notes.push(stop.aborted ? 'ended by a signal' : told(error));
      return evidenceOf({ ...parts, stop: new AbortController().signal, triage, isPatient: false });
    });
    return { found, problems, notes, sections: await sectionsOf(found, watch, cast) };
  } finally {
    await telemetry.end();
    await watch.close();
  }
}

async function startAll(cast: Cast, telemetry: Telemetry, screen: ProofScreen): Promise<void> {
  await step('environment', screen, () => cast.startMarket());
  await step('api', screen, () => cast.startApi(telemetry));
  await step('overlay', screen, () => applyOverlay(cast.gate!, 'production', cast.symbols));
  await step('runner', screen, () => cast.startRunner(telemetry));
  screen.begin('tuner');
  screen.done(await cast.startTuner(telemetry));
}

async function step<T>(name: Step, screen: ProofScreen, run: () => Promise<T>): Promise<T> {
  screen.begin(name);
  const value = await run();
  screen.done(true);
  return value;
}

/** Stops what proofs that were killed have left, known by its records alone. */
async function cleanUp(folder: string, screen: ProofScreen): Promise<void> {
  for (const { runDir } of leftProofs(folder)) {
    const stopped = await stopRecorded(runDir, GRACE_MS);
    for (const { record, outcome } of stopped) screen.note(`${record.name} pid ${record.pid}: ${outcome}`);
  }
}

const told = (error: unknown): string => (error instanceof Error ? error.message : String(error));
