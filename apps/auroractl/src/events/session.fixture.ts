import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { loggingConfig } from '@aurora/events';
import { rotatedParts, SessionLog } from '@aurora/events/node';
import { defaultsOf, ManualClock } from '@aurora/kernel';

export const START_MS = Date.UTC(2026, 0, 5, 8);
const { logging } = defaultsOf(loggingConfig);

/** What a session is made of. */
export interface SessionPlan {
  readonly decisions?: number;
  /** Parts are set aside at so many bytes. */
  readonly partBytes?: number;
  readonly startMs?: number;
  readonly stepMs?: number;
  readonly runId?: string;
  /** Without its first event, as no gate starts. */
  readonly withoutStart?: boolean;
}

/** The decision number `n`: every third is denied. */
export const decisionId = (n: number): string => `01a202e9-18b1-77bd-997b-${String(n).padStart(12, '0')}`;
export const isDenied = (n: number): boolean => n % 3 === 2;

/** Writes a session, or more of it, as a gate does: with the real log, rotated and compressed by itself. */
export async function writeSession(dir: string, plan: SessionPlan = {}): Promise<void> {
  const log = await openSession(dir, plan);
  if (plan.withoutStart !== true) log.emit('AURORA.STARTUP.OK', { version: '1', pid: 7, config: { mode: 'shadow' } });
  for (let n = 0; n < (plan.decisions ?? 10); n++) {
    decide(log, n, plan.stepMs);
    if (n % 20 === 0) await log.flush();
  }
  await log.close();
}

/** A session's log and the clock it goes by. */
export type OpenSession = SessionLog & { readonly clock: ManualClock };

export async function openSession(dir: string, plan: SessionPlan = {}): Promise<OpenSession> {
  mkdirSync(dir, { recursive: true });
  const clock = new ManualClock(plan.startMs ?? START_MS);
  const { log } = await SessionLog.open({
    dir,
    runId: plan.runId ?? 'run-1',
    clock,
    logging: { ...logging, retentionDays: 3650, rotateMb: (plan.partBytes ?? 1e9) / 2 ** 20 },
  });
  return Object.assign(log, { clock });
}

/** One order as a gate sees it: asked for, decided, and when allowed sent and filled. */
export function decide(log: OpenSession, n: number, stepMs = 1000): void {
  const id = decisionId(n);
  const allow = !isDenied(n);
  const fields = {
    symbol: n % 2 === 0 ? 'BTCUSDT' : 'ETHUSDT',
    cid: `ws-${n}`,
    side: 'buy',
    qty: 0.5,
    price: 63_931.5,
  } as const;
  log.clock.advance(stepMs);
  const reason = allow ? 'ok' : n % 2 === 0 ? 'spread_bps_too_wide' : 'latency_guard';
  log.emit(
    'POLICY.DECISION',
    {
      request: { order: { client_order_id: `ws-${n}` }, market: { latency_ms: 999 } },
      decision: { allow, max_qty: allow ? 0.5 : 0, reason, observability: { latency_ms: n + 1 } },
    },
    { ...fields, decisionId: id },
  );
  if (!allow) return log.writeOrder('denied', deniedRecord(id, log.clock.nowMs()));
  log.emit('ORDER.SUBMIT', { status: 'submitted' }, { ...fields, oid: `oid-${n}`, decisionId: id });
  log.emit(
    'ORDER.FILL',
    { status: 'filled', filled: 0.5, average: 63_931 },
    { symbol: fields.symbol, cid: fields.cid, decisionId: id },
  );
}

const deniedRecord = (id: string, nowMs: number) => ({
  ts_iso: new Date(nowMs).toISOString(),
  decision_id: id,
  order_id: `deny::${id}`,
  symbol: 'BTCUSDT',
  side: 'buy' as const,
  qty: 0.5,
  client_order_id: null,
  exchange_order_id: null,
  gate_code: 'latency_guard',
  gate_detail: { reason: 'latency_guard', reasons: [] },
  snapshot: {},
  reason_normalized: { code: 'latency_guard', class: 'latency', severity: 'soft', action: 'wait' } as const,
});

/** The runner's side of one order, in the folder of its own. */
export async function writeRunnerLog(sessionDir: string, n: number): Promise<void> {
  const log = await openSession(join(sessionDir, 'runner'), { startMs: START_MS + n * 1000, runId: 'runner-1' });
  const fields = { symbol: 'BTCUSDT', cid: `ws-${n}` };
  log.clock.advance(500);
  log.emit('MODEL.CALIBRATION', { score: 0.4, p_cal: 0.7, model: 'm@1' }, fields);
  log.clock.advance(1000);
  log.emit('TCA.ANALYSIS', { net_pnl_usdt: 1.5 }, { ...fields, decisionId: decisionId(n), positionId: `ws-${n}` });
  await log.close();
}

/** The lines of a log with its parts, oldest first. */
export function linesOf(dir: string, base = 'aurora_events'): string[] {
  const names = readdirSync(dir);
  const parts = rotatedParts(base, names).map(({ name }) => name);
  return [...parts, `${base}.jsonl`]
    .map((name) => readFileSync(join(dir, name)))
    .map((bytes) => (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString('utf8'))
    .flatMap((text) => text.split('\n').slice(0, -1));
}
