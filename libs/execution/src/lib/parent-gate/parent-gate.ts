import { secToMs, type Bps, type Ms } from '@aurora/kernel';
import type { ParentGateConfig } from './parent-gate-config';

export type ParentGateReason = 'parent_cooloff' | 'child_spread' | 'parent_weak' | 'parent_misaligned';

export interface ParentGateInput {
  /** Return of the parent now, as a fraction. */
  readonly parentReturn: number;
  /** Direction the child wants to trade: its sign counts, 0 reads as up. */
  readonly childDirection: number;
  /** `null`: the spread is not judged. */
  readonly childSpreadBps: Bps | null;
}

export interface ParentGateVerdict {
  readonly outcome: 'allow' | 'deny';
  readonly reason: ParentGateReason | null;
  /** Population z-score of the current return in the window with itself; 0 when the window is flat. */
  readonly z: number;
  readonly aligned: boolean;
  /** Rest of the cool-off when asked; a denial that starts one still reports 0. */
  readonly cooldownRemainingMs: Ms;
  readonly childSpreadBps: Bps | null;
}

/** A deviation below this share of the largest return is what rounding leaves of a flat window. */
const FLAT = 1e-9;

/**
 * Lets a child market trade only while its parent moves. In order: cool-off after a denial, the child's spread, a
 * parent return that is weak in its window, a parent that moves the other way. Every denial but that of the cool-off
 * itself starts the cool-off. NaN never passes.
 */
export class ParentGate {
  private returns: Float64Array;
  private head = 0;
  private count = 0;
  private deniedAtMs = -Infinity;

  constructor(private config: ParentGateConfig) {
    this.returns = new Float64Array(config.lookbackS);
  }

  /** Returns in the window. */
  get size(): number {
    return this.count;
  }

  /** Takes new limits into force; the latest returns and a running cool-off stay. */
  configure(config: ParentGateConfig): void {
    const kept = this.values().slice(-config.lookbackS);
    this.config = config;
    this.returns = new Float64Array(config.lookbackS);
    this.returns.set(kept);
    this.count = kept.length;
    this.head = kept.length % config.lookbackS;
  }

  /**
   * Adds the parent's return of one second, as a fraction; `SecondReturns` makes one of each second.
   * @returns how many the window holds. @throws RangeError when it is not finite.
   */
  record(parentReturn: number): number {
    if (!Number.isFinite(parentReturn)) throw new RangeError(`return must be finite, got ${parentReturn}`);
    this.returns[this.head] = parentReturn;
    this.head = (this.head + 1) % this.returns.length;
    if (this.count < this.returns.length) this.count++;
    return this.count;
  }

  /** Judges a trade of the child. */
  evaluate(input: ParentGateInput, nowMs: Ms): ParentGateVerdict {
    const { parentReturn, childSpreadBps } = input;
    const z = this.zScore(parentReturn);
    const aligned = parentReturn >= 0 === input.childDirection >= 0;
    const cooldownRemainingMs = Math.max(0, this.deniedAtMs + secToMs(this.config.cooloffS) - nowMs);
    const reason = cooldownRemainingMs > 0 ? 'parent_cooloff' : this.denial(z, aligned, childSpreadBps);
    if (reason !== null && reason !== 'parent_cooloff') this.deniedAtMs = nowMs;
    return { outcome: reason === null ? 'allow' : 'deny', reason, z, aligned, cooldownRemainingMs, childSpreadBps };
  }

  private denial(z: number, aligned: boolean, spreadBps: Bps | null): ParentGateReason | null {
    const { maxSpreadBps, zThreshold, alignSign } = this.config;
    if (spreadBps !== null && !(spreadBps <= maxSpreadBps)) return 'child_spread';
    if (!(Math.abs(z) >= zThreshold)) return 'parent_weak';
    return alignSign && !aligned ? 'parent_misaligned' : null;
  }

  private zScore(current: number): number {
    const n = this.count + 1;
    let sum = current;
    let largest = Math.abs(current);
    for (let i = 0; i < this.count; i++) {
      const value = this.returns[i]!;
      sum += value;
      largest = Math.max(largest, Math.abs(value));
    }
    const mean = sum / n;
    let squares = (current - mean) ** 2;
    for (let i = 0; i < this.count; i++) squares += (this.returns[i]! - mean) ** 2;
    const deviation = Math.sqrt(squares / n);
    return deviation <= FLAT * largest ? 0 : (current - mean) / deviation;
  }

  /** From oldest to newest. */
  private values(): Float64Array {
    const { returns, head, count } = this;
    if (count < returns.length) return returns.slice(0, count);
    const ordered = new Float64Array(count);
    ordered.set(returns.subarray(head));
    ordered.set(returns.subarray(0, head), count - head);
    return ordered;
  }
}
