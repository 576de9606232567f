import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ManualClock, defaultsOf } from '@aurora/kernel';
import { loggingConfig, type LoggingConfig } from '../logging-config';
import { parseRecord } from '../record/parse-record';
import { RawJson } from '../record/raw-json';
import { validateEventLine } from '../schema/validate-event-line';
import { FaultyDisk, ManualTimer } from '../writer/faulty-disk.fixture';
import { tempFolders } from '../writer/temp-folder.fixture';
import { type WriterState } from '../writer/jsonl-writer-options';
import { type WriteFailed } from '../writer/write-failed';
import { SessionLog } from './session-log.node';
import { type SessionLogOptions } from './session-log-options';

const newFolder = tempFolders();
const { logging: defaults } = defaultsOf(loggingConfig);
const NOW = 1_767_225_600_000;
const NOW_NS = BigInt(NOW) * 1_000_000n;

async function openLog(options: Partial<SessionLogOptions> & { settings?: Partial<LoggingConfig> } = {}) {
  const dir = options.dir ?? newFolder();
  const clock = new ManualClock(NOW);
  const logging = { ...defaults, ...options.settings };
  const { log, recovery } = await SessionLog.open({ dir, runId: 'run-1', clock, logging, ...options });
  const linesOf = (name: string) => readFileSync(join(dir, name), 'utf8').split('\n').slice(0, -1);
  return { log, recovery, dir, clock, linesOf, events: () => linesOf('aurora_events.jsonl') };
}

describe('SessionLog', () => {
  it('writes valid events whose time stamps increase, also when the clock stands or is set back', async () => {
    const { log, clock, events } = await openLog();
    const stamps = [
      log.emit('AURORA.STARTUP.OK', {}),
      log.emit('WS.CONNECT', { a: 1 }, { symbol: 'BTCUSDT', side: 'buy' }),
    ];
    clock.advance(-5000);
    stamps.push(log.emit('POLICY.DECISION', RawJson.of({ allow: true }), { decisionId: 'd-1' }));
    clock.advance(6000);
    stamps.push(log.emit('ORDER.ACK', {}));
    expect(stamps).toEqual([NOW_NS, NOW_NS + 1n, NOW_NS + 2n, NOW_NS + 1_000_000_000n]);
    expect(log.lastEventTsNs).toBe(stamps[3]);
    await log.close();
    expect(events().flatMap(validateEventLine)).toEqual([]);
    expect(events().map(parseRecord)).toEqual([
      { tsNs: stamps[0], runId: 'run-1', eventCode: 'AURORA.STARTUP.OK', details: {} },
      { tsNs: stamps[1], runId: 'run-1', eventCode: 'WS.CONNECT', details: { a: 1 }, symbol: 'BTCUSDT', side: 'buy' },
      { tsNs: stamps[2], runId: 'run-1', eventCode: 'POLICY.DECISION', details: { allow: true }, decisionId: 'd-1' },
      { tsNs: stamps[3], runId: 'run-1', eventCode: 'ORDER.ACK', details: {} },
    ]);
    expect([...log.emitted]).toEqual([
      ['AURORA.STARTUP.OK', 1],
      ['WS.CONNECT', 1],
      ['POLICY.DECISION', 1],
      ['ORDER.ACK', 1],
    ]);
  });

  it('has written the line when it calls back', async () => {
    const { log, events } = await openLog();
    const error = await new Promise((resolve) => log.emitThen('POLICY.DECISION', {}, {}, resolve));
    expect(error).toBeNull();
    expect(events()).toHaveLength(1);
    await log.close();
  });

  it('writes nothing and uses up nothing when details or code are wrong', async () => {
    const { log, events } = await openLog();
    expect(() => log.emit('POLICY.DECISION', { spread: NaN })).toThrow('$.spread is not a finite number');
    expect(() => log.emit('POLICY.DECISION', {}, { price: Infinity })).toThrow('price is not a finite number');
    expect(() => log.emit('POLICY.DECISIONS' as 'POLICY.DECISION', {})).toThrow('unknown event code: POLICY.DECISIONS');
    expect(log.emit('POLICY.DECISION', {})).toBe(NOW_NS);
    await log.close();
    expect(events()).toHaveLength(1);
  });

  it('limits HEALTH events and samples chatty ones, and says in the next how many were held back', async () => {
    const { log, clock, events } = await openLog({ settings: { sampling: ['1/3 ^MODEL\\.', '1/9 ^POLICY'] } });
    for (let n = 0; n < 13; n++) log.emit('HEALTH.ERROR', { n });
    clock.advance(1000);
    log.emit('HEALTH.ERROR', {});
    for (let n = 0; n < 4; n++) log.emit('MODEL.CALIBRATION', { n });
    for (let n = 0; n < 20; n++) expect(log.emit('POLICY.DECISION', { n })).not.toBeNull();
    await log.close();
    const lines = events().map(parseRecord);
    expect(lines.filter(({ eventCode }) => eventCode === 'HEALTH.ERROR').at(-1)?.details).toEqual({ held_back: 3 });
    expect(lines.filter(({ eventCode }) => eventCode === 'MODEL.CALIBRATION').map(({ details }) => details)).toEqual([
      { n: 0 },
      { held_back: 2, n: 3 },
    ]);
    expect(lines.filter(({ eventCode }) => eventCode === 'POLICY.DECISION')).toHaveLength(20);
    expect(log.emitted.get('HEALTH.ERROR')).toBe(11);
    expect(log.dropped()).toEqual({ queue_full: 0, closed: 0, held_back: 5 });
  });

  it('calls back for an event it holds back', async () => {
    const { log } = await openLog({ settings: { sampling: ['1/2 ^WS'] } });
    log.emit('WS.GAP', {});
    const error = await new Promise((resolve) => expect(log.emitThen('WS.GAP', {}, {}, resolve)).toBeNull());
    expect(error).toBeNull();
    await log.close();
  });

  it('writes each kind of order record into its own file', async () => {
    const { log, dir, linesOf } = await openLog();
    const base = {
      ts_iso: '2026-01-01T00:00:00.000Z',
      decision_id: 'd',
      order_id: 'o',
      symbol: 'BTCUSDT',
      side: 'buy' as const,
      qty: 1,
      client_order_id: null,
      exchange_order_id: null,
    };
    const reason = { code: 'trap_guard', class: 'trap', severity: 'soft', action: 'drop' } as const;
    const success = { ...base, avg_price: null, fees: 0, filled_pct: 1, exchange_ts: null };
    const failed = {
      ...base,
      error_code: null,
      error_msg: 'x',
      attempts: 1,
      final_status: null,
      reason_normalized: reason,
    };
    const denied = {
      ...base,
      gate_code: 'trap_guard',
      gate_detail: { reason: 'trap_guard', reasons: [] },
      snapshot: {},
      reason_normalized: reason,
    };
    log.writeOrder('orders', { any: 'thing' });
    log.writeOrder('success', success);
    log.writeOrder('failed', failed);
    const error = await new Promise((resolve) => log.writeOrder('denied', denied, resolve));
    expect(error).toBeNull();
    expect(() => log.writeOrder('orders', { qty: NaN })).toThrow('$.qty is not a finite number');
    await log.close();
    expect(linesOf('orders.jsonl')).toEqual(['{"any":"thing"}']);
    expect(linesOf('orders_success.jsonl')).toEqual([JSON.stringify(success)]);
    expect(linesOf('orders_failed.jsonl')).toEqual([JSON.stringify(failed)]);
    expect(linesOf('orders_denied.jsonl')).toEqual([JSON.stringify(denied)]);
    expect(readdirSync(dir).sort()).toEqual([
      'aurora_events.jsonl',
      'orders.jsonl',
      'orders_denied.jsonl',
      'orders_failed.jsonl',
      'orders_success.jsonl',
    ]);
  });

  it('lets listeners hear the lines until they stop', async () => {
    const { log, events } = await openLog();
    const heard: string[] = [];
    const stop = log.onEvent((line, code, tsNs) => heard.push(`${code} ${tsNs} ${line}`));
    const tsNs = log.emit('ORDER.ACK', { a: 1 });
    stop();
    log.emit('ORDER.FILL', {});
    await log.close();
    expect(heard).toEqual([`ORDER.ACK ${tsNs} ${events()[0]}`]);
  });

  it('counts on from the last event of an earlier run, cuts off what a crash left and says so', async () => {
    const first = await openLog();
    const last = first.log.emit('AURORA.STARTUP.OK', {})!;
    await first.log.close();
    writeFileSync(join(first.dir, 'aurora_events.jsonl'), '{"ts_ns":17672', { flag: 'a' });
    writeFileSync(join(first.dir, 'orders.jsonl'), '{"a":1}\n{"b"', { flag: 'a' });
    const earlier = new ManualClock(NOW - 60_000);
    const { log, recovery } = await openLog({ dir: first.dir, clock: earlier });
    expect(recovery.torn).toEqual([
      { file: 'aurora_events.jsonl', tornBytes: 14 },
      { file: 'orders.jsonl', tornBytes: 4 },
    ]);
    expect(log.lastEventTsNs).toBe(last);
    expect(log.emit('AURORA.STARTUP.OK', {})).toBe(last + 1n);
    await log.close();
    expect(first.events()).toHaveLength(2);
  });

  it('fails and recovers as a whole, keeping every line in order', async () => {
    const disk = new FaultyDisk();
    const timer = new ManualTimer();
    const states: WriterState[] = [];
    const { log, events, linesOf } = await openLog({
      open: disk.open,
      afterMs: timer.afterMs,
      onState: (state) => states.push(state),
    });
    disk.failing.add('write');
    const order = new Promise((resolve) => log.writeOrder('orders', {}, resolve));
    const event = new Promise<WriteFailed | null>((resolve) => log.emitThen('POLICY.DECISION', {}, {}, resolve));
    expect((await event)?.kept).toBe(true);
    await order;
    expect([log.state, states, log.queueDepth]).toEqual(['failing', ['failing'], 2]);
    log.emit('HEALTH.ERROR', {});
    expect(log.queueDepth).toBe(3);
    while (timer.pausesMs.length < 2) await new Promise(setImmediate);
    disk.failing.clear();
    const flushed = log.flush();
    timer.fire();
    await flushed;
    expect([log.state, states, log.queueDepth]).toEqual(['ok', ['failing', 'ok'], 0]);
    await log.close();
    expect(events().map((line) => parseRecord(line).eventCode)).toEqual(['POLICY.DECISION', 'HEALTH.ERROR']);
    expect(linesOf('orders.jsonl')).toEqual(['{}']);
  });

  it('rejects at closing when lines were lost, and gives the folder free all the same', async () => {
    const disk = new FaultyDisk();
    const { log, dir } = await openLog({ open: disk.open });
    disk.failing.add('write');
    log.emit('POLICY.DECISION', {});
    await expect(log.close()).rejects.toThrow('1 lines could not be written');
    expect(log.dropped()).toEqual({ queue_full: 0, closed: 1, held_back: 0 });
    const again = await openLog({ dir });
    await again.log.close();
  });
});

describe('the folder of a session', () => {
  it('has one writer at a time', async () => {
    const { log, dir } = await openLog();
    await expect(openLog({ dir })).rejects.toThrow(`is in use by process ${process.pid}`);
    await log.close();
    const second = await openLog({ dir });
    await second.log.close();
    expect(existsSync(join(dir, '.writer.lock'))).toBe(false);
  });

  it('is given free when opening fails', async () => {
    const disk = new FaultyDisk();
    disk.failing.add('open');
    const dir = newFolder();
    await expect(openLog({ dir, open: disk.open })).rejects.toThrow('EACCES');
    await expect(openLog({ dir, settings: { sampling: ['nonsense'] } })).rejects.toThrow(SyntaxError);
    const { log } = await openLog({ dir });
    await log.close();
  });
});
