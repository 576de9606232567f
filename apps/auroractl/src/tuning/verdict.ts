import { checkHardGates, scoreOf, type BrokenGate, type Harvest, type HardLimits, type Trial } from '@aurora/tuning';
import { UNMEASURED } from './search';

/** What one configuration brought on both stretches. */
export interface Measured {
  readonly train: Harvest;
  readonly holdout: Harvest;
}

/** What came of a search: a winner, or why there is none. */
export interface Verdict {
  readonly winner: Trial | null;
  /** Why there is no winner; empty with one. */
  readonly why: readonly string[];
  /** What to keep in mind of either. */
  readonly caveats: readonly string[];
}

/** So few trades tell little about the next ones. */
const FEW_TRADES = 30;

/** The limits of the held-out stretch: as many decisions as its share of the time lets expect. */
export const holdoutLimits = (limits: HardLimits, holdout: number): HardLimits => ({
  ...limits,
  decisionsMin: Math.ceil(Number((((limits.decisionsMin ?? 0) * holdout) / (1 - holdout)).toFixed(6))),
});

/**
 * The best trial wins when its score is above that of the base on both stretches, the one it was chosen by and the one held out,
 * and it keeps every hard gate on both.
 */
export function verdictOf(
  base: Measured,
  best: { readonly trial: Trial; readonly measured: Measured } | null,
  limits: HardLimits,
  holdout: number,
): Verdict {
  if (best === null) return { winner: null, why: ['no trial kept every hard gate'], caveats: [] };
  const { trial, measured } = best;
  const broken = checkHardGates(measured.holdout, holdoutLimits(limits, holdout), UNMEASURED).map(brokenText);
  const why = [
    ...notAbove('on the training stretch', measured.train, base.train),
    ...notAbove('on the held-out stretch', measured.holdout, base.holdout),
    ...(broken.length === 0 ? [] : [`on the held-out stretch it breaks hard gates (${broken.join('; ')})`]),
  ];
  return { winner: why.length === 0 ? trial : null, why, caveats: caveatsOf(base, measured) };
}

/** A broken limit in words. */
export const brokenText = ({ gate, value, limit }: BrokenGate): string =>
  value === null
    ? `${gate} was not measured, limit ${limit}`
    : `${gate} ${Number(value.toPrecision(4))}, limit ${limit}`;

function notAbove(where: string, own: Harvest, base: Harvest): string[] {
  const [score, other] = [scoreOf(own), scoreOf(base)];
  return score > other
    ? []
    : [`${where} its score ${score.toFixed(4)} is not above the ${other.toFixed(4)} of the base`];
}

function caveatsOf(base: Measured, own: Measured): string[] {
  const trades = { base: base.holdout.trades, 'the best trial': own.holdout.trades };
  return Object.entries(trades)
    .filter(([, count]) => count < FEW_TRADES)
    .map(
      ([who, count]) =>
        `${who} closed ${count} trade${count === 1 ? '' : 's'} on the held-out stretch; below ${FEW_TRADES}, chance decides much`,
    );
}
