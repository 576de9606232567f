import { defaultsOf } from '@aurora/kernel';
import { calibratorOf } from '../artifact/load-calibrator';
import { SIGMOID_CALIBRATOR, type Calibrator } from '../calibrator/calibrator';
import { calibrationScores, type CalibrationScores } from './calibration-scores';
import { learningConfig } from './learning-config';
import { outcomeStream, START_MS, STEP_MS, type Truth } from './outcome-stream.fixture';
import { PrequentialScores } from './prequential-scores';
import { refit } from './refit';
import type { RefitVerdict } from './refit-verdict';
import type { OutcomeSample } from './trade-outcome';

const CONFIG = defaultsOf(learningConfig).learning;
/** Half an hour. */
const REFIT_EVERY = 1_800_000 / STEP_MS;

interface Run {
  readonly verdicts: readonly RefitVerdict[];
  /** Of the last half: the probabilities given, and those the fixed sigmoid would have given. */
  readonly given: CalibrationScores;
  readonly sigmoid: CalibrationScores;
  readonly rolling: CalibrationScores;
}

/** The loop as a runner lives it: a probability is given, its outcome comes later, a refit now and then. */
function live(n: number, seed: number, truthAt: (index: number) => Truth, config = CONFIG): Run {
  const next = outcomeStream(seed, truthAt);
  const samples: OutcomeSample[] = [];
  const verdicts: RefitVerdict[] = [];
  const judged = new PrequentialScores(config.window);
  let current: Calibrator = SIGMOID_CALIBRATOR;
  let currentToMs: number | null = null;
  for (let i = 0; i < n; i++) {
    if (i > 0 && i % REFIT_EVERY === 0) {
      const nowMs = START_MS + i * STEP_MS;
      const verdict = refit({ samples, nowMs, current, currentToMs, name: 'sim', config });
      verdicts.push(verdict);
      if (verdict.artifact !== null) {
        current = calibratorOf(verdict.artifact);
        currentToMs = verdict.artifact.fitted.to_ms!;
      }
    }
    const sample = next(i, current);
    samples.push(sample);
    judged.add(sample);
  }
  const late = samples.slice(n / 2);
  const labels = late.map(({ label }) => label);
  const scoresOf = (p: readonly number[]) => calibrationScores(p, labels);
  return {
    verdicts,
    given: scoresOf(late.map(({ p }) => p)),
    sigmoid: scoresOf(late.map(({ score }) => SIGMOID_CALIBRATOR.predict(score))),
    rolling: judged.rolling()!,
  };
}

const N = 4000;
/** Scores promise far too much, and less and less comes of them over the day. */
const drifting = (index: number): Truth => ({ slope: 1.2, intercept: -1.2 - index / N });

describe('the learning loop', () => {
  it.each([1, 2])('comes nearer to the truth than the sigmoid while the truth drifts, seed %d', (seed) => {
    const { verdicts, given, sigmoid, rolling } = live(N, seed, drifting);
    expect(given.brier).toBeLessThan(sigmoid.brier - 0.1);
    expect(given.logLoss).toBeLessThan(sigmoid.logLoss - 0.2);
    expect(given.ece).toBeLessThan(0.25 * sigmoid.ece);
    expect([rolling.n, rolling.ece < 0.12]).toEqual([CONFIG.window, true]);
    expect(verdicts.some(({ kept }) => !kept)).toBe(true);
  });

  it('says the rate of targets where scores tell nothing, as soon as it may', () => {
    const { verdicts, given, sigmoid } = live(1100, 7, () => ({ slope: 0, intercept: -0.7 }));
    expect(verdicts.map(({ kept }) => kept)).toContain(false);
    expect(given.brier).toBeLessThan(sigmoid.brier - 0.1);
  });

  it('does no harm where the sigmoid is the truth', () => {
    const { given, sigmoid } = live(N / 2, 11, () => ({ slope: 2, intercept: 0 }));
    expect(given.brier).toBeLessThan(sigmoid.brier + 0.002);
    expect(given.ece).toBeLessThan(sigmoid.ece + 0.02);
  });

  it('judges each model on outcomes after everything it was fitted on, and tells them apart for good', () => {
    const { verdicts } = live(N / 2, 3, drifting);
    const taken = verdicts.filter(({ kept }) => !kept);
    expect(taken.length).toBeGreaterThan(1);
    let from = 'sigmoid@1';
    let lastToMs = -Infinity;
    for (const { from: before, to, cutMs, artifact } of verdicts) {
      expect(before).toBe(from);
      expect(cutMs!).toBeGreaterThanOrEqual(lastToMs);
      if (artifact === null) continue;
      const { fitted, held_out: heldOut } = artifact;
      expect(fitted.to_ms!).toBeLessThanOrEqual(cutMs!);
      expect(heldOut!.from_ms).toBeGreaterThan(cutMs!);
      from = to;
      lastToMs = fitted.to_ms!;
    }
    const versions = taken.map(({ artifact }) => artifact!.version);
    expect(new Set(versions).size).toBe(versions.length);
    expect([...versions].sort()).toEqual(versions);
  });

  it('is the same again', () => {
    expect(JSON.stringify(live(1500, 9, drifting))).toBe(JSON.stringify(live(1500, 9, drifting)));
  });
});
