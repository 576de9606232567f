import { ManualClock } from '@aurora/kernel';
import { SystemClock } from '@aurora/nest';
import { createApi } from '../create-api';
import { OPS, START_MS, TestApi, until, type ApiOptions } from '../api.fixture';
import { scrape } from '../metrics/scrape.fixture';
import { ClockWatch } from './clock-watch';

const HOUR_MS = 3_600_000;

/** A machine whose clocks move only when told. */
class Machine {
  wallMs = START_MS;
  monotonicMs = 0;

  clock(): SystemClock {
    return new SystemClock({ wallMs: () => this.wallMs, monotonicMs: () => this.monotonicMs });
  }

  pass(ms: number): void {
    this.wallMs += ms;
    this.monotonicMs += ms;
  }
}

describe('ClockWatch', () => {
  const said: string[] = [];
  const logger = { log: (text: string) => void said.push(text), warn: (text: string) => void said.push(text) };

  it.each([1, -1])('says once that the clocks are apart, and once that they are not, in direction %d', (sign) => {
    const machine = new Machine();
    const watch = new ClockWatch(machine.clock(), logger);
    const looks = [0, 1000, 1001, 5000, 1001, 1000, 0, 2000].map((offsetMs) => {
      machine.wallMs = START_MS + sign * offsetMs;
      const [found] = watch.look();
      return found && [found.code, found.details];
    });
    const event = (code: string, offsetMs: number) => [
      code,
      { now_ms: START_MS, part: 'clock', offset_ms: sign * offsetMs },
    ];
    expect(looks).toEqual([
      undefined,
      undefined,
      event('HEALTH.ERROR', 1001),
      undefined,
      undefined,
      event('HEALTH.RECOVERY', 1000),
      undefined,
      event('HEALTH.ERROR', 2000),
    ]);
    const where = sign > 0 ? 'ahead of' : 'behind';
    expect(said.splice(0)).toEqual([
      `the wall clock was set: it is 1001 ms ${where} the time of the gate`,
      'the wall clock is with the time of the gate again',
      `the wall clock was set: it is 2000 ms ${where} the time of the gate`,
    ]);
  });

  it('sees no wall clock beside one that is set by hand', () => {
    const watch = new ClockWatch(new ManualClock(START_MS), logger);
    expect([watch.offsetMs(), watch.look()]).toEqual([0, []]);
  });
});

describe('the time of the service', () => {
  const machine = new Machine();
  let api: TestApi;
  const options: ApiOptions = {
    config: { risk: { max_symbol_exposure_usdt: 1000 }, state: { flush_ms: 20 } },
    start: (settings, _, newId) => createApi(settings, { clock: machine.clock(), newId }),
  };
  beforeAll(async () => {
    api = await TestApi.start(options);
  });
  afterAll(() => api.end());

  const clockEvents = () =>
    api
      .events('HEALTH.ERROR', 'HEALTH.RECOVERY')
      .filter(({ details }) => details['part'] === 'clock')
      .map(({ eventCode, details }) => [eventCode, details['offset_ms']]);

  it('does not follow a step of the wall clock, which is on record and in a gauge', async () => {
    await api.check();
    await api.post('/ops/cooloff/600', undefined, OPS);
    expect((await scrape(api)).get('aurora_clock_offset_seconds')).toBe(0);
    for (const stepMs of [HOUR_MS, -2 * HOUR_MS]) {
      machine.wallMs += stepMs;
      expect(await api.check()).toMatchObject({ reason: 'latency_cooloff', cooldown_ms: 600_000 });
    }
    expect((await scrape(api)).get('aurora_clock_offset_seconds')).toBe(-3600);
    await until(() => clockEvents().length === 1, 'the step on record');
    machine.wallMs += HOUR_MS;
    await until(() => clockEvents().length === 2, 'the way back on record');
    expect(clockEvents()).toEqual([
      ['HEALTH.ERROR', -HOUR_MS],
      ['HEALTH.RECOVERY', 0],
    ]);
    machine.pass(599_999);
    expect(await api.check()).toMatchObject({ reason: 'latency_cooloff', cooldown_ms: 1 });
    machine.pass(1);
    expect(await api.check()).toMatchObject({ reason: 'ok' });
  });

  it('is that of the wall clock again after a restart, where that is ahead', async () => {
    machine.wallMs += HOUR_MS;
    api = await api.restart(options);
    expect((await scrape(api)).get('aurora_clock_offset_seconds')).toBe(0);
    expect((await api.check())['quotas']).toEqual({ trades_pm_left: null, symbol_exposure_left_usdt: 900 });
    expect(api.events('POLICY.DECISION').at(-1)!.details['now_ms']).toBe(machine.wallMs);
  });

  it('goes on from the last event on record after a restart under a clock that was set back: nothing loosens', async () => {
    await api.post('/ops/cooloff/600', undefined, OPS);
    const lastNs = api.events().at(-1)!.tsNs;
    const beforeMs = machine.wallMs;
    machine.wallMs -= HOUR_MS;
    api = await api.restart(options);
    const answer = await api.check();
    expect(answer).toMatchObject({ reason: 'latency_cooloff' });
    const { details } = api.events('POLICY.DECISION').at(-1)!;
    expect(Number(details['now_ms']) - beforeMs).toBeGreaterThanOrEqual(0);
    expect(Number(details['now_ms']) - beforeMs).toBeLessThan(10);
    expect(600_000 - Number(answer['cooldown_ms'])).toBeLessThan(10);
    const events = api.events();
    expect(events.every(({ tsNs }, i) => i === 0 || tsNs > events[i - 1]!.tsNs)).toBe(true);
    expect(events.at(-1)!.tsNs - lastNs < 100_000_000n).toBe(true);
    await until(() => clockEvents().length === 3, 'the difference on record');
    expect((await scrape(api)).get('aurora_clock_offset_seconds')).toBeCloseTo(-3600, 1);
  });
});
