import { checkLengths } from '../samples';
import { pValueOfSorted } from './conformal-p-value';
import { quantileOfSorted, sortedScores } from './conformal-quantile';

/**
 * Conformal prediction within groups (market regimes, for instance): each group is covered at its own 1−α, however
 * different the groups are. Source: Vovk, Gammerman & Shafer (2005), Mondrian predictors.
 */
export class MondrianConformal {
  private readonly sortedByGroup = new Map<string, Float64Array>();

  /** Throws a `RangeError` when the lists differ in length, hold nothing, or a score is NaN. */
  constructor(scores: readonly number[], groups: readonly string[]) {
    checkLengths('scores', scores, 'groups', groups);
    const byGroup = new Map<string, number[]>();
    scores.forEach((score, i) => {
      const members = byGroup.get(groups[i]!);
      if (members === undefined) byGroup.set(groups[i]!, [score]);
      else members.push(score);
    });
    for (const [group, members] of byGroup) this.sortedByGroup.set(group, sortedScores(members));
  }

  /** `conformalQuantile` within the group; null as well for a group without scores. */
  quantile(group: string, alpha: number): number | null {
    return quantileOfSorted(this.sortedByGroup.get(group) ?? [], alpha);
  }

  /** `conformalPValue` within the group; 1 for a group without scores. */
  pValue(group: string, score: number): number {
    return pValueOfSorted(this.sortedByGroup.get(group) ?? [], score);
  }
}
