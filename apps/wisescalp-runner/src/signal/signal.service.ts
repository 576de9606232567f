import type { AuroraConfig } from '@aurora/config';
import { secToMs, type Ms } from '@aurora/kernel';
import { ScoreModel, type FeatureVector, type SymbolMarket } from '@aurora/market';
import { Inject, Injectable } from '@nestjs/common';
import { EventLog } from '../events/event-log.service';
import { CurrentModel } from '../learning/current-model';
import { MarketClock } from '../market/market-clock';
import { TradingRules } from '../rules/trading-rules';
import { RUNNER_CONFIG } from '../runner-options';
import { stopAndTarget } from './distances';
import { QualityWatch } from './quality-watch';
import type { DataQuality, Signal } from './signal';
import { SpreadWatch } from './spread-watch';

/** Pace of the samples in market time: 600 of them, the memory of the score's scale, are one minute. */
const SAMPLE_MS = 100;
/** As many as the gate's sequential test looks at by default. */
const RETURNS = 10;

interface SymbolSignal {
  readonly model: ScoreModel;
  readonly spread: SpreadWatch;
  readonly quality: QualityWatch;
  nextMs: number;
}

/** Features to score to probability, at a steady pace for each symbol. */
@Injectable()
export class SignalService {
  private readonly states = new Map<string, SymbolSignal>();

  constructor(
    @Inject(RUNNER_CONFIG) private readonly config: AuroraConfig,
    private readonly rules: TradingRules,
    private readonly model: CurrentModel,
    private readonly log: EventLog,
    private readonly clock: MarketClock,
  ) {}

  /** When the next sample of a symbol is due; −Infinity before its first. */
  nextMs(symbol: string): Ms {
    return this.states.get(symbol)?.nextMs ?? -Infinity;
  }

  /** The signal of a symbol when its next sample is due and its book is in step; else `undefined`. */
  sample(market: SymbolMarket, nowMs: number): Signal | undefined {
    const state = this.stateOf(market.symbol);
    if (nowMs < state.nextMs) return undefined;
    state.nextMs = nowMs + SAMPLE_MS;
    const features = market.features(nowMs);
    if (features === undefined) return undefined;
    const score = state.model.score(features);
    const { reward, runner } = this.rules.current;
    const distances = stopAndTarget(features, secToMs(reward.ttlS), runner.rewardRisk);
    return {
      symbol: market.symbol,
      nowMs,
      features,
      score,
      side: score >= 0 ? 'buy' : 'sell',
      p: this.model.calibrator.predict(Math.abs(score)),
      model: this.model.id,
      latencyMs: this.clock.realMs(market.latencyMs),
      quality: this.quality(market, state, features),
      stopBps: distances?.aBps,
      targetBps: distances?.bBps,
      standardReturns: standardReturns(market, features),
    };
  }

  private quality(market: SymbolMarket, state: SymbolSignal, { nowMs, spreadBps }: FeatureVector): DataQuality {
    const { staleMs } = this.config.market;
    const { book } = market;
    const quality = {
      staleBook: book.isStale(nowMs, staleMs),
      crossedBook: book.crossed,
      abnormalSpread: state.spread.isAbnormal(spreadBps),
      cyclicSequence: nowMs - market.lastSequenceFaultMs <= staleMs,
    };
    state.quality.observe(quality, { book_age_ms: nowMs - book.lastUpdateMs, spread_bps: spreadBps });
    return quality;
  }

  private stateOf(symbol: string): SymbolSignal {
    let state = this.states.get(symbol);
    if (state === undefined) {
      const quality = new QualityWatch(symbol, this.log.emit);
      state = { model: new ScoreModel(), spread: new SpreadWatch(), quality, nextMs: -Infinity };
      this.states.set(symbol, state);
    }
    return state;
  }
}

function standardReturns(market: SymbolMarket, { volStdBps }: FeatureVector): number[] {
  return volStdBps > 0 ? market.bars.lastReturnsBps(RETURNS).map((bps) => bps / volStdBps) : [];
}
