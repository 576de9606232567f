import { assessRisk, type RiskAssessment, type RiskInput } from './assess-risk';
import { clipScale, resolveRiskLimits, type RiskLimits, type RiskSettings } from './risk-limits';

/** What an operator changes at run time; absent keys stay as they are. Survives a restart. */
export interface RiskOverrides {
  readonly ddDayPct?: number;
  readonly maxConcurrent?: number;
  readonly sizeScale?: number;
}

/** Limits of the configuration with what operators changed over them. */
export class RiskManager {
  private overrides: RiskOverrides = {};
  private inForce: RiskLimits;

  constructor(private settings: RiskSettings) {
    this.inForce = resolveRiskLimits(settings);
  }

  get limits(): RiskLimits {
    return this.inForce;
  }

  /** Takes new settings into force; what operators changed stays over them. */
  configure(settings: RiskSettings): RiskLimits {
    this.settings = settings;
    return this.apply(this.overrides);
  }

  /**
   * Changes limits at run time; the scale is clipped to [0, 1].
   * @throws RangeError, changing nothing, when a number is not finite, the drawdown is outside 0..100, or the number
   * of positions is no integer ≥ 0.
   */
  set(changes: RiskOverrides): RiskLimits {
    const { ddDayPct, maxConcurrent, sizeScale } = changes;
    if (ddDayPct !== undefined && !(ddDayPct >= 0 && ddDayPct <= 100))
      throw new RangeError(`dd_day_pct must be in 0..100, got ${ddDayPct}`);
    if (maxConcurrent !== undefined && !(Number.isSafeInteger(maxConcurrent) && maxConcurrent >= 0))
      throw new RangeError(`max_concurrent must be an integer of at least 0, got ${maxConcurrent}`);
    if (sizeScale !== undefined && !Number.isFinite(sizeScale))
      throw new RangeError(`size_scale must be finite, got ${sizeScale}`);
    return this.apply({
      ...this.overrides,
      ...(ddDayPct !== undefined && { ddDayPct }),
      ...(maxConcurrent !== undefined && { maxConcurrent }),
      ...(sizeScale !== undefined && { sizeScale: clipScale(sizeScale) }),
    });
  }

  /** See {@link assessRisk}. */
  assess(input: RiskInput): RiskAssessment {
    return assessRisk(input, this.inForce);
  }

  exportState(): RiskOverrides {
    return { ...this.overrides };
  }

  restore(state: RiskOverrides): void {
    this.overrides = {};
    this.set(state);
  }

  private apply(overrides: RiskOverrides): RiskLimits {
    this.overrides = overrides;
    this.inForce = { ...resolveRiskLimits(this.settings), ...overrides };
    return this.inForce;
  }
}
