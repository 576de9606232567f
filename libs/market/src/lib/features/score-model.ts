import type { FeatureVector } from './feature-vector';
import { PercentileScale } from './percentile-scale';

/** Weights of the score's parts; they sum to 1. */
export const SCORE_WEIGHTS = {
  obi: 0.3,
  tfi: 0.25,
  absorb: 0.15,
  microBias: 0.15,
  ofi: 0.1,
  trendAlign: 0.05,
} as const;

export type ScorePart = keyof typeof SCORE_WEIGHTS;

const PARTS = Object.keys(SCORE_WEIGHTS) as ScorePart[];
const WEIGHTS = PARTS.map((part) => SCORE_WEIGHTS[part]);

/**
 * Directional score of one symbol: tanh(Σ weight · scaled part), in (−0.762, 0.762); positive for rising. Each part is
 * scaled to [−1, 1] by its own recent history, so the score depends on the samples before.
 */
export class ScoreModel {
  private readonly scales = PARTS.map(() => new PercentileScale());

  score(features: FeatureVector): number {
    let sum = 0;
    for (let i = 0; i < PARTS.length; i++) sum += WEIGHTS[i]! * this.scales[i]!.scale(partOf(features, PARTS[i]!));
    return Math.tanh(sum);
  }
}

function partOf(features: FeatureVector, part: ScorePart): number {
  switch (part) {
    case 'microBias':
      return features.microBiasBps;
    case 'trendAlign':
      // A trend counts only while the aggressors go its way.
      return features.trendBps * features.tfi > 0 ? features.trendBps : 0;
    default:
      return features[part];
  }
}
