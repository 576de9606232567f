import type { Ms } from '@aurora/kernel';
import { WireError, type RecordedFrame } from '@aurora/market';
import type { MarketSource, SourceSymbol, TakeUpdate } from '../venue/market-source';
import { RecordedSymbol } from './recorded-symbol';

const GRID_MS = 10;
const MARK_MS = 1000;
/** A symbol whose recording holds no mark price for so long gets one from the middle of its book. */
const MARK_IS_OLD_MS = 3000;
/** Pause between the last frame of a recording and its first when it starts over. */
const PASS_PAUSE_MS = 100;
/** Frames that should wait to be played. */
const ENOUGH = 20_000;

/** A frame in the queue. A new pass begins with the first frame that has another shift. */
interface Waiting {
  readonly frame: RecordedFrame;
  /** Local time of the recording to market time. */
  readonly shiftMs: Ms;
}

/**
 * A recording as a market. Market time is the local time of the recording; exchange times are moved onto it by the way of
 * the fastest of the first frames, so that they do not lie in the future. Frames are handed in as they are read.
 */
export class RecordedMarket implements MarketSource {
  startMs: Ms = NaN;
  reachedMs: Ms = NaN;
  /** Frames that were no message of the venue. */
  malformed = 0;
  private readonly recorded: ReadonlyMap<string, RecordedSymbol>;
  private readonly markedMs = new Map<string, Ms>();
  private waiting: Waiting[] = [];
  private at = 0;
  private shiftMs = 0;
  private isNewPass = false;
  private isComplete = false;
  /** Exchange to market time in the pass that plays. */
  private clockMs: Ms = NaN;
  private playedShiftMs = 0;
  private nextGridMs: Ms = NaN;

  /** @param symbols all that frames will be of, the parent first. */
  constructor(symbols: readonly string[]) {
    const toMarketMs = (ms: Ms) => ms + this.clockMs + this.playedShiftMs;
    this.recorded = new Map(symbols.map((symbol) => [symbol, new RecordedSymbol(symbol, toMarketMs)]));
  }

  get symbols(): readonly SourceSymbol[] {
    return [...this.recorded.values()];
  }

  get isEnded(): boolean {
    return this.isComplete && this.at === this.waiting.length;
  }

  /** Whether more frames should be handed in. */
  get isHungry(): boolean {
    return !this.isComplete && this.waiting.length - this.at < ENOUGH;
  }

  /** Takes the next frames, in order. */
  push(frames: readonly RecordedFrame[]): void {
    const first = frames[0];
    if (first === undefined) return;
    if (this.isNewPass) {
      const last = this.waiting.at(-1);
      const endMs = last === undefined ? this.reachedMs : last.frame.localMs + last.shiftMs;
      this.shiftMs = Math.ceil(endMs + PASS_PAUSE_MS - first.localMs);
      this.isNewPass = false;
    }
    if (this.at > 0) this.waiting = this.waiting.slice(this.at);
    this.at = 0;
    for (const frame of frames) this.waiting.push({ frame, shiftMs: this.shiftMs });
  }

  /** The frames pushed next are the recording from its beginning again. */
  startOver(): void {
    this.isNewPass = true;
  }

  /** No more frames will come. */
  complete(): void {
    this.isComplete = true;
  }

  /** Plays the frames handed in until each symbol has its snapshot; market time begins there. False when one has none. */
  prepare(): boolean {
    this.clockMs = fastestMs(this.waiting);
    const isReady = () => [...this.recorded.values()].every((symbol) => symbol.isReady);
    while (!isReady() && this.at < this.waiting.length) {
      const next = this.waiting[this.at++]!;
      this.reachedMs = next.frame.localMs;
      this.play(next, () => undefined);
    }
    this.startMs = this.reachedMs;
    this.nextGridMs = Math.ceil(this.startMs / GRID_MS) * GRID_MS;
    return isReady();
  }

  advance(untilMs: Ms, take: TakeUpdate, stepped: (nowMs: Ms) => void): void {
    while (this.at < this.waiting.length) {
      const next = this.waiting[this.at]!;
      const dueMs = next.frame.localMs + next.shiftMs;
      if (dueMs > untilMs) break;
      this.stepTo(dueMs, take, stepped);
      this.at++;
      this.play(next, take);
    }
    this.stepTo(untilMs, take, stepped);
  }

  private stepTo(ms: Ms, take: TakeUpdate, stepped: (nowMs: Ms) => void): void {
    for (; this.nextGridMs <= ms; this.nextGridMs += GRID_MS) {
      if (this.nextGridMs % MARK_MS === 0) this.mark(this.nextGridMs, take);
      stepped(this.nextGridMs);
    }
    this.reachedMs = ms;
  }

  private mark(nowMs: Ms, take: TakeUpdate): void {
    for (const [symbol, { mid }] of this.recorded)
      if (nowMs - (this.markedMs.get(symbol) ?? -Infinity) > MARK_IS_OLD_MS && Number.isFinite(mid))
        take(symbol, {
          kind: 'mark',
          markPrice: mid,
          indexPrice: mid,
          fundingRate: 0,
          transactMs: nowMs,
          eventMs: nowMs,
        });
  }

  private play({ frame, shiftMs }: Waiting, take: TakeUpdate): void {
    if (shiftMs !== this.playedShiftMs) for (const symbol of this.recorded.values()) symbol.startOver();
    this.playedShiftMs = shiftMs;
    const nowMs = frame.localMs + shiftMs;
    try {
      for (const update of this.recorded.get(frame.symbol)?.read(frame.frame, nowMs) ?? []) {
        if (update.kind === 'mark') this.markedMs.set(frame.symbol, nowMs);
        take(frame.symbol, update);
      }
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      this.malformed++;
    }
  }
}

/** Local minus exchange time of the fastest frame; 0 when none tells its time. */
function fastestMs(waiting: readonly Waiting[]): Ms {
  let fastest = Infinity;
  for (const { frame, shiftMs } of waiting) {
    const eventMs = Number(/"E":(\d+)/.exec(frame.frame)?.[1]);
    if (eventMs > 0 && shiftMs === 0) fastest = Math.min(fastest, frame.localMs - eventMs);
  }
  return fastest === Infinity ? 0 : fastest;
}
