// The wall clock jumps under load and over restarts.
import { setTimeout as passed } from 'node:timers/promises';
import { holdAgainst, holdStart, readLog } from '../machinery/log-check.mjs';
import { Service, bodyWith, liveSettings } from '../machinery/service.mjs';
import { removeFolder, tempFolder } from '../machinery/temp-folders.mjs';
import { Traders } from '../machinery/traders.mjs';
import { WEATHER_MISSING, Weather } from '../machinery/weather.mjs';

export const name = 'clock-steps';
export const promise =
  'A step of the wall clock ends no stop, opens no window, frees no reservation, forgets no key, locks nobody out and turns no time stamp back; a restart under a clock that was set back loosens nothing.';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const STEPS = [HOUR_MS, -HOUR_MS, DAY_MS, -DAY_MS];
const ORDERS_PER_MIN = 300;
const CAP_USDT = 500;

export async function run({ quick, random, say, promises }) {
  const weather = Weather.make();
  if (weather === null) {
    promises.leaveOut(WEATHER_MISSING);
    return 'nothing';
  }
  const folder = tempFolder();
  try {
    const steps = quick ? STEPS.slice(0, 2) : [...STEPS, ...Array.from({ length: 8 }, () => random.pick(STEPS))];
    const run = new Run({ folder, weather, random, say, promises });
    await run.whileRunning(steps);
    const backMs = quick ? [-HOUR_MS] : [-HOUR_MS, -HOUR_MS, -DAY_MS];
    for (const byMs of backMs) await run.overRestart(byMs);
    const decisions = await run.end();
    return `${steps.length} steps of ±1 h and ±1 day under 16 connections, ${backMs.length} restarts with the clock set back by up to a day; ${decisions} decisions`;
  } finally {
    weather.end();
    removeFolder(folder);
  }
}

const hours = (ms) => `${ms > 0 ? '+' : ''}${ms / HOUR_MS} h`;

class Run {
  constructor(parts) {
    Object.assign(this, parts);
    this.traders = new Traders(this.random.fork(), { symbols: 20, exitShare: 0 });
  }

  async start(settings) {
    const { folder, weather } = this;
    this.service = await Service.start({ folder, settings: { ...liveSettings(), ...settings }, env: weather.env });
  }

  /** Beside the load: what a step must not undo, looked at after each. */
  async whileRunning(steps) {
    await this.start({
      risk: { max_concurrent: 999, max_symbol_exposure_usdt: CAP_USDT, max_orders_per_min: ORDERS_PER_MIN },
      security: { rps_general: 40, rps_mutating: 0 },
      pretrade: { idempotency_ttl_ms: 60_000 },
    });
    const { service, traders, promises, say } = this;
    const key = bodyWith({ symbol: 'KEYUSDT' }, {}, { req_id: 'before-the-steps' });
    const first = JSON.stringify(await traders.ask(service, key));
    while ((await traders.ask(service, bodyWith({ symbol: 'CAPUSDT' }))).allow);
    const load = this.load();
    let offsetMs = 0;
    for (const step of steps) {
      await passed(300);
      offsetMs += step;
      say(`clock-steps, ${hours(step)}`);
      this.weather.set({ clockOffsetMs: offsetMs });
      await passed(50);
      const { allow, reason } = await traders.ask(service, bodyWith({ symbol: 'CAPUSDT' }));
      promises.holds(!allow, 'a step frees no reservation', `${hours(step)}: ${reason}`);
      const again = JSON.stringify(await traders.ask(service, key));
      promises.holds(again === first, 'a step forgets no idempotency key', `${hours(step)}: ${again}`);
    }
    await load.stop();
    const answers = traders.heard.map(({ text }) => JSON.parse(text));
    const allowed = new Set(answers.flatMap(({ allow, decision_id: id }) => (allow ? [id] : []))).size;
    promises.holds(
      allowed <= ORDERS_PER_MIN,
      'a step opens no window of orders per minute',
      `${allowed} of ${ORDERS_PER_MIN}`,
    );
    promises.holds(traders.odd.length === 0, 'every answer under a clock that steps is a 200', traders.odd[0]);
    await this.rateWindow(offsetMs);
    await this.stops(steps);
    await this.service.kill('SIGTERM');
  }

  load() {
    let stopped = false;
    const load = Array.from({ length: 16 }, (_, i) => this.traders.trade(this.service, `load.${i}`, () => stopped));
    return {
      stop: () => {
        stopped = true;
        return Promise.all(load);
      },
    };
  }

  /** A window of a second stays one of a second. */
  async rateWindow(offsetMs) {
    const { service, promises } = this;
    const statuses = async (count) =>
      Promise.all(Array.from({ length: count }, async () => (await service.send('GET', '/version')).status));
    await statuses(200);
    this.weather.set({ clockOffsetMs: offsetMs - HOUR_MS });
    const atOnce = await statuses(200);
    promises.holds(atOnce.includes(429), 'a step opens no window of requests per second', 'no 429');
    await passed(2500);
    const [later] = await statuses(1);
    promises.equal(later, 200, 'a step back locks nobody out for longer than the window');
  }

  async stops(steps) {
    const { service, promises } = this;
    const { weather } = this;
    await service.ask('POST', '/ops/cooloff/900');
    for (const step of new Set(steps)) {
      weather.set({ clockOffsetMs: weather.clockOffsetMs + step });
      const { allow, reason, cooldown_ms: cooldownMs } = await service.check();
      promises.holds(!allow, 'a step ends no cool-off', `${hours(step)}: ${reason}`);
      promises.holds(cooldownMs <= 900_000, 'a step lengthens no cool-off', `${hours(step)}: ${cooldownMs} ms left`);
    }
    await service.ask('POST', '/ops/reset');
    const stale = await service.check(bodyWith({ symbol: 'STALEUSDT' }, { dq: { stale_book: true } }));
    promises.holds(
      stale.observability.reasons.includes('killswitch_active'),
      'a stale book trips the kill-switch',
      stale.reason,
    );
    for (const step of new Set(steps)) {
      weather.set({ clockOffsetMs: weather.clockOffsetMs + step });
      const { allow, reason } = await service.check();
      promises.holds(!allow, 'a step ends no kill-switch', `${hours(step)}: ${reason}`);
    }
    await service.ask('POST', '/ops/reset');
  }

  /** Each part that a clock could loosen is in force, then the clock of the next start is behind. */
  async overRestart(byMs) {
    const { weather, promises, say } = this;
    say(`clock-steps, restart ${hours(byMs)}`);
    const settings = {
      risk: { max_concurrent: 999, max_symbol_exposure_usdt: CAP_USDT, reservation_ttl_ms: 600_000 },
      pretrade: { idempotency_ttl_ms: 600_000 },
    };
    await this.start(settings);
    const before = this.service;
    const key = bodyWith({ symbol: 'KEYUSDT' }, {}, { req_id: `before-${weather.clockOffsetMs}` });
    const symbol = `CAP${this.random.int(1, 1e9)}USDT`;
    const first = await this.traders.ask(before, key);
    while ((await this.traders.ask(before, bodyWith({ symbol }))).allow);
    await before.ask('POST', '/posttrade/log', {
      order_id: symbol,
      symbol: 'LOSSUSDT',
      side: 'sell',
      qty: 1,
      status: 'filled',
      filled: 1,
      average: 100,
      pnl_pct: -12,
    });
    const loss = await this.traders.ask(before, bodyWith({ symbol: 'OTHERUSDT' }));
    await before.ask('POST', '/ops/cooloff/900');
    await before.kill(this.random.pick(['SIGTERM', 'SIGKILL']));

    weather.set({ clockOffsetMs: weather.clockOffsetMs + byMs });
    await this.start(settings);
    const where = hours(byMs);
    const cooling = await this.traders.ask(this.service, bodyWith());
    promises.holds(
      !cooling.allow,
      'a restart under a clock that was set back ends no cool-off',
      `${where}: ${cooling.reason}`,
    );
    const again = await this.traders.ask(this.service, key);
    promises.equal(
      JSON.stringify(again),
      JSON.stringify(first),
      `a restart under a clock that was set back forgets no key`,
    );
    await this.service.ask('POST', '/ops/reset');
    const capped = await this.traders.ask(this.service, bodyWith({ symbol }));
    promises.holds(
      !capped.allow,
      'a restart under a clock that was set back frees no reservation',
      `${where}: ${capped.reason}`,
    );
    const stillLoss = await this.traders.ask(this.service, bodyWith({ symbol: 'OTHERUSDT' }));
    promises.holds(!loss.allow, 'a loss of the day denies', `${where}: ${loss.reason}`);
    promises.holds(
      !stillLoss.allow,
      'a restart under a clock that was set back forgets no loss of the day',
      `${where}: ${stillLoss.reason}`,
    );
    await this.service.kill('SIGTERM');
  }

  async end() {
    const { promises, traders } = this;
    // Reservations expire while a service is down, which the log tells only with the next decision.
    const onStart = (start) => holdStart(start, promises, 'clock-steps');
    const log = await readLog(this.service.sessionDir, promises, { onStart });
    holdAgainst(log, traders, promises);
    return log.decisions.size;
  }
}
