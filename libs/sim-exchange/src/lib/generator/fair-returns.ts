import type { Random, Bps, Sec } from '@aurora/kernel';
import { normal } from './random';

/** Memory of the leaning: time after which 1/e of it is left. */
const LEANING_SEC = 45;
/** Drift of a leaning of one standard deviation, in volatilities a second. */
const DRIFT = 0.14;
/** Share of a child's moves that is the parent's. */
const FOLLOWS = 0.85;
/** By how much the first child lags behind, and each further one more. */
const LAG_STEPS = { first: 30, more: 10 };

/** What moves one symbol in one step. */
export interface Push {
  /** Change of the fair price, bps. */
  returnBps: Bps;
  /** Where informed traders expect it to go: standard normal in the long run, positive for rising. */
  leaning: number;
}

/**
 * Returns of the fair prices: a diffusion with a slowly turning drift. The drift is the leaning that also bends order flow
 * and book, so that who reads them knows a little of the moves to come: an Ornstein–Uhlenbeck process (Uhlenbeck &
 * Ornstein 1930) as latent drift. The first symbol leads; the others repeat it some steps later and add what is their own.
 */
export class FairReturns {
  readonly pushes: readonly Push[];
  private readonly own: number[];
  private readonly history: Push[] = [];
  private at = 0;

  constructor(
    symbols: number,
    private readonly random: Random,
  ) {
    this.pushes = Array.from({ length: symbols }, () => ({ returnBps: 0, leaning: 0 }));
    this.own = this.pushes.map(() => normal(random));
    const longest = lagOf(symbols - 1) + 1;
    this.history = Array.from({ length: longest }, () => ({ returnBps: 0, leaning: this.own[0]! }));
  }

  /** @param volBps standard deviation of a one-second return. */
  step(sec: Sec, volBps: Bps): void {
    const fade = Math.exp(-sec / LEANING_SEC);
    for (let i = 0; i < this.pushes.length; i++) {
      this.own[i] = fade * this.own[i]! + Math.sqrt(1 - fade * fade) * normal(this.random);
      const moved = volBps * (DRIFT * this.own[i]! * sec + Math.sqrt(sec) * normal(this.random));
      const push = this.pushes[i]!;
      const parent = i === 0 ? undefined : this.parentBefore(lagOf(i));
      push.returnBps = parent === undefined ? moved : FOLLOWS * parent.returnBps + rest * moved;
      push.leaning = parent === undefined ? this.own[i]! : FOLLOWS * parent.leaning + rest * this.own[i]!;
      if (i === 0) this.remember(push);
    }
  }

  private remember({ returnBps, leaning }: Push): void {
    this.at = (this.at + 1) % this.history.length;
    const slot = this.history[this.at]!;
    slot.returnBps = returnBps;
    slot.leaning = leaning;
  }

  private parentBefore(steps: number): Push {
    return this.history[(this.at - steps + this.history.length) % this.history.length]!;
  }
}

const rest = Math.sqrt(1 - FOLLOWS * FOLLOWS);
const lagOf = (symbol: number): number => (symbol <= 0 ? 0 : LAG_STEPS.first + LAG_STEPS.more * (symbol - 1));
