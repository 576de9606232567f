import type { Verdict } from '@aurora/engine';
import { numbersOf } from './flips';

/** Decisions kept to draw distributions from: with more every second one goes, and from there on only every second is taken. */
const MAX_KEPT = 4000;

/** The number a guard held against its limit, and the limits then and now. */
export interface LimitSample {
  readonly value: number;
  readonly limitWas: number | null;
  readonly limitWould: number | null;
}

/** Keeps an even choice of decisions with the numbers their guards compared. */
export class NumberSamples {
  private kept: (readonly [was: Verdict, would: Verdict])[] = [];
  private every = 1;
  private seen = 0;

  add(was: Verdict, would: Verdict): void {
    if (this.seen++ % this.every !== 0) return;
    this.kept.push([was, would]);
    if (this.kept.length < MAX_KEPT) return;
    this.kept = this.kept.filter((_, index) => index % 2 === 0);
    this.every *= 2;
  }

  /** The numbers of one guard, where it compared one. */
  of(guard: string): LimitSample[] {
    return this.kept.flatMap(([was, would]) => {
      const [before, after] = [numbersOf(was, guard), numbersOf(would, guard)];
      const value = after?.value ?? before?.value ?? null;
      if (value === null) return [];
      return [{ value, limitWas: before?.limit ?? null, limitWould: after?.limit ?? null }];
    });
  }
}
