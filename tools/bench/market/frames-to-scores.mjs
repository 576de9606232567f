// Child: libs/market whole. All symbols merged by local time, every frame into its book and windows, the features and the
// score of each symbol every 100 ms of the market.
import { parseFrame, ScoreModel, SymbolMarket, WireStats } from '@aurora/market';
import { readRecordingBlocks } from '@aurora/market/node';
import { sayPasses } from './passes.mjs';

const SAMPLE_MS = 100;
const [folder, passes] = process.argv.slice(2);

await sayPasses(Number(passes), async () => {
  const symbols = new Map();
  const wire = new WireStats();
  let frames = 0;
  let scores = 0;
  for await (const block of readRecordingBlocks(folder))
    for (const { symbol, localMs, frame } of block) {
      let one = symbols.get(symbol);
      if (one === undefined)
        symbols.set(symbol, (one = { market: new SymbolMarket(symbol), model: new ScoreModel(), nextMs: 0 }));
      const event = parseFrame(frame);
      wire.countEvent(event);
      one.market.apply(event, localMs);
      frames++;
      if (localMs < one.nextMs) continue;
      one.nextMs = localMs + SAMPLE_MS;
      const features = one.market.features(localMs);
      if (features !== undefined && Number.isFinite(one.model.score(features))) scores++;
    }
  for (const { market } of symbols.values())
    if (!market.book.synced || market.gaps + market.topCheck.mismatches > 0)
      throw new Error(`${market.symbol} is wrong`);
  if (wire.errors > 0 || scores === 0) throw new Error('the recording was not read whole');
  return frames;
});
