import { binOf } from '../metrics/reliability';
import { LOG_CLIP } from '../metrics/scoring';
import { calibrationScores, type CalibrationScores } from './calibration-scores';
import type { OutcomeSample } from './trade-outcome';

/** Models whose scores are remembered, the latest. */
const MODELS = 20;
const BINS = 10;

/**
 * Judges probabilities by outcomes as they come: every outcome counts against the probability that was given before it was
 * known, and for the model that gave it. Nothing that is judged here was fitted on what judges it. Source: the prequential
 * approach, Dawid (1984).
 */
export class PrequentialScores {
  private readonly p: Float64Array;
  private readonly labels: Float64Array;
  private count = 0;
  private readonly models = new Map<string, RunningScores>();

  /** @param window outcomes of the rolling scores, at least 1. */
  constructor(window: number) {
    if (!(Number.isInteger(window) && window >= 1)) throw new RangeError(`window must be at least 1, got ${window}`);
    this.p = new Float64Array(window);
    this.labels = new Float64Array(window);
  }

  /** Outcomes so far. */
  get n(): number {
    return this.count;
  }

  add({ p, label, model }: Pick<OutcomeSample, 'p' | 'label' | 'model'>): void {
    const slot = this.count % this.p.length;
    this.p[slot] = p;
    this.labels[slot] = label;
    this.count++;
    let running = this.models.get(model);
    if (running === undefined) {
      this.models.set(model, (running = new RunningScores()));
      if (this.models.size > MODELS) this.models.delete(this.models.keys().next().value!);
    }
    running.add(p, label);
  }

  /** Scores of the last `window` outcomes, whichever model was judged; null before the first. */
  rolling(): CalibrationScores | null {
    const n = Math.min(this.count, this.p.length);
    return n === 0 ? null : calibrationScores(this.p.subarray(0, n), this.labels.subarray(0, n));
  }

  /** Scores of all outcomes of one model, name@version; null before the first. The latest 20 models are remembered. */
  ofModel(model: string): CalibrationScores | null {
    return this.models.get(model)?.scores() ?? null;
  }
}

/** Sums behind the scores, so that an outcome need not be kept. */
class RunningScores {
  private n = 0;
  private squares = 0;
  private logs = 0;
  private readonly forecasts = new Float64Array(BINS);
  private readonly hits = new Float64Array(BINS);

  add(p: number, label: 0 | 1): void {
    this.n++;
    this.squares += (p - label) ** 2;
    const clipped = Math.min(1 - LOG_CLIP, Math.max(LOG_CLIP, p));
    this.logs -= label === 1 ? Math.log(clipped) : Math.log1p(-clipped);
    const bin = binOf(p, BINS);
    this.forecasts[bin]! += p;
    this.hits[bin]! += label;
  }

  scores(): CalibrationScores {
    let distance = 0;
    for (let bin = 0; bin < BINS; bin++) distance += Math.abs(this.forecasts[bin]! - this.hits[bin]!);
    return { n: this.n, brier: this.squares / this.n, ece: distance / this.n, logLoss: this.logs / this.n };
  }
}
