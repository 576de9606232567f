// Writes the log of a session as the service leaves one: a bot asks for orders in a few symbols, most are allowed, each guard
// denies now and then, fills and cancels are reported, and every event stands in it.
import { closeSync, openSync, writeSync } from 'node:fs';
import { SIGMOID_CALIBRATOR } from '@aurora/calibration';
import { resolveConfig } from '@aurora/config';
import { parsePosttrade, parsePretradeRequest } from '@aurora/contracts';
import { GateEngine } from '@aurora/engine';
import { serialiseRecord } from '@aurora/events';
import { GUARD_SET } from '@aurora/gates';
import { mulberry32, msToNs } from '@aurora/kernel';

const START_MS = Date.UTC(2026, 0, 5, 8);
const SYMBOLS = [
  ['BTC/USDT', 64_000],
  ['ETHUSDT', 3_100],
  ['SOLUSDT', 142],
  ['BINANCE:SOON/USDT', 0.31],
];

/** A day of a scalper: histories judge once they are long enough, and caps are in force. */
export const logged = () =>
  resolveConfig({
    yaml: {
      file: 'bench',
      value: {
        aurora: { latency_min_samples: 20, latency_guard_ms: 60 },
        trap: { min_history: 30 },
        risk: { max_symbol_exposure_usdt: 250_000, max_orders_per_min: 2000, equity_usdt: 100_000 },
      },
    },
  });

/** Orders that are reported some decisions later. */
const IN_FLIGHT = 16;

/**
 * @param {{ decisions: number, reports: boolean, seed?: number }} options with reports every allowed order has one.
 * @returns how many lines, decisions and bytes were written.
 */
export function writeLog(path, { decisions, reports, seed = 1 }) {
  const log = new LogWriter(path);
  const { config, raw, hash } = logged();
  const engine = new GateEngine(GUARD_SET, { config, hash }, SIGMOID_CALIBRATOR);
  const start = { config: raw, config_hash: hash, calibrator: null, state: engine.snapshot() };
  log.write(START_MS, 'AURORA.STARTUP.OK', { now_ms: START_MS, version: '0.1.0', pid: 1, ...start });
  const random = mulberry32(seed);
  const working = [];
  let nowMs = START_MS;
  for (let n = 0; n < decisions; n++) {
    nowMs += Math.round(random() * 80);
    const body = bodyOf(n, random, nowMs);
    const id = decisionId(n, nowMs);
    const { request, unknownFields } = parsePretradeRequest(body);
    const judged = engine.check(id, request, unknownFields, JSON.stringify(body), nowMs);
    log.writeAll(nowMs, judged.events);
    if (reports && judged.decision.allow) working.push({ id, order: body.order, qty: judged.decision.maxQty });
    if (working.length > IN_FLIGHT) report(engine, log, working.shift(), random, nowMs);
  }
  return log.close(decisions);
}

function report(engine, log, { id, order, qty }, random, nowMs) {
  const { symbol, side, client_order_id, price } = order;
  const filled = random() < 0.5;
  const body = {
    decision_id: id,
    client_order_id,
    order_id: `v-${client_order_id}`,
    symbol,
    side,
    status: filled ? 'closed' : 'canceled',
    filled: filled ? qty : 0,
    ...(filled && { average: price, close: true, pnl_usdt: Number((random() * 4 - 1.9).toFixed(2)) }),
  };
  const parsed = parsePosttrade(body);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  log.writeAll(nowMs, engine.book(parsed.value, JSON.stringify(body), nowMs).events);
}

function bodyOf(n, random, nowMs) {
  const number = (from, to, digits) => Number((from + (to - from) * random()).toFixed(digits));
  const list = (length, to) => Array.from({ length }, () => number(0, to, 4));
  const [symbol, mid] = SYMBOLS[Math.floor(random() * SYMBOLS.length)];
  const price = number(mid * 0.999, mid * 1.001, 4);
  return {
    ts: nowMs - 3,
    req_id: `r-${n}`,
    account: { mode: 'shadow', account_id: 'main' },
    order: {
      symbol,
      side: random() < 0.5 ? 'buy' : 'sell',
      qty: number(400 / mid, 4_000 / mid, 4) || 1,
      price,
      type: 'limit',
      client_order_id: `wise-${n}`,
    },
    market: {
      latency_ms: number(3, 25, 3),
      spread_bps: random() < 0.03 ? number(60, 120, 3) : number(0.5, 12, 3),
      slip_bps_est: number(0.1, 2.5, 3),
      a_bps: number(6, 14, 2),
      b_bps: number(20, 60, 2),
      score: number(-0.3, 0.9, 4),
      mode_regime: 'normal',
      trap_cancel_deltas: list(5, 3),
      trap_add_deltas: list(5, 6),
      trap_trades_cnt: Math.floor(random() * 20),
      obi_sign: random() < 0.95 ? 1 : -1,
      tfi_sign: 1,
      sprt_samples: Array.from({ length: 4 }, () => number(-0.4, 0.8, 4)),
      vol_std_bps: number(10, 90, 2),
      dq: { stale_book: false, crossed_book: false, abnormal_spread: random() < 0.001, cyclic_sequence: false },
      z: number(-2, 2, 4),
      aci: number(0, 0.4, 4),
    },
    risk_tags: ['scalping'],
    fees_bps: 1.2,
  };
}

/** As long as a UUIDv7, and of the same characters. */
const decisionId = (n, nowMs) => {
  const ms = nowMs.toString(16).padStart(12, '0');
  const count = n.toString(16).padStart(12, '0');
  return `${ms.slice(0, 8)}-${ms.slice(8)}-7000-8000-${count}`;
};

/** Lines into a file, a megabyte at a time. */
class LogWriter {
  lines = 0;
  bytes = 0;
  pending = '';
  tsNs = 0n;

  constructor(path) {
    this.fd = openSync(path, 'w');
  }

  writeAll(nowMs, events) {
    for (const { code, details, fields } of events) this.write(nowMs, code, details, fields);
  }

  write(nowMs, eventCode, details, fields = {}) {
    const nowNs = msToNs(nowMs);
    this.tsNs = nowNs > this.tsNs ? nowNs : this.tsNs + 1n;
    this.pending += `${serialiseRecord({ ...fields, tsNs: this.tsNs, runId: 'bench', eventCode, details })}\n`;
    this.lines++;
    if (this.pending.length > 2 ** 20) this.flush();
  }

  flush() {
    this.bytes += writeSync(this.fd, this.pending);
    this.pending = '';
  }

  close(decisions) {
    this.flush();
    closeSync(this.fd);
    return { decisions, lines: this.lines, bytes: this.bytes };
  }
}
