import { captureFrame } from './capture-line';
import { readText } from './read-lines.node';
import type { TimedFrame } from './recorded-frame';
import { timedFrame } from './recording-line';

/** The frames of files that follow each other, the next one in view. */
export class FrameCursor {
  /** `undefined` at the end. */
  frame: TimedFrame | undefined;
  private text = '';
  private at = 0;
  private readonly texts: AsyncGenerator<string>;

  /** @param symbol whose files these are; without one they are captures, of which those lines are taken that `isWanted`. */
  constructor(
    paths: readonly string[],
    private readonly symbol: string | undefined,
    private readonly isWanted: (symbol: string) => boolean,
  ) {
    this.texts = textsOf(paths);
  }

  /** Goes on by one frame, unless the next piece of the file has to be waited for. */
  advanceInText(): boolean {
    const { text } = this;
    while (this.at < text.length) {
      const from = this.at;
      const lineFeed = text.indexOf('\n', from);
      const to = lineFeed < 0 ? text.length : lineFeed;
      this.at = to + 1;
      if (to === from) continue;
      const frame =
        this.symbol === undefined ? captureFrame(text.slice(from, to)) : timedFrame(text, from, to, this.symbol);
      if (frame === undefined || !this.isWanted(frame.symbol)) continue;
      this.frame = frame;
      return true;
    }
    return false;
  }

  async advance(): Promise<void> {
    while (!this.advanceInText()) {
      const { value, done } = await this.texts.next();
      if (done === true) {
        this.frame = undefined;
        return;
      }
      this.text = value;
      this.at = 0;
    }
  }

  async close(): Promise<void> {
    await this.texts.return(undefined);
  }
}

async function* textsOf(paths: readonly string[]): AsyncGenerator<string> {
  for (const path of paths) yield* readText(path);
}
