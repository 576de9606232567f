import { readRecordingBlocks } from '../recording/read-recording.node';
import { withRecording } from '../recordings.fixture';
import { parseFrame, parseJsonFrame } from '../wire/parse-frame';
import type { FeatureVector } from './feature-vector';
import { ReferenceMarket, ReferenceScore } from './reference-market.fixture';
import { ScoreModel } from './score-model';
import { SymbolMarket } from './symbol-market';

/** Frames of both symbols: a minute, beyond every window but that of the score's 600 samples. */
const FRAMES = 20_000;
const SAMPLE_MS = 100;

/** One symbol twice. */
class Pair {
  private readonly market: SymbolMarket;
  private readonly score = new ScoreModel();
  private readonly reference = new ReferenceMarket();
  private readonly referenceScore = new ReferenceScore();
  private nextMs = 0;

  constructor(symbol: string) {
    this.market = new SymbolMarket(symbol);
  }

  /** Features and score, ours and those of the definitions, when a sample is due. */
  take(frame: string, nowMs: number): [ours: Sample, theirs: Sample] | undefined {
    this.market.apply(parseFrame(frame), nowMs);
    this.reference.apply(parseJsonFrame(frame), nowMs);
    if (nowMs < this.nextMs) return undefined;
    this.nextMs = nowMs + SAMPLE_MS;
    const ours = this.market.features(nowMs);
    const theirs = this.reference.features(nowMs);
    expect(ours === undefined).toBe(theirs === undefined);
    if (ours === undefined || theirs === undefined) return undefined;
    return [
      { ...ours, score: this.score.score(ours) },
      { ...theirs, score: this.referenceScore.score(theirs) },
    ];
  }
}

type Sample = FeatureVector & { readonly score: number };

withRecording('usdm-btc-eth-202407', (folder) => {
  it('gives the features and scores that the definitions give', async () => {
    const pairs = new Map<string, Pair>();
    const worst: Record<string, number> = {};
    let [frames, samples] = [0, 0];
    for await (const block of readRecordingBlocks(folder)) {
      if (frames > FRAMES) break;
      for (const { symbol, frame, localMs } of block) {
        frames++;
        const pair = pairs.get(symbol) ?? new Pair(symbol);
        pairs.set(symbol, pair);
        const [ours, theirs] = pair.take(frame, localMs) ?? [];
        if (ours === undefined || theirs === undefined) continue;
        samples++;
        for (const [name, value] of Object.entries(theirs)) {
          const error = Math.abs(ours[name as keyof Sample] - value) / Math.max(1, Math.abs(value));
          worst[name] = Math.max(worst[name] ?? 0, error);
        }
      }
    }
    expect(samples).toBeGreaterThan(1000);
    expect(Object.keys(worst)).toHaveLength(15);
    for (const [name, error] of Object.entries(worst)) expect([name, error < 1e-8]).toEqual([name, true]);
  });
});
