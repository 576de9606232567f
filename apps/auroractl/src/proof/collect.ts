import { setTimeout as wait } from 'node:timers/promises';
import type { Cast } from './cast';
import { STAGES, type EventWatch, type Watched } from './event-watch';
import { applyOverlay } from './overlays';
import type { ProofOptions } from './proof-options';
import type { ProofScreen } from './proof-screen';

const POLL_MS = 100;
/** Share of the wait after which gates are relaxed when a stage is still missing. */
const STRICT_SHARE = 0.6;

export interface CollectParts {
  readonly options: ProofOptions;
  readonly cast: Cast;
  readonly watch: EventWatch;
  readonly screen: ProofScreen;
  readonly stop: AbortSignal;
}

/**
 * Waits until every stage of an order and a change by the tuner stand in the logs. With a gap, or when it is forced, under
 * relaxed gates; forced, only what comes under them counts. Gives up when time is over, or when those from whom something
 * is missing are gone.
 * @returns whether the gates were relaxed.
 */
export async function collect({ options, cast, watch, screen, stop }: CollectParts): Promise<boolean> {
  const startMs = performance.now();
  const { maxWaitMs, forceTriage } = options;
  const until = (share: number) => startMs + share * maxWaitMs;
  const missing = (...what: readonly Watched[]) => what.filter((one) => watch.seen(one) === 0);
  const seen = (untilMs: number, ...what: readonly Watched[]) =>
    waitFor(untilMs, stop, async () => {
      await watch.poll();
      const left = missing(...what);
      if (left.length > 0) screen.waits(left.join(', '));
      return left.length === 0 || left.every((one) => isHopeless(one, cast));
    });
  if (!forceTriage) await seen(until(STRICT_SHARE), ...STAGES);
  const isRelaxed = forceTriage || (missing(...STAGES).length > 0 && cast.lives('aurora-api'));
  if (isRelaxed) {
    await applyOverlay(cast.gate!, 'triage', cast.symbols);
    screen.note('gates relaxed: the triage overlay');
    await watch.poll();
    if (forceTriage) watch.forget(...STAGES);
  }
  await seen(until(1), ...STAGES, 'parameter_update');
  const counts = STAGES.map((stage) => `${stage} ${watch.seen(stage)}`);
  screen.note(`${counts.join(', ')}; changes by the tuner ${watch.seen('parameter_update')}`);
  return isRelaxed;
}

/** Nothing more can come when the process that would write it is gone; without the runner there is no order either. */
function isHopeless(what: Watched, cast: Cast): boolean {
  if (what === 'parameter_update') return !cast.lives('tuner');
  return !cast.lives('wisescalp-runner') || (what === 'policy_decision' && !cast.lives('aurora-api'));
}

/** Polls until it is so, or time is over. */
export async function waitFor(untilMs: number, stop: AbortSignal, isSo: () => Promise<boolean>): Promise<boolean> {
  for (;;) {
    stop.throwIfAborted();
    if (await isSo()) return true;
    if (performance.now() >= untilMs) return false;
    await wait(POLL_MS, undefined, { signal: stop });
  }
}
