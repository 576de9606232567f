import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { UsageError } from '../cli/failures';
import { outcomeLine, outcomes } from './outcomes.fixture';
import { readSamples } from './read-samples';
import type { CsvColumns } from './samples';

const COLUMNS: CsvColumns = { score: 'score', label: 'label', time: null, areProbabilities: false, skipBadRows: false };
let folder: string;
const put = (name: string, content: string | Buffer): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const read = (sources: readonly string[], columns: Partial<CsvColumns> = {}) =>
  readSamples(sources, { ...COLUMNS, ...columns });

beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'calibrate-'))));
afterEach(() => rmSync(folder, { recursive: true }));

describe('a CSV file', () => {
  const TABLE = 'score,label,ts\n0.5,1,2026-01-22T10:00:00Z\n"-0.25",0,1769076000\n';

  it.each(['a.csv', 'a.csv.gz'])('is read as %s: quotes, times, a byte order mark', async (name) => {
    const bytes = Buffer.from(`\uFEFF${TABLE}`);
    const { samples, isTimed, before } = await read([put(name, name.endsWith('.gz') ? gzipSync(bytes) : bytes)]);
    expect(samples.map(({ score, label, openedMs }) => [score, label, openedMs])).toEqual([
      [0.5, 1, 1_769_076_000_000],
      [-0.25, 0, 1_769_076_000_000],
    ]);
    expect(samples[0]!.p).toBeCloseTo(1 / (1 + Math.exp(-1)), 12);
    expect([isTimed, before]).toEqual([true, 'sigmoid@1']);
  });

  it('may hold probabilities, have columns of other names and no times', async () => {
    const file = put('a.csv', 'won,q\n1,0.75\n0,0\n');
    const { samples, isTimed, before } = await read([file], { score: 'q', label: 'won', areProbabilities: true });
    expect(samples.map(({ score, p, openedMs }) => [score, p, openedMs])).toEqual([
      [0.5, 0.75, 0],
      [-1, 0, 1],
    ]);
    expect([isTimed, before]).toEqual([false, 'the probabilities as they stand']);
  });

  it('says so when its scores look like probabilities', async () => {
    expect((await read([put('a.csv', 'score,label\n0,1\n0.9,0\n')])).remarks).toEqual([
      expect.stringContaining('--probabilities'),
    ]);
    expect((await read([put('b.csv', 'score,label\n-0.1,1\n0.9,0\n')])).remarks).toEqual([]);
  });

  it.each([
    ['score,label\n0.5,1\nx,0\n', ':3: column score must be a number from -1 to 1, is "x"'],
    ['score,label\n,1\n', ':2: column score must be a number from -1 to 1, is ""'],
    ['score,label\n1.01,1\n', ':2: column score must be'],
    ['score,label\nNaN,1\n', ':2: column score must be'],
    ['score,label\n0.5,0.5\n', ':2: column label must be 0 or 1, is "0.5"'],
    ['score,label\n0.5,2\n', ':2: column label must be a number from 0 to 1'],
    ['score,label,ts\n0.5,1,later\n', ':2: column ts must be a time'],
    ['score,label\n\n"multi\nline",1\n', ':4: column score'],
    ['score,label\n0.5,1,7\n', ':2: Invalid Record Length'],
    ['score,label\n"0.5,1\n', 'Quote Not Closed'],
    ['score,label\n0."5,1\n', ':2: Invalid Opening Quote'],
    ['p,won\n0.5,1\n', ':1: there is no column score and no column label; there are p, won'],
  ])('%j is refused with its place', async (text, said) => {
    const file = put('a.csv', text);
    await expect(read([file])).rejects.toThrow(UsageError);
    await expect(read([file])).rejects.toThrow(said);
    await expect(read([file])).rejects.toThrow(file);
  });

  it('is refused without the time column that was asked for, and when it is cut off', async () => {
    await expect(read([put('a.csv', TABLE)], { time: 'when' })).rejects.toThrow('no column when');
    await expect(read([put('a.csv.gz', gzipSync(TABLE).subarray(0, 30))])).rejects.toThrow('is no whole .gz file');
  });

  it('may leave out what cannot be read, and counts it', async () => {
    const file = put('a.csv', 'score,label\n0.5,1\nx,0\n0.5,0.5\n-0.5,0\n');
    const { samples, leftOut } = await read([file], { skipBadRows: true });
    expect([samples.length, leftOut]).toEqual([2, 2]);
  });
});

describe('a session', () => {
  const some = outcomes(60, 4);
  const lines = (from: number, to: number) =>
    some
      .slice(from, to)
      .map((one) => `${outcomeLine(one)}\n`)
      .join('');
  const OTHER = '{"ts_ns":1769076000000000000,"run_id":"r","event_code":"ORDER.ACK","details":{}}\n';
  const session = (runner: boolean): string => {
    const dir = join(folder, 'session');
    const log = runner ? join(dir, 'runner') : dir;
    mkdirSync(log, { recursive: true });
    writeFileSync(join(log, 'aurora_events.20260122T100000Z-000001.jsonl.gz'), gzipSync(OTHER + lines(0, 25)));
    writeFileSync(join(log, 'aurora_events.jsonl'), lines(25, 60) + OTHER);
    if (runner) writeFileSync(join(dir, 'aurora_events.jsonl'), OTHER);
    return dir;
  };

  it.each([true, false])('gives its outcomes, rotated parts included (runner folder: %p)', async (runner) => {
    const { samples, isTimed, before } = await read([session(runner)]);
    expect(samples).toEqual(some);
    expect([isTimed, before]).toEqual([true, 'sigmoid@1 as it judged']);
  });

  it('may be a log alone, torn at its end', async () => {
    const file = put('x.jsonl', `${lines(0, 10)}{"ts_ns":17`);
    expect((await read([file])).samples).toHaveLength(10);
  });

  it.each([
    ['garbage\n', ':11: the line is no JSON object'],
    ['{"event_code":"CALIBRATION.OUTCOME"}\n', ':11: '],
    [`${outcomeLine({ ...some[0]!, label: some[0]!.label === 1 ? 0 : 1 })}\n`, ':11: an outcome cannot have label'],
  ])('is not learned from when it is broken: %p', async (text, said) => {
    const file = put('x.jsonl', lines(0, 10) + text + OTHER);
    await expect(read([file])).rejects.toThrow(`${file}${said}`);
  });

  it('counts once', async () => {
    const dir = session(true);
    symlinkSync(dir, join(folder, 'again'));
    await expect(read([dir, join(folder, 'again')])).rejects.toThrow('is named twice');
  });
});

it('refuses what is no source, and sources that cannot stand together', async () => {
  await expect(read([join(folder, 'none')])).rejects.toThrow('there is no ');
  await expect(read([folder])).rejects.toThrow('holds no event log');
  await expect(read([put('a.txt', '')])).rejects.toThrow('neither a session folder nor');
  const timed = put('t.csv', 'score,label,ts\n0.5,1,1769076000\n');
  await expect(read([timed, put('u.csv', 'score,label\n0.5,1\n')])).rejects.toThrow('some sources have times');
});
