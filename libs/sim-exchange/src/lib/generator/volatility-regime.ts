import type { Random, Sec } from '@aurora/kernel';
import { exponential } from './random';

/** One state of the market: how far it moves and how busy it is. */
export interface Regime {
  readonly name: 'calm' | 'normal' | 'wild';
  /** Standard deviation of a one-second return, bps. */
  readonly volBps: number;
  /** Arrivals of market orders, times the usual. */
  readonly activity: number;
  /** Chance that a new quote is wider than one price step. */
  readonly wideQuote: number;
  readonly meanSec: Sec;
}

const CALM: Regime = { name: 'calm', volBps: 0.5, activity: 0.6, wideQuote: 0.02, meanSec: 100 };
const NORMAL: Regime = { name: 'normal', volBps: 1.2, activity: 1, wideQuote: 0.06, meanSec: 80 };
const WILD: Regime = { name: 'wild', volBps: 3, activity: 2, wideQuote: 0.2, meanSec: 60 };

/** Calm, normal and wild times as a Markov chain in continuous time; calm and wild meet only in normal. */
export class VolatilityRegime {
  private regime = NORMAL;
  private leftSec: Sec;

  constructor(private readonly random: Random) {
    this.leftSec = exponential(random, NORMAL.meanSec);
  }

  get current(): Regime {
    return this.regime;
  }

  step(sec: Sec): void {
    this.leftSec -= sec;
    if (this.leftSec > 0) return;
    if (this.regime === NORMAL) this.regime = this.random() < 0.45 ? CALM : WILD;
    else this.regime = NORMAL;
    this.leftSec = exponential(this.random, this.regime.meanSec);
  }
}
