import type { Ms, TradingSymbol } from '@aurora/kernel';

type TimeBySymbol = readonly (readonly [symbol: TradingSymbol, atMs: Ms])[];

/** Plain JSON; from oldest to newest. */
export interface AntiChurnHistory {
  readonly lastAllowMs: TimeBySymbol;
  readonly lastCloseMs: TimeBySymbol;
}

/** Symbols remembered at a time; the one whose last event is oldest gives way. */
const MAX_SYMBOLS = 4096;

/** When each symbol was last allowed to open and last closed. */
export class AntiChurnState {
  private readonly allows = new Map<TradingSymbol, Ms>();
  private readonly closes = new Map<TradingSymbol, Ms>();

  allowed(symbol: TradingSymbol, nowMs: Ms): void {
    remember(this.allows, symbol, nowMs);
  }

  closed(symbol: TradingSymbol, nowMs: Ms): void {
    remember(this.closes, symbol, nowMs);
  }

  lastAllowMs(symbol: TradingSymbol): Ms | undefined {
    return this.allows.get(symbol);
  }

  lastCloseMs(symbol: TradingSymbol): Ms | undefined {
    return this.closes.get(symbol);
  }

  restore(history: AntiChurnHistory): void {
    this.allows.clear();
    this.closes.clear();
    for (const [symbol, ms] of history.lastAllowMs) this.allows.set(symbol, ms);
    for (const [symbol, ms] of history.lastCloseMs) this.closes.set(symbol, ms);
  }

  exportState(): AntiChurnHistory {
    return { lastAllowMs: [...this.allows], lastCloseMs: [...this.closes] };
  }
}

function remember(map: Map<TradingSymbol, Ms>, symbol: TradingSymbol, nowMs: Ms): void {
  map.delete(symbol);
  if (map.size === MAX_SYMBOLS) map.delete(map.keys().next().value!);
  map.set(symbol, nowMs);
}
