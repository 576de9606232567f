// A session of any size, as a gate writes it: real decisions of the engine, by the real log, rotated and compressed by itself.
import { SIGMOID_CALIBRATOR } from '@aurora/calibration';
import { GateEngine } from '@aurora/engine';
import { SessionLog } from '@aurora/events/node';
import { GUARD_SET } from '@aurora/gates';
import { ManualClock } from '@aurora/kernel';
import { bodies, resolved } from '../decision/setting.mjs';

const START_MS = Date.UTC(2026, 0, 5, 8);
/** Five decisions a second: a gigabyte is a day of a busy gate. */
const STEP_MS = 200;
const SYMBOLS = ['BTCUSDT', 'ETHUSDT', 'SOLUSDT', 'SOONUSDT', 'XRPUSDT', 'DOGEUSDT'];
const LINES_AT_ONCE = 500;

/** Every so many orders meet a guard that denies them. */
const DENIED = [
  [7, { a_bps: 40, b_bps: 8 }],
  [11, { spread_bps: 120 }],
  [13, { slip_bps_est: 30 }],
  [101, { latency_ms: 700 }],
];

/**
 * Writes a session of at least so many bytes and answers what is in it.
 * @param {{ dir: string, megabytes: number, rotateMb: number }} options a part is set aside before it grows beyond `rotateMb`.
 */
export async function makeSession({ dir, megabytes, rotateMb }) {
  const clock = new ManualClock(START_MS);
  const { logging } = resolved.config;
  const { log } = await SessionLog.open({
    dir,
    runId: 'bench',
    clock,
    logging: { ...logging, durability: 'os', rotateMb, retentionDays: 3650 },
  });
  let bytes = 0;
  log.onEvent((line) => (bytes += Buffer.byteLength(line) + 1));
  const made = { lines: 1, allow: 0, deny: 0 };
  log.emit('AURORA.STARTUP.OK', { now_ms: START_MS, version: 'bench' });
  for (const emit of decisions(log, clock, made)) {
    emit();
    if (made.lines % LINES_AT_ONCE === 0) await log.flush();
    if (bytes >= megabytes * 2 ** 20) break;
  }
  await log.close();
  return { ...made, bytes };
}

/** One decision after the other, for ever. */
function* decisions(log, clock, made) {
  const engine = new GateEngine(GUARD_SET, resolved, SIGMOID_CALIBRATOR);
  const asked = bodies(4096);
  for (let n = 0; ; n++) {
    clock.advance(STEP_MS);
    yield () => {
      const { order, market, ...rest } = asked[n % asked.length];
      const body = {
        ...rest,
        order: { ...order, symbol: SYMBOLS[n % SYMBOLS.length], client_order_id: `bench-${n}` },
        market: { ...market, ...DENIED.find(([every]) => n % every === 0)?.[1] },
      };
      const nowMs = clock.nowMs();
      const { decision, events } = engine.check(idOf(nowMs, n), body, [], JSON.stringify(body), nowMs);
      made[decision.allow ? 'allow' : 'deny']++;
      made.lines += events.length;
      for (const { code, details, fields } of events) log.emit(code, details, fields);
    };
  }
}

/** As long as a UUIDv7, and the same every time. */
const idOf = (nowMs, n) => {
  const time = nowMs.toString(16).padStart(12, '0');
  const count = n.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${count}`;
};
