/** A probability of exactly one half: what a calibrator says that knows nothing. */
const NEUTRAL_P = 0.5;
const NEUTRAL_STREAK = 200;

/** How long each symbol of the configuration in force has had nothing but neutral probabilities. Other symbols are not kept. */
export class NeutralStreaks {
  private symbolsInForce: () => readonly string[] = () => [];
  private followed: readonly string[] = [];
  private streaks = new Map<string, number>();

  /** Tells where the symbols are read; their array changes when the configuration does. */
  follow(symbolsInForce: () => readonly string[]): void {
    this.symbolsInForce = symbolsInForce;
  }

  count(symbol: string, p: number): void {
    const streaks = this.current();
    const streak = streaks.get(symbol);
    if (streak !== undefined) streaks.set(symbol, p === NEUTRAL_P ? streak + 1 : 0);
  }

  /** 1 for every symbol whose last 200 probabilities were all neutral, else 0. */
  flags(): Iterable<readonly [string, number]> {
    return Array.from(this.current(), ([symbol, streak]) => [symbol, streak >= NEUTRAL_STREAK ? 1 : 0] as const);
  }

  /** A symbol that stays keeps its streak through a change of the configuration. */
  private current(): Map<string, number> {
    const symbols = this.symbolsInForce();
    if (symbols !== this.followed) {
      this.followed = symbols;
      this.streaks = new Map(symbols.map((symbol) => [symbol, this.streaks.get(symbol) ?? 0]));
    }
    return this.streaks;
  }
}
