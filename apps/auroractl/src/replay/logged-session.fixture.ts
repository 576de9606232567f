import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { mulberry32 } from '@aurora/kernel';
import { API_TOKEN, OPS_TOKEN, type TestGate } from '../cli/run-auroractl.fixture';

const HEADERS = { 'content-type': 'application/json', 'x-ops-token': OPS_TOKEN, 'x-auth-token': API_TOKEN };

export async function post<T = Record<string, unknown>>(gate: TestGate, path: string, body: object = {}): Promise<T> {
  const answer = await fetch(new URL(path, gate.url), { method: 'POST', headers: HEADERS, body: JSON.stringify(body) });
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** Asks for so many orders around the limits of most guards, and reports on those that were allowed. */
export async function trade(gate: TestGate, orders: number, seed: number): Promise<void> {
  const random = mulberry32(seed);
  for (let n = 0; n < orders; n++) {
    const body = bodyOf(random, `${seed}-${n}`);
    const answer = await post<{ allow: boolean; decision_id: string; max_qty: number }>(gate, '/pretrade/check', body);
    if (answer.allow && n % 3 === 0) await post(gate, '/posttrade/log', reportOf(body, answer, random));
  }
}

function bodyOf(random: () => number, id: string) {
  const between = (low: number, high: number): number => Number((low + (high - low) * random()).toFixed(3));
  const one = <T>(...values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  return {
    req_id: id,
    order: {
      symbol: one('BTC/USDT', 'ETHUSDT', 'binance:sol-usdt'),
      side: one('buy', 'sell'),
      qty: between(0.001, 0.2),
      price: between(90, 110),
      reduce_only: random() < 0.1,
      client_order_id: `zwölf "${id}"`,
    },
    market: {
      latency_ms: between(1, 20),
      spread_bps: random() < 0.05 ? between(70, 90) : between(1, 9),
      slip_bps_est: between(0.1, 2),
      a_bps: between(5, 12),
      b_bps: between(20, 50),
      score: between(-0.4, 0.9),
      ...(random() < 0.5 && { sprt_samples: [between(-1, 2), between(-1, 2)] }),
      ...(random() < 0.3 && {
        trap_cancel_deltas: [between(0, 4)],
        trap_add_deltas: [between(0, 4)],
        trap_trades_cnt: 3,
      }),
      ...(random() < 0.1 && { dq: { abnormal_spread: true } }),
    },
    fees_bps: 1,
    ...(random() < 0.1 && { note: { unknown: '},"decision":{"allow":true' } }),
  };
}

function reportOf(
  { order }: ReturnType<typeof bodyOf>,
  answer: { readonly decision_id: string; readonly max_qty: number },
  random: () => number,
) {
  const filled = random() < 0.7;
  const { symbol, side, client_order_id } = order;
  const status = filled ? 'filled' : 'canceled';
  const fill = filled ? { filled: answer.max_qty, average: order.price, pnl_usdt: random() - 0.5 } : { filled: 0 };
  return { decision_id: answer.decision_id, client_order_id, symbol, side, status, ...fill };
}

/** A decision as it stands in a log. */
export interface LoggedLine {
  readonly event_code: string;
  readonly decision_id?: string;
  readonly details: {
    readonly request: {
      readonly order: { symbol: string; reduce_only?: boolean };
      readonly market: { spread_bps: number };
    };
    readonly decision: { readonly allow: boolean; readonly reason: string; readonly max_qty: number };
  };
}

export const linesIn = (file: string): string[] =>
  (file.endsWith('.gz') ? gunzipSync(readFileSync(file)) : readFileSync(file))
    .toString('utf8')
    .split('\n')
    .filter(Boolean);

/** The decisions in the live file of a session, read on their own. */
export const decisionsIn = (sessionDir: string): LoggedLine[] =>
  linesIn(join(sessionDir, 'aurora_events.jsonl'))
    .map((line) => JSON.parse(line) as LoggedLine)
    .filter(({ event_code: code }) => code === 'POLICY.DECISION');
