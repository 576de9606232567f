import { SIGMOID_CALIBRATOR } from '@aurora/calibration';
import { ScoreModel, type FeatureVector, type SymbolMarket } from '@aurora/market';
import { Inject, Injectable } from '@nestjs/common';
import { RUNNER_OPTIONS, type RunnerOptions } from '../runner-options';
import { stopAndTarget } from './distances';
import type { DataQuality, Signal } from './signal';
import { SpreadWatch } from './spread-watch';

/** Pace of the samples in market time: 600 of them, the memory of the score's scale, are one minute. */
const SAMPLE_MS = 100;
/** As many as the gate's sequential test looks at by default. */
const RETURNS = 10;

interface SymbolSignal {
  readonly model: ScoreModel;
  readonly spread: SpreadWatch;
  nextMs: number;
}

/** Features to score to probability, at a steady pace for each symbol. */
@Injectable()
export class SignalService {
  private readonly states = new Map<string, SymbolSignal>();

  constructor(@Inject(RUNNER_OPTIONS) private readonly options: RunnerOptions) {}

  /** The signal of a symbol when its next sample is due and its book is in step; else `undefined`. */
  sample(market: SymbolMarket, nowMs: number): Signal | undefined {
    const state = this.stateOf(market.symbol);
    if (nowMs < state.nextMs) return undefined;
    state.nextMs = nowMs + SAMPLE_MS;
    const features = market.features(nowMs);
    if (features === undefined) return undefined;
    const score = state.model.score(features);
    const { holdMs, rewardRisk } = this.options;
    const distances = stopAndTarget(features, holdMs, rewardRisk);
    return {
      symbol: market.symbol,
      nowMs,
      features,
      score,
      side: score >= 0 ? 'buy' : 'sell',
      p: SIGMOID_CALIBRATOR.predict(Math.abs(score)),
      latencyMs: market.latencyMs,
      quality: this.quality(market, state, features),
      stopBps: distances?.aBps,
      targetBps: distances?.bBps,
      standardReturns: standardReturns(market, features),
    };
  }

  private quality(market: SymbolMarket, state: SymbolSignal, { nowMs, spreadBps }: FeatureVector): DataQuality {
    const { staleMs } = this.options;
    return {
      staleBook: market.book.isStale(nowMs, staleMs),
      crossedBook: market.book.crossed,
      abnormalSpread: state.spread.isAbnormal(spreadBps),
      cyclicSequence: nowMs - market.lastSequenceFaultMs <= staleMs,
    };
  }

  private stateOf(symbol: string): SymbolSignal {
    let state = this.states.get(symbol);
    if (state === undefined) {
      state = { model: new ScoreModel(), spread: new SpreadWatch(), nextMs: -Infinity };
      this.states.set(symbol, state);
    }
    return state;
  }
}

function standardReturns(market: SymbolMarket, { volStdBps }: FeatureVector): number[] {
  return volStdBps > 0 ? market.bars.lastReturnsBps(RETURNS).map((bps) => bps / volStdBps) : [];
}
