import { fractionToBps, type Bps, type Fraction, type Ms, type Quote } from '@aurora/kernel';

/** A closed trade as the score sees it. */
export interface ClosedTrade {
  /** Result after fees and rebates. */
  readonly netUsdt: Quote;
  /** Fill notional of the opening, above 0. */
  readonly notionalUsdt: Quote;
  /** What trading cost of it, fees, slippage, latency, impact and adverse selection less rebates; positive is a cost. */
  readonly costUsdt: Quote;
}

/** What the trades of a trial came to. Returns are fractions of equity, one a closed trade, losses negative. */
export interface TradeFigures {
  readonly trades: number;
  readonly netUsdt: Quote;
  /** Mean over standard deviation (n − 1) of the returns, not annualised; 0 with fewer than two trades or without spread. */
  readonly sharpe: number;
  /** Sum of the returns. */
  readonly return: Fraction;
  /**
   * Kelly fraction of bets won as often and paid as well as these trades were: f = w − (1 − w)/b with w the share of
   * trades that won and b the mean win over the mean loss. At most 1; negative without an edge; 0 without trades. Kelly,
   * Bell System Technical Journal 35 (1956). −1 stands for any worse bet, and for no win at all.
   */
  readonly kellyEff: number;
  /** Costs of all trades over their notional; 0 without trades. */
  readonly costBps: Bps;
}

/** What one trial brought. A `null` was not measured. */
export interface Harvest extends TradeFigures {
  /** Answers of the gate to orders, exits included. */
  readonly decisions: number;
  /** Share of the decisions that were denied; `null` without decisions. */
  readonly denyRate: Fraction | null;
  /** 99th percentile of the time a decision took. */
  readonly latencyP99Ms: Ms | null;
  /** Outcomes known of probabilities given. */
  readonly outcomes: number;
  /** Expected calibration error over these; `null` without any. */
  readonly ece: number | null;
  /** Mean of the worst 5 % of the returns, a fraction of equity, losses negative; `null` without trades. */
  readonly cvar95: Fraction | null;
}

/**
 * @param trades in any order.
 * @param equityUsdt what the returns are fractions of.
 * @throws RangeError when equity or a notional is not above 0, or a number is not finite: such trades can have no score.
 */
export function tradeFigures(trades: readonly ClosedTrade[], equityUsdt: Quote): TradeFigures {
  const returns = tradeReturns(trades, equityUsdt);
  return {
    trades: trades.length,
    netUsdt: sum(trades.map(({ netUsdt }) => netUsdt)),
    sharpe: sharpeOf(returns),
    return: sum(returns),
    kellyEff: kellyOf(returns),
    costBps: costOf(trades),
  };
}

/** The return of each trade, a fraction of equity. @throws RangeError as `tradeFigures` does. */
export function tradeReturns(trades: readonly ClosedTrade[], equityUsdt: Quote): Fraction[] {
  if (!(equityUsdt > 0 && Number.isFinite(equityUsdt)))
    throw new RangeError(`equity must be above 0, got ${equityUsdt}`);
  const wrong = trades.find(
    ({ netUsdt, notionalUsdt, costUsdt }) =>
      !(notionalUsdt > 0 && Number.isFinite(notionalUsdt) && Number.isFinite(netUsdt) && Number.isFinite(costUsdt)),
  );
  if (wrong !== undefined) throw new RangeError(`no trade to score: ${JSON.stringify(wrong)}`);
  return trades.map(({ netUsdt }) => netUsdt / equityUsdt);
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;

/** Spread below this share of the mean is rounding of equal returns. */
const ROUNDING = 1e-12;

function sharpeOf(returns: readonly Fraction[]): number {
  if (returns.length < 2) return 0;
  const average = mean(returns);
  const deviation = Math.sqrt(sum(returns.map((value) => (value - average) ** 2)) / (returns.length - 1));
  return deviation > Math.abs(average) * ROUNDING ? average / deviation : 0;
}

function kellyOf(returns: readonly Fraction[]): number {
  if (returns.length === 0) return 0;
  const wins = returns.filter((value) => value > 0);
  const losses = returns.filter((value) => value < 0);
  if (wins.length === 0) return losses.length === 0 ? 0 : -1;
  const won = wins.length / returns.length;
  const payoff = losses.length === 0 ? Infinity : mean(wins) / -mean(losses);
  return Math.max(-1, won - (1 - won) / payoff);
}

const costOf = (trades: readonly ClosedTrade[]): Bps =>
  trades.length === 0
    ? 0
    : fractionToBps(sum(trades.map(({ costUsdt }) => costUsdt)) / sum(trades.map(({ notionalUsdt }) => notionalUsdt)));
