import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { pace } from './pace';
import { readLines } from './read-lines.node';
import { readRecording } from './read-recording.node';
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
