import type { RunnerOptions } from './runner-options';

export const OPTIONS: RunnerOptions = {
  source: { generatorSeed: 7 },
  speed: 'max',
  durationMs: 30_000,
  apiUrl: 'http://127.0.0.1:1',
  apiToken: undefined,
  requestTimeoutMs: 5000,
  sessionDir: undefined,
  symbols: undefined,
  minScore: 0.3,
  askIntervalMs: 500,
  notionalUsdt: 1000,
  equityUsdt: 10_000,
  feesBps: 10,
  holdMs: 300_000,
  rewardRisk: 2,
  lotStep: '0.001',
  orderLatencyMs: 20,
  staleMs: 2000,
};
