import { msToSec, type Ms, mulberry32 } from '@aurora/kernel';
import { DEFAULT_SYMBOLS, knownSymbol, type SymbolSpec } from '../symbols/symbol-spec';
import type { MarketSource, TakeUpdate } from '../venue/market-source';
import { FairReturns } from './fair-returns';
import type { MarketOptions } from './market-options';
import { SimulatedSymbol } from './simulated-symbol';
import { VolatilityRegime } from './volatility-regime';

export const STEP_MS = 10;
const LEAST_FRAMES_PER_SEC = 100;
const DEFAULT_FRAMES_PER_SEC = 150;
/** Messages a second of a symbol without orders and changes of their own, and what usual traffic adds. */
const FRAMES = { quiet: 80, traffic: 25 };

/** All symbols of a generated market, step by step. The same options give the same updates. */
export class SimulatedMarket implements MarketSource {
  readonly isEnded = false;
  reachedMs: Ms;
  readonly symbols: readonly SimulatedSymbol[];
  private readonly regime: VolatilityRegime;
  private readonly returns: FairReturns;

  /** @throws RangeError on an unknown or repeated symbol or a rate out of bounds. */
  constructor(
    options: MarketOptions,
    readonly startMs: Ms,
  ) {
    const random = mulberry32(options.seed);
    const specs = specsOf(options.symbols ?? DEFAULT_SYMBOLS);
    const traffic = trafficOf(options.framesPerSec, specs.length);
    this.regime = new VolatilityRegime(random);
    this.returns = new FairReturns(specs.length, random);
    this.symbols = specs.map((spec) => new SimulatedSymbol(spec, traffic, startMs, random));
    this.reachedMs = startMs;
  }

  /** Plays whole steps up to market time `untilMs`. `stepped` hears the end of each. */
  advance(untilMs: Ms, take: TakeUpdate, stepped: (nowMs: Ms) => void): void {
    while (this.reachedMs + STEP_MS <= untilMs) {
      this.reachedMs += STEP_MS;
      this.regime.step(msToSec(STEP_MS));
      const regime = this.regime.current;
      this.returns.step(msToSec(STEP_MS), regime.volBps);
      for (const [i, symbol] of this.symbols.entries())
        symbol.step(this.reachedMs, STEP_MS, this.returns.pushes[i]!, regime, (update) =>
          take(symbol.spec.symbol, update),
        );
      stepped(this.reachedMs);
    }
  }
}

export function specsOf(symbols: readonly (string | SymbolSpec)[]): SymbolSpec[] {
  const specs = symbols.map((symbol) => {
    const spec = typeof symbol === 'string' ? knownSymbol(symbol) : symbol;
    if (spec === undefined) throw new RangeError(`${String(symbol)} is not known: its price, tick and step are needed`);
    return spec;
  });
  const names = new Set(specs.map(({ symbol }) => symbol));
  if (names.size === 0 || names.size < specs.length)
    throw new RangeError('symbols must be different, and at least one');
  return specs;
}

function trafficOf(framesPerSec: number | undefined, symbols: number): number {
  const each = framesPerSec === undefined ? DEFAULT_FRAMES_PER_SEC : framesPerSec / symbols;
  if (!(each >= LEAST_FRAMES_PER_SEC))
    throw new RangeError(`at least ${LEAST_FRAMES_PER_SEC} frames a second and symbol`);
  return (each - FRAMES.quiet) / FRAMES.traffic;
}
