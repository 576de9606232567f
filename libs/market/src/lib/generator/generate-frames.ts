import { recordedFrame, type RecordedFrame } from '../recording/recorded-frame';
import { exponential, mulberry32, normal, type Random } from './mulberry32';
import type { SimulatedSymbol } from './simulated-book';
import { SimulatedStream } from './simulated-stream';

export interface GeneratorOptions {
  /** Any integer; its low 32 bits count. */
  readonly seed: number;
  /** Length in ms of exchange time; `Infinity` never ends. */
  readonly durationMs: number;
  /** Exchange time of the first frame, ms since the epoch. */
  readonly startMs?: number;
}

const SYMBOLS: readonly SimulatedSymbol[] = [
  { symbol: 'BTCUSDT', price: 64_000, stepTicks: 1e7, levelLots: 900 },
  { symbol: 'ETHUSDT', price: 3_400, stepTicks: 1e6, levelLots: 9000 },
];
const DEFAULT_START_MS = Date.UTC(2026, 0, 1);
const STEP_MS = 50;
/** Standard deviation of one step's log return: about 1 bps a second. */
const STEP_RETURN = 2e-5;
const CORRELATION = 0.8;
/** The leaning of the aggressors fades with this factor a step and pulls the fair price along. */
const PRESSURE_DECAY = 0.98;

/**
 * An endless-capable two-symbol market (BTCUSDT and ETHUSDT, correlated) in Binance USD-M's own frames: a depth
 * snapshot of each symbol, then diffs (at most one every 50 ms), book tickers and trades. The ticker always equals the
 * book rebuilt from the diffs. Bursts of trades, a slowly turning pressure, walls of 40 times the usual size that vanish
 * untraded within a second. The same options give the same frames.
 */
export function* generateFrames(options: GeneratorOptions): Generator<RecordedFrame> {
  const random = mulberry32(options.seed);
  const streams = SYMBOLS.map((about) => ({ symbol: about.symbol, stream: new SimulatedStream(about, random) }));
  const delivery = new Delivery(random);
  const startMs = options.startMs ?? DEFAULT_START_MS;
  for (const { symbol, stream } of streams) yield delivery.frame(symbol, stream.snapshot(startMs), startMs);
  let pressure = 0;
  for (let elapsedMs = STEP_MS; elapsedMs <= options.durationMs; elapsedMs += STEP_MS) {
    const nowMs = startMs + elapsedMs;
    pressure = Math.max(-1, Math.min(1, PRESSURE_DECAY * pressure + 0.08 * normal(random)));
    const common = normal(random);
    for (const { symbol, stream } of streams) {
      const own = Math.sqrt(CORRELATION) * common + Math.sqrt(1 - CORRELATION) * normal(random);
      const texts = stream.step(nowMs, STEP_MS, STEP_RETURN * (own + 0.3 * pressure), pressure * 0.6);
      for (const text of texts) yield delivery.frame(symbol, text, nowMs);
    }
  }
}

/** The way from the venue: a few ms, now and then much longer, never overtaking. */
class Delivery {
  private lastLocalMs = 0;

  constructor(private readonly random: Random) {}

  frame(symbol: string, frame: string, sentMs: number): RecordedFrame {
    const isSlow = this.random() < 0.0005;
    const delayMs = 3 + exponential(this.random, isSlow ? 60 : 2);
    this.lastLocalMs = Math.max(this.lastLocalMs + 0.001, sentMs + delayMs);
    return recordedFrame(this.lastLocalMs, symbol, frame);
  }
}
