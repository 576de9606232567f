import { SIGMOID_CALIBRATOR, type OutcomeSample } from '@aurora/calibration';
import { mulberry32 } from '@aurora/kernel';
import type { Samples } from './samples';

export const START_MS = Date.UTC(2026, 0, 22, 10);
const STEP_MS = 1000;

/** Where the target comes first with probability 1/(1+e^(−(slope·score+intercept))). */
export interface Truth {
  readonly slope: number;
  readonly intercept: number;
}

/** What the sigmoid in force says is far from it: it promises 1/(1+e^(−2·score)). */
export const SOBER: Truth = { slope: 1, intercept: -1 };

/** One outcome a second, each known after 0.1 to 10 seconds, judged by the sigmoid. */
export function outcomes(n: number, seed: number, { slope, intercept }: Truth = SOBER): OutcomeSample[] {
  const random = mulberry32(seed);
  return Array.from({ length: n }, (_, i) => {
    const score = 2 * random() - 1;
    const label = random() < 1 / (1 + Math.exp(-(slope * score + intercept))) ? 1 : 0;
    const openedMs = START_MS + i * STEP_MS;
    const closedMs = openedMs + 100 + Math.floor(9_900 * random());
    const p = SIGMOID_CALIBRATOR.predict(score);
    return { score, p, model: 'sigmoid@1', label, outcome: label === 1 ? 'target' : 'stop', openedMs, closedMs };
  });
}

export const timed = (samples: readonly OutcomeSample[]): Samples => ({
  samples,
  isTimed: true,
  before: 'sigmoid@1',
  leftOut: 0,
  remarks: [],
});

/** The event line of an outcome, as the runner writes it. */
export const outcomeLine = ({ score, p, model, label, outcome, openedMs, closedMs }: OutcomeSample): string => {
  const details = { score, p, label, outcome, model, opened_ms: openedMs, closed_ms: closedMs, traded: true };
  const tail = JSON.stringify({ run_id: 'r', event_code: 'CALIBRATION.OUTCOME', symbol: 'SOLUSDT', details });
  return `{"ts_ns":${closedMs}000000,${tail.slice(1)}`;
};
