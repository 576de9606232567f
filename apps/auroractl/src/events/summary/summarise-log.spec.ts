import { appendFileSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { freshFolder } from '../../cli/run-auroractl.fixture';
import { findSource } from '../session';
import { decisionId, isDenied, linesOf, START_MS, writeSession } from '../session.fixture';
import { summariseLog, type Stretch } from './summarise-log';

const newSession = (): string => join(freshFolder(), 'session');
const SILENT = () => ({ at: () => undefined, end: () => undefined });
const summarise = async (path: string, stretch: Stretch = {}) =>
  summariseLog((await findSource(path)).logs[0], stretch, SILENT);

const partsOf = (dir: string): string[] =>
  readdirSync(dir)
    .filter((name) => name.startsWith('aurora_events.') && name.endsWith('.gz'))
    .sort()
    .map((name) => join(dir, name));

describe('summariseLog', () => {
  it('adds up what a session says, over its compressed parts', async () => {
    const dir = newSession();
    await writeSession(dir, { decisions: 900, partBytes: 50_000, stepMs: 10_000 });
    expect(partsOf(dir).length).toBeGreaterThan(5);
    const lines = linesOf(dir);
    const report = await summarise(dir);
    expect(report).toMatchObject({
      files: partsOf(dir).length + 1,
      lines: 1 + 300 + 600 * 3,
      from: '2026-01-05T08:00:00.000Z',
      to: '2026-01-05T10:30:00.000Z',
      from_ns: lines[0]!.slice(9, 28),
      to_ns: lines.at(-1)!.slice(9, 28),
      events_by_code: [
        { code: 'POLICY.DECISION', events: 900 },
        { code: 'ORDER.SUBMIT', events: 600 },
        { code: 'ORDER.FILL', events: 600 },
        { code: 'AURORA.STARTUP.OK', events: 1 },
      ],
      orders: { submitted: 600, filled: 600, cancelled: 0, rejected: 0, expired: 0, denied: 300 },
      runs: [{ run_id: 'run-1', lines: lines.length, started: true }],
      held_back: 0,
      out_of_order: 0,
      longest_silence: { seconds: 10 },
      bad_lines: { count: 0, first: [] },
      torn_lines: 0,
      missing_parts: [],
      broken_files: [],
    });
    expect(report.decisions).toEqual({
      total: 900,
      allow: 600,
      deny: 300,
      deny_rate: 1 / 3,
      by_reason: [
        { reason: 'ok', allow: 600, deny: 0 },
        { reason: 'spread_bps_too_wide', allow: 0, deny: 150 },
        { reason: 'latency_guard', allow: 0, deny: 150 },
      ],
      by_symbol: [
        { symbol: 'BTCUSDT', events: 1050, allow: 300, deny: 150 },
        { symbol: 'ETHUSDT', events: 1050, allow: 300, deny: 150 },
      ],
      by_hour: [
        { hour: '2026-01-05T08:00Z', events: 840, allow: 240, deny: 119 },
        { hour: '2026-01-05T09:00Z', events: 840, allow: 240, deny: 120 },
        { hour: '2026-01-05T10:00Z', events: 421, allow: 120, deny: 61 },
      ],
    });
    const { count, p50, p95, p99, max } = report.latency_ms!;
    expect([count, max]).toEqual([900, expect.closeTo(900, -1)]);
    for (const [found, exact] of [
      [p50, 450],
      [p95, 855],
      [p99, 891],
    ] as const)
      expect(Math.abs(found / exact - 1)).toBeLessThan(2e-3);
  });

  it('reads lines of any order of members, and names what is no event with file and line', async () => {
    const dir = newSession();
    await writeSession(dir, { decisions: 3 });
    const path = join(dir, 'aurora_events.jsonl');
    const before = linesOf(dir).length;
    const strange =
      '{ "details": {"decision":{"reason":"guard_error:trap","allow":false}}, "event_code":"POLICY.DECISION", "run_id":"run-1", "ts_ns":1767600011000000001}';
    appendFileSync(path, `${strange}\nnonsense\n{"ts":1,"level":"INFO","code":"X","ctx":{}}\n${strange.slice(0, 60)}`);
    const report = await summarise(dir);
    expect(report.lines).toBe(before + 1);
    expect(report.to_ns).toBe('1767600011000000001');
    expect(report.decisions.by_reason).toContainEqual({ reason: 'guard_error', allow: 0, deny: 1 });
    expect(report.torn_lines).toBe(1);
    expect(report.bad_lines.first.map(({ file, line, reason }) => [file, line, reason])).toEqual([
      [path, before + 2, expect.stringContaining('JSON')],
      [path, before + 3, expect.stringContaining('legacy')],
      [path, before + 4, expect.stringMatching(/^torn: /)],
    ]);
    expect(report.bad_lines.count).toBe(3);
  });

  it('says what is missing, broken or out of order', async () => {
    const dir = newSession();
    await writeSession(dir, { decisions: 200, partBytes: 20_000 });
    const [, second, third, fourth] = partsOf(dir);
    rmSync(second!);
    truncateSync(third!, Math.floor(readFileSync(third!).length / 2));
    writeFileSync(fourth!, 'no archive');
    const lines = readFileSync(join(dir, 'aurora_events.jsonl'), 'utf8').split('\n').slice(0, -1);
    appendFileSync(join(dir, 'aurora_events.jsonl'), `${lines.at(-1)}\n${lines.at(-2)}\n`);
    const report = await summarise(dir);
    expect([report.missing_parts, report.out_of_order]).toEqual([[2], 2]);
    expect(report.broken_files).toEqual([
      { file: third, reason: expect.stringContaining('unexpected end of file') },
      { file: fourth, reason: expect.stringContaining('incorrect header') },
    ]);
  });

  it.each<[string, Stretch]>([
    ['from a time on', { sinceMs: START_MS + 120_000 }],
    ['up to a time', { untilMs: START_MS + 120_000 }],
    ['between two', { sinceMs: START_MS + 50_000, untilMs: START_MS + 51_000 }],
    ['of nothing', { sinceMs: START_MS + 1e9 }],
  ])('counts %s, to the event', async (_what, stretch) => {
    const dir = newSession();
    await writeSession(dir, { decisions: 200, partBytes: 20_000 });
    const { sinceMs = 0, untilMs = Infinity } = stretch;
    const times = linesOf(dir).map((line) => Number(line.slice(9, 22)) + Number(line.slice(22, 28)) / 1e6);
    const report = await summarise(dir, stretch);
    expect(report.lines).toBe(times.filter((ms) => ms >= sinceMs && ms < untilMs).length);
    const decided = Array.from({ length: 200 }, (_, n) => n).filter((n) => {
      const ms = START_MS + (n + 1) * 1000;
      return ms >= sinceMs && ms < untilMs && isDenied(n);
    });
    expect(report.decisions.deny).toBe(decided.length);
  });

  it('skips the parts that are older, and the lines of the live file', async () => {
    const dir = newSession();
    await writeSession(dir, { decisions: 300, partBytes: 20_000 });
    const all = await summarise(dir);
    const late = await summarise(dir, { sinceMs: START_MS + 299_000 });
    expect(late.files).toBeLessThan(all.files / 2);
    expect(late.decisions.total).toBe(2);
  });

  it('counts runs and what was held back', async () => {
    const dir = newSession();
    await writeSession(dir, { decisions: 2, runId: 'a' });
    await writeSession(dir, { decisions: 1, runId: 'b', startMs: START_MS + 60_000, withoutStart: true });
    const ns = `${START_MS + 90_000}000000`;
    const held = `{"ts_ns":${ns},"run_id":"b","event_code":"HEALTH.ERROR","details":{"held_back":7,"part":"x"}}\n`;
    appendFileSync(join(dir, 'aurora_events.jsonl'), held);
    const { runs, held_back: heldBack, out_of_order: outOfOrder } = await summarise(dir);
    expect(runs.map(({ run_id: id, started }) => [id, started])).toEqual([
      ['a', true],
      ['b', false],
    ]);
    expect([heldBack, outOfOrder]).toEqual([7, 0]);
  });

  it('takes one file alone', async () => {
    const path = join(freshFolder(), 'x.jsonl.gz');
    const line = `{"ts_ns":${START_MS}000000,"run_id":"r","event_code":"WS.CONNECT","decision_id":"${decisionId(1)}","details":{}}`;
    writeFileSync(path, gzipSync(`${line}\n`));
    expect(await summarise(path)).toMatchObject({
      lines: 1,
      files: 1,
      span_s: 0,
      decisions: { total: 0, deny_rate: null },
    });
  });
});
