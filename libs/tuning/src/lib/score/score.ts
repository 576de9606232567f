import { bpsToFraction } from '@aurora/kernel';
import type { TradeFigures } from './harvest';

/**
 * Score of a trial, more is better: 0.5·sharpe + 0.2·return + 0.2·max(0, kelly) − 0.2·cost, with return and cost as
 * fractions. 0 without trades; NaN when a figure is NaN, and such a trial cannot be told.
 */
export const scoreOf = ({ sharpe, return: gain, kellyEff, costBps }: TradeFigures): number =>
  0.5 * sharpe + 0.2 * gain + 0.2 * Math.max(0, kellyEff) - 0.2 * bpsToFraction(costBps);
