import { GOOD_BODY, until } from '../api.fixture';
import { ChildApi, Traders } from '../child-api.fixture';
import {
  aroundDurabilityTests,
  decisionsOf,
  eventsIn,
  expectOnRecord,
  expectReplays,
  folderWith,
  isReady,
  locksIn,
  logOf,
  storedState,
  TOKENS,
  tornBytes,
} from './durability.fixture';

aroundDurabilityTests();

const KIB = 1024;

const NOT_RECORDING = { event_log_ok: false, state_store_ok: true };

describe('a log that has no room', () => {
  it('blocks live trading until there is room again, and has lost nothing', async () => {
    const folder = folderWith({ mode: 'live' });
    const api = await ChildApi.start({ folder, env: TOKENS, fileBytes: 192 * KIB });
    const traders = new Traders();
    const reasons = (): unknown[] => traders.heard.map(({ text }) => (JSON.parse(text) as { reason: unknown }).reason);
    await until(async () => !(await traders.check(api, GOOD_BODY, null)), 'full');
    await until(async () => !(await isReady(api)), 'not ready');
    for (let n = 0; n < 10; n++) await traders.check(api, GOOD_BODY, null);
    const allowed = traders.heard.length - 11;
    expect(reasons()).toEqual([...Array<string>(allowed).fill('ok'), ...Array<string>(11).fill('audit_unavailable')]);
    expect(allowed).toBeGreaterThan(20);
    expect(await api.ask('GET', '/readiness', undefined, 503)).toMatchObject(NOT_RECORDING);
    expect(await api.ask('GET', '/health')).toMatchObject({ status: 'degraded' });
    await api.ask('POST', '/aurora/disarm');
    await api.ask('POST', '/aurora/arm');
    await until(() => tornBytes(logOf(folder)) === 0, 'cut back to whole lines');
    api.limitFiles('unlimited');
    await until(() => isReady(api), 'ready again');
    expect(await traders.check(api, GOOD_BODY)).toBe(true);
    expect(await api.ask('GET', '/health')).toMatchObject({ status: 'healthy' });
    const { code, err } = await api.kill('SIGTERM');
    expect(code).toBe(0);
    expect(err.match(/event log cannot be written: EFBIG/g)).toHaveLength(1);
    expect(err.match(/event log is written again/g)).toHaveLength(1);

    const events = await eventsIn(folder);
    expectOnRecord(
      traders.heard.filter((_, i) => reasons()[i] === 'ok'),
      decisionsOf(events),
    );
    expect(storedState(folder).engine).toEqual(expectReplays(events).snapshot());
    const codes = events.map(({ eventCode }) => eventCode);
    expect(codes.filter((one) => one === 'HEALTH.RECOVERY')).toHaveLength(1);
    expect(codes.filter((one) => one === 'AURORA.ARM_STATE')).toHaveLength(2);
  });

  it('does not hold up a shadow run, which counts what it could not write', async () => {
    const folder = folderWith({ mode: 'shadow', logging: { backlog_max: 100 } });
    const api = await ChildApi.start({ folder, env: TOKENS, fileBytes: 64 * KIB });
    const traders = new Traders();
    const dropped = async (): Promise<number> => {
      const { text } = await api.send('GET', '/metrics');
      return Number(/^aurora_events_dropped_total\{why="queue_full"\} (\d+)$/m.exec(text)?.[1]);
    };
    expect(await dropped()).toBe(0);
    await until(async () => {
      await Promise.all(Array.from({ length: 50 }, () => traders.check(api, GOOD_BODY)));
      return (await dropped()) > 0;
    }, 'backlog is full');
    expect(traders.heard.length).toBeGreaterThan(100);
    expect(traders.heard.filter(({ text }) => !text.startsWith('{"allow":true,"max_qty":1,'))).toEqual([]);
    expect(await api.ask('GET', '/readiness', undefined, 503)).toMatchObject(NOT_RECORDING);
    const lost = await dropped();
    api.limitFiles('unlimited');
    await until(() => isReady(api), 'ready again');
    await traders.check(api, GOOD_BODY);
    const last = JSON.parse(traders.heard.at(-1)!.text) as { decision_id: string };
    expect(await dropped()).toBe(lost);
    expect(await api.kill('SIGTERM')).toMatchObject({ code: 0 });
    const decisions = decisionsOf(await eventsIn(folder));
    expect([...decisions.keys()].at(-1)).toBe(last.decision_id);
    expect(decisions.size).toBe(traders.heard.length - lost);
  });

  it('lets the service stop, with what is lost in one message', async () => {
    const folder = folderWith({ mode: 'live' });
    const api = await ChildApi.start({ folder, env: TOKENS, fileBytes: 192 * KIB });
    const traders = new Traders();
    await until(async () => !(await traders.check(api, GOOD_BODY, null)), 'full');
    api.limitFiles(KIB);
    await traders.check(api, GOOD_BODY, null);
    const { code, signal, err } = await api.kill('SIGTERM');
    expect([code, signal]).toEqual([3, null]);
    const message = err.slice(err.indexOf('aurora-api stopped'));
    expect(message).toMatch(
      new RegExp(
        [
          '^aurora-api stopped, but not everything is on the disk:',
          `  \\d+ lines could not be written to ${folder}/session/aurora_events.jsonl: EFBIG: file too large, write`,
          '(  .*\n)*  the state could not be written to .*/run/state: EFBIG: file too large, write',
          'Lines that could not be written are lost. No order among them was answered as allowed.',
          'A state that could not be written is as it was last stored; .*\n$',
        ].join('\n'),
      ),
    );
    expect(err).not.toMatch(/^\s+at /m);
    expect(locksIn(folder)).toEqual([]);
    const allowed = traders.heard.filter(({ text }) => (JSON.parse(text) as { allow: boolean }).allow);
    expectOnRecord(allowed, decisionsOf(await eventsIn(folder)));
    const next = await ChildApi.start({ folder, env: TOKENS });
    expect(await isReady(next)).toBe(true);
    expect(await next.kill('SIGTERM')).toMatchObject({ code: 0 });
  });
});
