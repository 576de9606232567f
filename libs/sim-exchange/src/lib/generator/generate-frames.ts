import type { RecordedFrame } from '@aurora/market';
import type { GenerateOptions } from './market-options';

/**
 * A market in the venue's own frames, as a recorder would have written them: a depth snapshot of each symbol, then the
 * channels asked for, with a delay of a few ms on the way. Local time never goes back.
 * @throws RangeError on an unknown symbol, an unknown channel or a rate out of bounds.
 */
export function* generateFrames(options: GenerateOptions): Generator<RecordedFrame> {
  throw new RangeError(`not yet: ${options.seed}`);
}
