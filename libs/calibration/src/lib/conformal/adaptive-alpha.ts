/** Plain, JSON-safe state. */
export interface AdaptiveAlphaState {
  readonly alpha: number;
}

/**
 * Adaptive conformal inference: the working alpha moves so that the long-run share of misses is the target while the
 * scores drift: α ← clip(α + γ(α₀ − miss), 0, 1). At 0 every outcome is covered, at 1 none. Clipping forgets what was
 * missed beyond 0, so scores that are chosen against it are missed more often. Source: Gibbs & Candès (2021).
 */
export class AdaptiveAlpha {
  private current: number;

  /**
   * @param target α₀, in (0, 1).
   * @param gamma step size, > 0; a miss lowers alpha by γ(1−α₀), a hit raises it by γα₀.
   * @param state from `exportState`; without it alpha starts at the target.
   * Throws a `RangeError` on a number out of range.
   */
  constructor(
    readonly target: number,
    readonly gamma: number,
    state: AdaptiveAlphaState = { alpha: target },
  ) {
    if (!(target > 0 && target < 1)) throw new RangeError(`target must be in (0, 1), got ${target}`);
    if (!(gamma > 0 && gamma < Infinity)) throw new RangeError(`gamma must be positive and finite, got ${gamma}`);
    if (!(state.alpha >= 0 && state.alpha <= 1)) throw new RangeError(`alpha must be in [0, 1], got ${state.alpha}`);
    this.current = state.alpha;
  }

  /** Alpha to use for the next prediction, in [0, 1]. */
  get alpha(): number {
    return this.current;
  }

  /** Takes in whether the last prediction set missed the outcome; returns the new alpha. */
  update(missed: boolean): number {
    const moved = this.current + this.gamma * (this.target - (missed ? 1 : 0));
    this.current = Math.min(1, Math.max(0, moved));
    return this.current;
  }

  exportState(): AdaptiveAlphaState {
    return { alpha: this.current };
  }
}
