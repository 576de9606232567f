import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRecording } from '../recording/read-recording.node';
import { recordedFrame, recordingLine, type RecordedFrame } from '../recording/recorded-frame';
import { RecordingWriter } from './recording-writer.node';

const folder = mkdtempSync(join(tmpdir(), 'writer-'));
afterAll(() => rmSync(folder, { recursive: true }));
let errors: Error[] = [];
beforeEach(() => (errors = []));
const onError = (error: Error) => errors.push(error);

async function read(path: string): Promise<RecordedFrame[]> {
  const frames: RecordedFrame[] = [];
  for await (const frame of readRecording(path)) frames.push(frame);
  return frames;
}

describe('RecordingWriter', () => {
  it('writes what readRecording reads, to the nanosecond', async () => {
    const path = join(folder, 'deep', 'generated');
    const writer = new RecordingWriter(path, onError);
    const startMs = Date.UTC(2026, 0, 1);
    const frames = Array.from({ length: 5000 }, (_, i) =>
      recordedFrame(startMs + i / 3, i % 2 === 0 ? 'BTCUSDT' : 'ETHUSDT', `{"n":${i}}`),
    );
    for (const frame of frames) writer.write(frame);
    await writer.close();
    expect(errors).toEqual([]);
    expect((await read(path)).map(recordingLine)).toEqual(frames.map(recordingLine));
    expect(readdirSync(path)).toEqual(
      ['btcusdt_20260101T000000.', 'ethusdt_20260101T000000.'].map(expect.stringContaining),
    );
  });

  it('begins a file each UTC day and each start', async () => {
    const path = join(folder, 'days');
    const midnight = Date.UTC(2026, 10, 23);
    for (const times of [[midnight - 1, midnight, midnight + 1], [midnight + 2]]) {
      const writer = new RecordingWriter(path, onError);
      for (const ms of times) writer.write(recordedFrame(ms, 'BTCUSDT', `{"n":${ms - midnight}}`));
      await writer.close();
    }
    expect(readdirSync(path)).toEqual([
      'btcusdt_20261122T235959.999.gz',
      'btcusdt_20261123T000000.000.gz',
      'btcusdt_20261123T000000.002.gz',
    ]);
    expect((await read(path)).map(({ frame }) => frame)).toEqual(['{"n":-1}', '{"n":0}', '{"n":1}', '{"n":2}']);
  });

  it('keeps a frame on one line', async () => {
    const path = join(folder, 'lines');
    const writer = new RecordingWriter(path, onError);
    writer.write(recordedFrame(1_700_000_000_000, 'BTCUSDT', '{\n "a": 1\r\n}'));
    await writer.close();
    expect((await read(path)).map(({ frame }) => frame)).toEqual(['{  "a": 1 }']);
  });

  it('writes nothing when there is nothing', async () => {
    const writer = new RecordingWriter(join(folder, 'none'), onError);
    await writer.close();
    expect(readdirSync(join(folder, 'none'))).toEqual([]);
  });

  it('tells once of a failure and writes no more', async () => {
    const path = join(folder, 'taken');
    const writer = new RecordingWriter(path, onError);
    const taken = join(path, 'btcusdt_20231114T221320.000.gz');
    writeFileSync(taken, 'there before');
    const frame = recordedFrame(1_700_000_000_000, 'BTCUSDT', '{}');
    writer.write(frame);
    await writer.close();
    for (let i = 0; i < 10; i++) writer.write(frame);
    await writer.close();
    expect(errors.map(({ message }) => message)).toEqual([expect.stringContaining('EEXIST')]);
    expect(readdirSync(path)).toHaveLength(1);
  });

  it('says at once that a folder cannot be made', () => {
    const path = join(folder, 'file');
    writeFileSync(path, '');
    expect(() => new RecordingWriter(path, onError)).toThrow('EEXIST');
  });
});
