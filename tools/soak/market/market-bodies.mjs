// A few thousand questions to the gate with the features of a real market, and of generated ones.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { generateFrames } from '@aurora/market';
import { readRecording } from '@aurora/market/node';
import { ROOT } from '../../run/bootstrap.mjs';
import { MarketState, pretradeRequest, SignalService, wantedOpening } from './runner-parts.mjs';

const RECORDING = 'usdm-btc-eth-202407';
const ASK_EVERY_MS = 250;
const GENERATED_MS = 150_000;
/** Fees of a maker; stops and targets as the runner has them. */
const OPTIONS = { staleMs: 2000, holdMs: 300_000, rewardRisk: 2, notionalUsdt: 1000, lotStep: '0.001', feesBps: 4 };
/** The generator makes two symbols; each pair stands for two others. */
const GENERATED_PAIRS = [
  { BTCUSDT: 'SOLUSDT', ETHUSDT: 'BNBUSDT' },
  { BTCUSDT: 'XRPUSDT', ETHUSDT: 'ADAUSDT' },
];

export const SYMBOLS = ['BTCUSDT', 'ETHUSDT', ...GENERATED_PAIRS.flatMap((pair) => Object.values(pair))];

/** @returns `{ bodies, recorded, generated, missing }`; `missing` is where recordings were looked for in vain, else `null`. */
export async function marketBodies(seed) {
  const folder = join(process.env.AURORA_RECORDINGS ?? join(ROOT, '../shared/data'), RECORDING);
  const isThere = existsSync(folder);
  const recorded = isThere ? await bodiesOf(readRecording(folder), {}) : [];
  const pairs = isThere ? GENERATED_PAIRS : [{}, ...GENERATED_PAIRS];
  const generated = [];
  for (const [index, names] of pairs.entries()) {
    generated.push(...(await bodiesOf(generateFrames({ seed: seed + index, durationMs: GENERATED_MS }), names)));
  }
  return {
    bodies: [...recorded, ...generated],
    recorded: recorded.length,
    generated: generated.length,
    missing: isThere ? null : folder,
  };
}

async function bodiesOf(frames, names) {
  const market = new MarketState();
  const signals = new SignalService(OPTIONS);
  const nextAskMs = new Map();
  const bodies = [];
  for await (const frame of frames) {
    market.take(frame);
    for (const symbol of market.symbols) {
      if (symbol.symbol !== frame.symbol || market.nowMs < (nextAskMs.get(symbol) ?? 0)) continue;
      const body = bodyOf(symbol, signals.sample(symbol, market.nowMs));
      if (body === undefined) continue;
      nextAskMs.set(symbol, market.nowMs + ASK_EVERY_MS);
      body.order.symbol = names[body.order.symbol] ?? body.order.symbol;
      bodies.push(body);
    }
  }
  return bodies;
}

function bodyOf(market, signal) {
  if (signal?.stopBps === undefined) return undefined;
  const order = wantedOpening(market, signal, OPTIONS, '');
  if (order === undefined) return undefined;
  const account = { openPositions: 0, pnlTodayPct: 0 };
  const body = pretradeRequest(order, signal, market.trap, account, OPTIONS.feesBps, '');
  // The service's own book stands in: it is part of what is soaked.
  delete body.market.open_positions;
  delete body.market.pnl_today_pct;
  return body;
}
