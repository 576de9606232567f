import {
  BarrierWatch,
  OUTCOME_EVENT,
  outcomeDetails,
  PrequentialScores,
  refit,
  refitDetails,
  type CalibrationScores,
  type LearningConfig,
  type OutcomeSample,
  type RefitVerdict,
  type TradeOutcome,
  type WatchedTrade,
} from '@aurora/calibration';
import { secToMs, type Ms } from '@aurora/kernel';
import { ticksToPrice } from '@aurora/market';
import type { Emit } from '../events/emit';
import type { MarketChange } from '../market/market-state.service';
import type { CurrentModel } from './current-model';
import { ModelFiles } from './model-files';
import type { ModelRegistry } from './model-registry';
import { ModelSwitch, type SwitchReason } from './model-switch';

/** Name of the models that come out of this loop. */
const MODEL_NAME = 'wisescalp';
/** How often trades are looked at whose symbol has no price, market time. */
const TICK_MS: Ms = 1000;

export interface LearningParts {
  readonly config: LearningConfig;
  readonly model: CurrentModel;
  readonly files: ModelFiles;
  /** `null`: nobody lets the runner change the gate's model, so it stays, and so does the runner's. */
  readonly registry: ModelRegistry | null;
  readonly emit: Emit;
  /** Time of the market. */
  readonly nowMs: () => Ms;
  /** Outcomes of earlier runs. */
  readonly samples?: readonly OutcomeSample[];
}

/**
 * Learns from shadow trades: watches each until its outcome is known, judges the probability it was given, and refits the
 * calibrator at a steady pace of the market. A better one takes over at the gate and here, or nowhere.
 */
export class Learning {
  private readonly watch = new BarrierWatch();
  private readonly judged: PrequentialScores;
  private readonly samples: OutcomeSample[] = [];
  private readonly switching: ModelSwitch;
  private nextTickMs: Ms = -Infinity;
  private nextRefitMs: Ms = NaN;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: LearningParts) {
    this.judged = new PrequentialScores(parts.config.window);
    this.switching = new ModelSwitch(parts);
    for (const sample of parts.samples ?? []) this.learn(sample);
  }

  /** Trades whose outcome is open. */
  get watched(): number {
    return this.watch.size;
  }

  /** Outcomes known. */
  get outcomes(): number {
    return this.judged.n;
  }

  /** Scores of the probabilities that were given, over the last `learning.window` outcomes; null before the first. */
  get rollingScores(): CalibrationScores | null {
    return this.judged.rolling();
  }

  /** Scores of the probabilities that a model has given, name@version; null before its first outcome. */
  scoresOf(model: string): CalibrationScores | null {
    return this.judged.ofModel(model);
  }

  /** An opening was filled. One that cannot be watched is said and left out: nothing of trading depends on it. */
  opened(trade: WatchedTrade): void {
    try {
      this.watch.open(trade);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      const { symbol, cid, side } = trade;
      this.parts.emit('HEALTH.ERROR', { part: 'learning', error: error.message }, { symbol, cid, side });
    }
  }

  /**
   * An opening came to nothing: it is watched as if it had been filled, since a model that lets nothing through would learn
   * nothing more. Only while no other of the symbol is watched: outcomes that overlap say little new.
   */
  declined(trade: WatchedTrade): void {
    if (this.parts.config.declined && !this.watch.watches(trade.symbol)) this.opened(trade);
  }

  /** A frame has changed the market of a symbol. Costs one look-up while no trade of the symbol is watched. */
  onMarket({ market, lostBook }: MarketChange, nowMs: Ms): void {
    const { symbol, book } = market;
    if (!this.watch.watches(symbol)) return;
    if (lostBook) return this.lost(symbol);
    const isUsable = book.synced && !book.crossed;
    const bid = isUsable ? ticksToPrice(book.bids.ticksAt(0)) : NaN;
    const ask = isUsable ? ticksToPrice(book.asks.ticksAt(0)) : NaN;
    this.onPrice(symbol, bid, ask, nowMs);
  }

  /** Best prices of a symbol; NaN for none that can be relied on. */
  onPrice(symbol: string, bid: number, ask: number, nowMs: Ms): void {
    this.take(this.watch.onPrice(symbol, bid, ask, nowMs));
  }

  /** The prices of a symbol have a hole: what was watched in it has no outcome. */
  lost(symbol: string): void {
    this.watch.forget(symbol);
  }

  /** The connection was lost, and with it what every symbol did meanwhile. */
  lostAll(): void {
    this.watch.forgetAll();
  }

  /**
   * Time has passed. @returns a promise when a refit was due, to be waited for where the market waits; it never rejects.
   */
  advance(nowMs: Ms): Promise<void> | undefined {
    if (nowMs < this.nextTickMs) return undefined;
    this.nextTickMs = nowMs + TICK_MS;
    this.take(this.watch.onTime(nowMs));
    const { enabled, intervalS } = this.parts.config;
    const intervalMs = secToMs(intervalS);
    if (Number.isNaN(this.nextRefitMs)) this.nextRefitMs = nowMs + intervalMs;
    if (!enabled || nowMs < this.nextRefitMs) return undefined;
    this.nextRefitMs += intervalMs * (Math.floor((nowMs - this.nextRefitMs) / intervalMs) + 1);
    return this.refitNow(nowMs).then(() => undefined);
  }

  /**
   * Refits now from the outcomes known by then, after what is under way. What it came to is put on record.
   * @returns the verdict and what became of it; null when it failed, which is put on record too. Never rejects.
   */
  refitNow(nowMs: Ms = this.parts.nowMs()): Promise<{ verdict: RefitVerdict; switched: SwitchReason } | null> {
    return this.inTurn(async () => {
      const { config, model, emit } = this.parts;
      const verdict = refit({
        samples: this.samples,
        nowMs,
        current: model.calibrator,
        currentToMs: model.artifact?.fitted.to_ms ?? null,
        name: MODEL_NAME,
        config,
      });
      const { artifact } = verdict;
      const switched = artifact === null ? 'kept' : await this.switching.propose(artifact);
      const outcome = { kept: switched !== 'switched', to: switched === 'switched' ? verdict.to : verdict.from };
      const reason = switched === 'switched' || switched === 'kept' ? verdict.reason : switched;
      const file = artifact === null ? null : ModelFiles.nameOf(artifact);
      emit('CALIBRATION.UPDATE', { ...refitDetails(verdict), ...outcome, reason, file });
      return { verdict, switched };
    });
  }

  /**
   * The gate has answered and named the model it judged by. When it is not the runner's, the runner follows, or says that
   * it cannot.
   * @param askedMs time of the market at which it was asked: what it said before a switch was over proves nothing.
   */
  answered(model: string, askedMs: Ms): void {
    if (!this.switching.mustFollow(model, askedMs)) return;
    void this.inTurn(() => this.switching.follow(model));
  }

  /** Waits for what is under way. */
  async close(): Promise<void> {
    await this.turn;
    await this.parts.registry?.close?.();
  }

  private take(outcomes: readonly TradeOutcome[]): void {
    for (const outcome of outcomes) {
      this.learn(outcome);
      const { symbol, cid, side, decisionId } = outcome;
      const about = { symbol, cid, side, ...(decisionId !== undefined && { decisionId }) };
      this.parts.emit(OUTCOME_EVENT, outcomeDetails(outcome), about);
    }
  }

  private learn(sample: OutcomeSample): void {
    this.judged.add(sample);
    this.samples.push(sample);
    // Twice as many, so that the oldest need not be moved out one by one.
    const { history } = this.parts.config;
    if (this.samples.length > 2 * history) this.samples.splice(0, this.samples.length - history);
  }

  /** One change after the other. What fails is put on record and leaves everything as it was. */
  private inTurn<T>(run: () => Promise<T>): Promise<T | null> {
    const mine = this.turn.then(run).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      this.parts.emit('HEALTH.ERROR', { part: 'learning', error: message });
      return null;
    });
    this.turn = mine;
    return mine;
  }
}
