import type { Ms } from '@aurora/kernel';
import { judge, type HardGate, type Study } from '@aurora/tuning';
import { Finding } from '../cli/failures';
import { measure } from './measure';
import { Interrupted } from './run-runner';
import type { SearchPlan } from './search-plan';

/** Nothing waits for an answer over the network in a recording, so there is no latency to measure. */
export const UNMEASURED: readonly HardGate[] = ['latency_p99_ms'];

export interface SearchSurroundings {
  readonly nowMs: () => Ms;
  /** No trial is begun from then on; those that run are ended. */
  readonly signal: AbortSignal;
  /** A trial has ended. */
  readonly onTold: () => void;
}

/** Trials that were run to their end, whatever came of them. */
export const toldOf = (study: Study): number =>
  study.trials.filter(({ status }) => status === 'passed' || status === 'rejected' || status === 'failed').length;

/**
 * Asks, runs and tells until the study has as many trials as planned, the time is up, or the signal says stop; trials that are
 * ended by it are given up, so that they are asked again.
 * @throws Finding when no trial can be run: the last ones all failed.
 */
export async function search(study: Study, plan: SearchPlan, given: SearchSurroundings): Promise<void> {
  const { nowMs, onTold } = given;
  const failing = new AbortController();
  const signal = AbortSignal.any([given.signal, failing.signal]);
  const endMs = nowMs() + plan.timeLimitMs;
  const running = new Set<number>();
  const worker = async (): Promise<void> => {
    while (!signal.aborted && nowMs() < endMs && toldOf(study) + running.size < plan.trials) {
      const { number } = study.ask(nowMs());
      running.add(number);
      await runTrial(study, number, plan, { nowMs, signal, onTold }).finally(() => running.delete(number));
      onTold();
      giveUpWhenAllFail(study);
    }
  };
  const beating = setInterval(() => {
    try {
      for (const number of running) study.heartbeat(number, nowMs());
    } catch (error) {
      failing.abort(error);
    }
  }, plan.heartbeatMs);
  // The first failure ends the others, and is what is said.
  const workers = Array.from({ length: plan.workers }, () => worker().catch((error: unknown) => failing.abort(error)));
  await Promise.all(workers).finally(() => clearInterval(beating));
  if (failing.signal.aborted) throw failing.signal.reason;
}

async function runTrial(
  study: Study,
  number: number,
  plan: SearchPlan,
  { nowMs, signal }: SearchSurroundings,
): Promise<void> {
  try {
    const { params } = study.trial(number);
    const harvest = await measure(plan, params, { name: `trial-${number}`, stretch: 'train' }, signal);
    study.tell(number, judge(harvest, plan.limits, UNMEASURED), nowMs());
  } catch (error) {
    if (error instanceof Interrupted) study.release((trial) => trial.number === number, nowMs());
    else if (error instanceof Finding) study.tell(number, { kind: 'failed', reason: error.message }, nowMs());
    else throw error;
  }
}

const FAILURES_IN_A_ROW = 5;

function giveUpWhenAllFail(study: Study): void {
  const ended = study.trials.filter(({ endedMs, status }) => endedMs !== null && status !== 'stale');
  const last = ended.slice(-FAILURES_IN_A_ROW);
  if (last.length < FAILURES_IN_A_ROW || last.some(({ status }) => status !== 'failed')) return;
  throw new Finding(
    `the last ${FAILURES_IN_A_ROW} trials could not be run: ${String(last.at(-1)!.attributes['failure'])}`,
  );
}
