import { cvar } from './cvar';

/** The latest realised returns, at most `capacity` of them; their CVaR is computed once after each new return. */
export class RealisedReturns {
  private readonly returns: number[] = [];
  private oldest = 0;
  private tail: { readonly alpha: number; readonly cvar: number | null } | undefined;

  constructor(private readonly capacity = 500) {}

  /** Adds a return, losses negative. @throws RangeError when it is not finite. */
  add(value: number): void {
    if (!Number.isFinite(value)) throw new RangeError(`return must be finite, got ${value}`);
    this.tail = undefined;
    if (this.returns.length < this.capacity) {
      this.returns.push(value);
    } else {
      this.returns[this.oldest] = value;
      this.oldest = (this.oldest + 1) % this.capacity;
    }
  }

  /** CVaR of the returns held, `null` when there is none. See {@link cvar}. */
  cvar(alpha: number): number | null {
    if (this.tail?.alpha !== alpha) this.tail = { alpha, cvar: cvar(this.returns, alpha) };
    return this.tail.cvar;
  }

  /** From oldest to newest. */
  values(): number[] {
    return [...this.returns.slice(this.oldest), ...this.returns.slice(0, this.oldest)];
  }

  exportState(): { readonly returns: readonly number[] } {
    return { returns: this.values() };
  }

  restore(state: { readonly returns: readonly number[] }): void {
    this.returns.length = 0;
    this.oldest = 0;
    this.tail = undefined;
    for (const value of state.returns) this.add(value);
  }
}
