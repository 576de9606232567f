import type { Signal } from './signal';

/** Bitcoin at 100, rising, all well. */
export const SIGNAL: Signal = {
  symbol: 'BTCUSDT',
  nowMs: 1_000_000.5,
  features: {
    nowMs: 1_000_000.5,
    mid: 100,
    spreadBps: 2,
    obi: 0.4,
    tfi: -0.2,
    microBiasBps: 0.1,
    ofi: 3,
    absorb: 0,
    sweep: 0,
    trendBps: 0,
    cancelPerSec: 0,
    replenishPerSec: 0,
    volStdBps: 1.5,
    atrBps: 2,
  },
  score: 0.5,
  side: 'buy',
  p: 0.73,
  model: 'sigmoid@1',
  latencyMs: 4,
  quality: { staleBook: false, crossedBook: false, abnormalSpread: false, cyclicSequence: false },
  stopBps: 20,
  targetBps: 40,
  standardReturns: [1, -2],
};
