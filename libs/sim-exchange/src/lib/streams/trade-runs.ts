import type { TradeUpdate } from './market-update';
import type { TradeRun } from './payloads';

/**
 * Merges trades of one aggressor, price and time into one, as `aggTrade` tells them. Prints that no market order made are
 * left out.
 */
export class TradeRuns {
  private run: TradeRun | undefined;

  /** Takes a trade; returns the run it ends. */
  add(trade: TradeUpdate): TradeRun | undefined {
    if (trade.origin !== 'MARKET') return undefined;
    const { run } = this;
    const continues =
      run !== undefined &&
      run.ticks === trade.ticks &&
      run.isBuyerMaker === trade.isBuyerMaker &&
      run.transactMs === trade.transactMs;
    if (continues) {
      this.run = { ...run, lastTradeId: trade.tradeId, qty: run.qty + trade.qty };
      return undefined;
    }
    this.run = { ...trade, lastTradeId: trade.tradeId };
    return run;
  }

  /** Ends the run, if there is one. */
  end(): TradeRun | undefined {
    const { run } = this;
    this.run = undefined;
    return run;
  }
}
