import { parseFrame, ScoreModel, SymbolMarket } from '@aurora/market';
import { generateFrames } from './generate-frames';

/** Long enough for a seed that is like most; over hours the score is right in 54 to 59 of 100 cases. */
const MINUTES = 12;
const SAMPLE_MS = 500;

interface Sample {
  readonly mid: number;
  readonly score: number;
  /** Cancelled share of all cancelled and added quantity in the TRAP window. */
  readonly cancelRatio: number;
}

/** What a bot would see of a long stretch, twice a second. */
function watch(seed: number): Map<string, Sample[]> {
  const seen = new Map(['BTCUSDT', 'ETHUSDT'].map((symbol) => [symbol, [] as Sample[]]));
  const markets = new Map([...seen.keys()].map((symbol) => [symbol, new SymbolMarket(symbol)]));
  const models = new Map([...seen.keys()].map((symbol) => [symbol, new ScoreModel()]));
  const channels = ['bookTicker', 'depth@100ms', 'aggTrade'];
  let nextMs = 0;
  for (const { symbol, frame, localMs } of generateFrames({ seed, durationMs: MINUTES * 60_000, channels })) {
    markets.get(symbol)!.apply(parseFrame(frame), localMs);
    if (localMs < nextMs) continue;
    nextMs = localMs + SAMPLE_MS;
    for (const [name, market] of markets) {
      const features = market.features(localMs);
      if (features === undefined) continue;
      const { cancelPerSec, replenishPerSec, mid } = features;
      const cancelRatio = cancelPerSec / (cancelPerSec + replenishPerSec);
      seen.get(name)!.push({ mid, score: models.get(name)!.score(features), cancelRatio });
    }
  }
  return seen;
}

const PER_SEC = 1000 / SAMPLE_MS;
/** Returns over some seconds, bps, from every sample on. */
const returns = (samples: readonly Sample[], sec: number, shift = 0): number[] =>
  samples
    .slice(shift, samples.length - sec * PER_SEC)
    .map(({ mid }, i) => Math.log(samples[i + shift + sec * PER_SEC]!.mid / mid) * 1e4);

const quantile = (values: readonly number[], q: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(q * (values.length - 1))]!;

function correlation(a: readonly number[], b: readonly number[]): number {
  const n = Math.min(a.length, b.length);
  const mean = (values: readonly number[]) => values.slice(0, n).reduce((sum, x) => sum + x, 0) / n;
  const covariance = (x: readonly number[], y: readonly number[]) =>
    x.slice(0, n).reduce((sum, value, i) => sum + (value - mean(x)) * (y[i]! - mean(y)), 0);
  return covariance(a, b) / Math.sqrt(covariance(a, a) * covariance(b, b));
}

describe('a generated market', () => {
  const seen = watch(6);
  const [btc, eth] = [seen.get('BTCUSDT')!, seen.get('ETHUSDT')!];

  it.each([10, 30, 60])('lets the score know a little of the next %d s', (sec) => {
    let [hits, moves] = [0, 0];
    for (const samples of [btc, eth])
      for (const [i, move] of returns(samples, sec).entries()) {
        if (move === 0 || i < 200) continue;
        moves++;
        if (Math.sign(move) === Math.sign(samples[i]!.score)) hits++;
      }
    expect(hits / moves).toBeGreaterThan(0.53);
    expect(hits / moves).toBeLessThan(0.63);
  });

  it('moves enough for its fees in wild times, and hardly in calm ones', () => {
    const moves = returns(btc, 60).map(Math.abs);
    expect(quantile(moves, 0.9)).toBeGreaterThan(10);
    expect(quantile(moves, 0.9)).toBeLessThan(60);
    expect(quantile(moves, 0.25)).toBeLessThan(8);
  });

  it('moves its symbols together, the child a little later', () => {
    const at = (shift: number) => correlation(returns(btc, 1), returns(eth, 1, shift));
    expect(correlation(returns(btc, 10), returns(eth, 10))).toBeGreaterThan(0.65);
    expect(at(1)).toBeGreaterThan(0.3);
    // Half a second after the parent there is still something of its move to come; half a second before nothing is known.
    expect(at(1)).toBeGreaterThan(correlation(returns(eth, 1), returns(btc, 1, 1)) + 0.2);
  });

  it('cancels as much as it adds, except when walls are pulled', () => {
    const ratios = [...btc, ...eth].map(({ cancelRatio }) => cancelRatio);
    expect(quantile(ratios, 0.5)).toBeGreaterThan(0.42);
    expect(quantile(ratios, 0.5)).toBeLessThan(0.58);
    expect(quantile(ratios, 0.95)).toBeLessThan(0.7);
    expect(quantile(ratios, 0.995)).toBeGreaterThan(0.75);
  });
});
