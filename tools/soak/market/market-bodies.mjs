// A few thousand questions to the gate with the features of a real market, and of generated ones.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { resolveConfig } from '@aurora/config';
import { floorToStep } from '@aurora/kernel';
import { readRecording } from '@aurora/market/node';
import { generateFrames } from '@aurora/sim-exchange';
import { ROOT } from '../../run/bootstrap.mjs';
import {
  CurrentModel,
  MarketState,
  marketSlipBps,
  pretradeRequest,
  SignalService,
  TradingRules,
} from './runner-parts.mjs';

const RECORDING = 'usdm-btc-eth-202407';
const ASK_EVERY_MS = 250;
const GENERATED_MS = 150_000;
/** Of a maker. */
const FEES_BPS = 4;
const NOTIONAL_USDT = 1000;
const LOT_STEP = '0.001';
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
  const { config } = resolveConfig();
  const market = new MarketState(config);
  const log = { emit: () => undefined };
  const clock = { realMs: (ms) => ms };
  const signals = new SignalService(config, new TradingRules(config), new CurrentModel(), log, clock);
  const nextAskMs = new Map();
  const bodies = [];
  for await (const frame of frames) {
    market.take(frame);
    for (const symbol of market.symbols) {
      if (symbol.symbol !== frame.symbol || frame.localMs < (nextAskMs.get(symbol) ?? 0)) continue;
      const body = bodyOf(symbol, signals.sample(symbol, frame.localMs));
      if (body === undefined) continue;
      nextAskMs.set(symbol, frame.localMs + ASK_EVERY_MS);
      body.order.symbol = names[body.order.symbol] ?? body.order.symbol;
      bodies.push(body);
    }
  }
  return bodies;
}

function bodyOf(market, signal) {
  if (signal?.stopBps === undefined) return undefined;
  const { symbol, side, features } = signal;
  const qty = floorToStep(NOTIONAL_USDT / features.mid, LOT_STEP).toNumber();
  const slipBps = marketSlipBps(market, side, qty, features.mid);
  if (!(qty > 0) || Number.isNaN(slipBps)) return undefined;
  const order = { symbol, side, qty, slipBps, type: 'market', purpose: 'open', reduceOnly: false, clientOrderId: '' };
  const account = { openPositions: 0, pnlTodayPct: 0 };
  const body = pretradeRequest(order, signal, market.trap, account, FEES_BPS);
  // The service's own book stands in: it is part of what is soaked.
  delete body.market.open_positions;
  delete body.market.pnl_today_pct;
  return body;
}
