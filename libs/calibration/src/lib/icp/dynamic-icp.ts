import { TransitionDetector, type TransitionDetectorState } from './transition-detector';

/** One observation. */
export interface IcpInput {
  /** State of the market as a number or a vector of fixed length; null when not known. */
  readonly z: number | readonly number[] | null;
  /** Adaptive conformal term; null counts as 0, above 1 as 1. */
  readonly aci: number | null;
}

/** Error rate after an observation, and why. */
export interface IcpReading {
  /** Error rate of the moment, in [0.01, 0.25]. */
  readonly alpha: number;
  readonly transition: boolean;
  /** Size of the change in `z` above its rolling median, in rolling standard deviations. */
  readonly zNorm: number;
}

/** Plain, JSON-safe state. */
export interface DynamicIcpState {
  readonly detector: TransitionDetectorState;
}

/**
 * Error rate for inductive conformal prediction that widens in a transition:
 * alpha = clip(0.1 + 0.02·[transition] + 0.01·min(aci, 1), 0.01, 0.25). One instance per symbol.
 */
export class DynamicIcp {
  private readonly detector: TransitionDetector;

  /** @param state from `exportState`; throws a `RangeError` when it holds a number that is not finite. */
  constructor(state?: DynamicIcpState) {
    this.detector = new TransitionDetector(state?.detector);
  }

  /**
   * Takes in one observation. A null `z` is no transition and leaves the state alone.
   * Throws a `RangeError` on NaN or infinity, and keeps its state.
   */
  observe({ z, aci }: IcpInput): IcpReading {
    if (aci !== null && !Number.isFinite(aci)) throw new RangeError(`aci must be finite, got ${aci}`);
    const { transition, zNorm } = z === null ? { transition: false, zNorm: 0 } : this.detector.observe(z);
    const raw = 0.1 + (transition ? 0.02 : 0) + 0.01 * Math.min(aci ?? 0, 1);
    return { alpha: Math.min(0.25, Math.max(0.01, raw)), transition, zNorm };
  }

  exportState(): DynamicIcpState {
    return { detector: this.detector.exportState() };
  }
}
