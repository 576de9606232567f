import type { Calibrator } from '../calibrator/calibrator';
import { seededUniform } from '../seeded-random.fixture';
import type { OutcomeSample } from './trade-outcome';

/** A market where the target comes first with probability 1/(1+e^(−(slope·score+intercept))). */
export interface Truth {
  readonly slope: number;
  readonly intercept: number;
}

export const START_MS = Date.UTC(2026, 0, 22, 10);
export const STEP_MS = 5000;

/** A trade every five seconds, each known after up to a minute; scores as those that were acted on, 0 to 1. */
export function outcomeStream(seed: number, truthAt: (index: number) => Truth) {
  const uniform = seededUniform(seed);
  return (index: number, model: Calibrator): OutcomeSample => {
    const score = uniform();
    const { slope, intercept } = truthAt(index);
    const label = uniform() < 1 / (1 + Math.exp(-(slope * score + intercept))) ? 1 : 0;
    const openedMs = START_MS + index * STEP_MS;
    return {
      score,
      p: model.predict(score),
      model: `${model.name}@${model.version}`,
      label,
      outcome: label === 1 ? 'target' : 'stop',
      openedMs,
      closedMs: openedMs + 1 + Math.floor(uniform() * 60_000),
    };
  };
}

/** As many outcomes of one market, judged by one model. */
export function outcomes(n: number, seed: number, truth: Truth, model: Calibrator): OutcomeSample[] {
  const next = outcomeStream(seed, () => truth);
  return Array.from({ length: n }, (_, i) => next(i, model));
}
