import { nsToMs } from '@aurora/kernel';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { captureFrame } from './capture-line';
import { pace } from './pace';
import { readLines } from './read-lines.node';
import { readRecording, readRecordingBlocks } from './read-recording.node';
import { recordedFrame, recordingLine, type RecordedFrame } from './recorded-frame';
import { recordingFiles } from './recording-files.node';
import { splitRecordingLine } from './recording-line';

const frame = (localMs: number): RecordedFrame => recordedFrame(localMs, 'BTCUSDT', '{}');

async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const value of values) list.push(value);
  return list;
}

describe('splitRecordingLine', () => {
  it.each([
    ['1721347020984480942 {"a":1}', 1721347020984480942n],
    ['1680652800091265 {"a":1}', 1680652800091265000n],
    ['1680652800091 {"a":1}', 1680652800091000000n],
  ])('%s', (line, localNs) => expect(splitRecordingLine(line)).toEqual({ localNs, frame: '{"a":1}' }));

  it.each([
    '',
    '{"a":1}',
    '17213470209844809421 {}',
    '172134702098448094x {}',
    '0721347020984480942 {}',
    '1721347020984480942',
  ])('refuses "%s"', (line) =>
    expect(() => splitRecordingLine(line)).toThrow(expect.objectContaining({ reason: 'bad_line' })),
  );

  it('is undone by recordingLine', () => {
    const line = '1721347020984480942 {"a":1}';
    expect(recordingLine({ ...frame(0), ...splitRecordingLine(line) })).toBe(line);
  });
});

describe('captureFrame', () => {
  const T = 1_617_647_798_374n;
  it.each<[string, bigint, string, string]>([
    [
      '1617647798.3741188: {"stream":"sandusdt@aggTrade","data":{}}',
      T * 1_000_000n + 118_800n,
      'SANDUSDT',
      '{"stream"',
    ],
    ['1617647798.374: {"e":"trade","s":"BTCUSDT"}', T * 1_000_000n, 'BTCUSDT', '{"e"'],
    [
      '1617647798: {"stream":"btcusd_210625@depth","data":{}}',
      1_617_647_798n * 10n ** 9n,
      'BTCUSD_210625',
      '{"stream"',
    ],
    [
      'https://fapi.binance.com/fapi/v1/depth?symbol=BATUSDT&limit=1000 -> 1617647798.000000001: {"lastUpdateId":7}',
      1_617_647_798_000_000_001n,
      'BATUSDT',
      '{"lastUpdateId"',
    ],
  ])('%s', (line, localNs, symbol, begin) => {
    const frame = captureFrame(line)!;
    expect([frame.localNs, frame.symbol]).toEqual([localNs, symbol]);
    expect(frame.frame.startsWith(begin)).toBe(true);
    expect(line.endsWith(frame.frame)).toBe(true);
  });

  it.each([
    'configuration: {"trades":[]}',
    'wss://fstream.binance.com/stream?streams=a/b <-> 1626992740.179554',
    'https://fapi.binance.com/fapi/v1/exchangeInfo -> 1626992740.175661: {"symbols":[]}',
    '1617647798.3741188: {"result":null,"id":1}',
    '1617647798.3741188: {"stream":"!miniTicker@arr","data":[]}',
  ])('passes over %s', (line) => expect(captureFrame(line)).toBeUndefined());

  it.each(['', '{}', '1617647798.3741188 {}', '161764779.3: {}', 'https://x/depth?symbol=A {}'])(
    'refuses "%s"',
    (line) => expect(() => captureFrame(line)).toThrow(expect.objectContaining({ reason: 'bad_line' })),
  );
});

describe('recordedFrame', () => {
  it.each([0, 1_617_647_798_374, 1_617_647_798_374.25, 1_721_347_020_984.999_9])('keeps %d ms', (localMs) => {
    const frame = recordedFrame(localMs, 'X', '{}');
    expect([frame.localMs, nsToMs(frame.localNs), frame.symbol, frame.frame]).toEqual([localMs, localMs, 'X', '{}']);
  });
});

describe('readRecording', () => {
  const folder = mkdtempSync(join(tmpdir(), 'recording-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const write = (name: string, times: number[], label: string) => {
    const text = times.map((ms) => `${ms}000000 {"n":"${label}${ms}"}`).join('\n');
    writeFileSync(join(folder, name), name.endsWith('.gz') ? gzipSync(`${text}\n`) : text);
  };
  const T = 1_700_000_000_000;

  beforeAll(() => {
    write('btcusdt_20240718.gz', [T + 1, T + 5], 'b');
    write('btcusdt_20240719.dat', [T + 9, T + 12], 'b');
    write('ethusdt_20240718.gz', [T + 2, T + 5, T + 20], 'e');
    writeFileSync(join(folder, 'README.md'), 'no recording');
  });

  it('finds the files of each symbol in order of date', async () => {
    const files = await recordingFiles(folder);
    expect([...files].map(([symbol, paths]) => [symbol, paths.length])).toEqual([
      ['BTCUSDT', 2],
      ['ETHUSDT', 1],
    ]);
  });

  it('merges symbols by local time, files of a symbol one after the other', async () => {
    const seen = (await all(readRecording(folder))).map(({ symbol, localNs }) => [
      symbol[0],
      Number(localNs / 1_000_000n) - T,
    ]);
    expect(seen).toEqual([
      ['B', 1],
      ['E', 2],
      ['B', 5],
      ['E', 5],
      ['B', 9],
      ['B', 12],
      ['E', 20],
    ]);
  });

  it('reads only the symbols asked for, and says when there are none', async () => {
    expect(await all(readRecording(folder, ['ETHUSDT']))).toHaveLength(3);
    await expect(all(readRecording(folder, ['XRPUSDT']))).rejects.toThrow('no recording');
  });

  it('tells times apart that are one as float64', async () => {
    const close = mkdtempSync(join(tmpdir(), 'recording-'));
    writeFileSync(join(close, 'btcusdt_20240718'), '1700000000000000002 {}\n1700000000000000004 {}\n');
    writeFileSync(join(close, 'ethusdt_20240718'), '1700000000000000001 {}\n1700000000000000003 {}\n');
    const seen = await all(readRecording(close));
    rmSync(close, { recursive: true });
    expect(seen.map(({ symbol, localNs }) => [symbol[0], Number(localNs % 10n)])).toEqual([
      ['E', 1],
      ['B', 2],
      ['E', 3],
      ['B', 4],
    ]);
  });

  it('hands on blocks that are never empty and hold the same', async () => {
    const blocks = await all(readRecordingBlocks(folder));
    expect(blocks.every((block) => block.length > 0)).toBe(true);
    expect(blocks.flat().map(recordingLine)).toEqual((await all(readRecording(folder))).map(recordingLine));
  });

  it('refuses a line that is none', async () => {
    const broken = mkdtempSync(join(tmpdir(), 'recording-'));
    writeFileSync(join(broken, 'btcusdt_20240718'), '1700000000000000002 {}\nno line\n');
    await expect(all(readRecording(broken))).rejects.toThrow('bad_line');
    rmSync(broken, { recursive: true });
  });

  it('closes its files when the reader stops early', async () => {
    for await (const { symbol } of readRecording(folder)) {
      expect(symbol).toBe('BTCUSDT');
      break;
    }
  });

  it('joins lines across blocks, in constant pieces', async () => {
    const long = Array.from({ length: 20_000 }, (_, i) => `${i}:${'é'.repeat(i % 50)}`);
    const path = join(folder, 'long.gz');
    writeFileSync(path, gzipSync(long.join('\n')));
    const blocks = await all(readLines(path));
    expect(blocks.length).toBeGreaterThan(5);
    expect(blocks.flat()).toEqual(long);
  });

  it('rejects a broken archive and a missing file', async () => {
    const path = join(folder, 'broken.gz');
    writeFileSync(path, 'no archive');
    await expect(all(readLines(path))).rejects.toThrow();
    await expect(all(readLines(join(folder, 'none.gz')))).rejects.toThrow('ENOENT');
    await expect(all(readLines(join(folder, 'none.dat')))).rejects.toThrow('ENOENT');
  });
});

describe('pace', () => {
  const run = async (speed: number | 'max', times: number[]) => {
    let nowMs = 0;
    const out: number[] = [];
    const sleep = (ms: number) => Promise.resolve(void (nowMs += ms));
    for await (const _ of pace(times.map(frame), { speed, nowMs: () => nowMs, sleep })) out.push(nowMs);
    return out;
  };

  it('divides the pauses of the recording by the speed', async () => {
    expect(await run(1, [5000, 5010, 5500])).toEqual([0, 10, 500]);
    expect(await run(10, [5000, 5100, 6000])).toEqual([0, 10, 100]);
  });

  it('waits for nothing at max', async () => expect(await run('max', [0, 1e6])).toEqual([0, 0]));

  it('catches up without sleeping when behind', async () => {
    let nowMs = 0;
    const slept: number[] = [];
    const options = { speed: 1, nowMs: () => nowMs, sleep: (ms: number) => Promise.resolve(void slept.push(ms)) };
    for await (const _ of pace([1000, 1100, 1200].map(frame), options)) nowMs += 500;
    expect(slept).toEqual([]);
  });

  it.each([0, -1, NaN])('refuses speed %d', async (speed) => {
    await expect(run(speed, [1])).rejects.toThrow(RangeError);
  });
});
