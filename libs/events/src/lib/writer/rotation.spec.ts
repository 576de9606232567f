import { mkdirSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ManualClock } from '@aurora/kernel';
import { FaultyDisk, ManualTimer } from './faulty-disk.fixture';
import { JsonlWriter } from './jsonl-writer.node';
import { type JsonlWriterOptions } from './jsonl-writer-options';
import { rotatedName, rotatedParts } from './rotated-name';
import { tempFolders } from './temp-folder.fixture';

const newFolder = tempFolders();
const NOON = Date.UTC(2026, 0, 31, 12);
const DAY_MS = 86_400_000;

async function openWriter(options: Partial<JsonlWriterOptions> & { folder?: string; maxBytes?: number } = {}) {
  const folder = options.folder ?? newFolder();
  const clock = new ManualClock(NOON);
  const problems: Error[] = [];
  const { writer } = await JsonlWriter.open({
    path: join(folder, 'aurora_events.jsonl'),
    durability: 'os',
    queueMax: 100_000,
    rotation: { maxBytes: options.maxBytes ?? 100, retentionDays: 7, retentionFiles: 1000 },
    nowMs: () => clock.nowMs(),
    onHousekeepingError: (error) => problems.push(error),
    ...options,
  });
  return { writer, folder, clock, problems };
}

const textOf = (folder: string, name: string): string => {
  const bytes = readFileSync(join(folder, name));
  return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
};
const partNames = (folder: string) => rotatedParts('aurora_events', readdirSync(folder)).map(({ name }) => name);
const whole = (folder: string) =>
  [...partNames(folder), 'aurora_events.jsonl'].map((name) => textOf(folder, name)).join('');
const line = (n: number): string => `{"n":${String(n).padStart(4, '0')}}`;

describe('rotation', () => {
  it.each(['os', 'disk', 'async'] as const)(
    'loses and reorders nothing while writing, durability %s',
    async (durability) => {
      const { writer, folder, problems } = await openWriter({ durability });
      const lines = Array.from({ length: 300 }, (_, n) => line(n));
      for (const [n, each] of lines.entries()) {
        writer.append(each);
        if (n % 7 === 0) await new Promise(setImmediate);
      }
      await writer.close();
      expect(whole(folder)).toBe(lines.map((each) => `${each}\n`).join(''));
      const parts = partNames(folder);
      expect(parts.length).toBeGreaterThan(30);
      expect(parts.filter((name) => !name.endsWith('.jsonl.gz'))).toEqual([]);
      for (const name of [...parts, 'aurora_events.jsonl'])
        expect(textOf(folder, name).length).toBeLessThanOrEqual(100);
      expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
      expect(problems).toEqual([]);
    },
  );

  it.each([
    [22, 2],
    [21, 3],
  ])(
    'happens before a file grows beyond the limit: %p bytes hold two lines of 11, so there are %p files',
    async (maxBytes, files) => {
      const { writer, folder } = await openWriter({ maxBytes });
      for (let n = 0; n < 3; n++) {
        writer.append(line(n));
        await writer.flush();
      }
      await writer.close();
      expect(partNames(folder).length + 1).toBe(files);
    },
  );

  it('writes a line that is larger than the limit into a file of its own', async () => {
    const { writer, folder } = await openWriter({ maxBytes: 20 });
    const large = `{"x":"${'y'.repeat(100)}"}`;
    for (const each of [line(1), large, line(2)]) writer.append(each);
    await writer.close();
    expect(whole(folder)).toBe(`${line(1)}\n${large}\n${line(2)}\n`);
    expect(partNames(folder)).toHaveLength(2);
  });

  it('happens at midnight UTC, and names the part after that moment and its number', async () => {
    const { writer, folder, clock } = await openWriter({ maxBytes: 1e6 });
    clock.set(Date.UTC(2026, 0, 31, 23, 59, 59, 999));
    writer.append(line(1));
    await writer.flush();
    clock.set(Date.UTC(2026, 1, 1));
    writer.append(line(2));
    await writer.close();
    expect(partNames(folder)).toEqual(['aurora_events.20260201T000000Z-000001.jsonl.gz']);
    expect(whole(folder)).toBe(`${line(1)}\n${line(2)}\n`);
    expect(textOf(folder, 'aurora_events.jsonl')).toBe(`${line(2)}\n`);
  });

  it('happens for a file of an earlier day that is opened again, not for an empty one', async () => {
    const folder = newFolder();
    const path = join(folder, 'aurora_events.jsonl');
    writeFileSync(path, `${line(1)}\n`);
    utimesSync(path, NOON / 1000 - 86_400, NOON / 1000 - 86_400);
    const first = await openWriter({ folder });
    first.writer.append(line(2));
    await first.writer.close();
    expect(partNames(folder)).toHaveLength(1);
    writeFileSync(path, '');
    utimesSync(path, NOON / 1000 - 86_400, NOON / 1000 - 86_400);
    const second = await openWriter({ folder });
    second.writer.append(line(3));
    await second.writer.close();
    expect(partNames(folder)).toHaveLength(1);
  });

  it('keeps the newest parts, and those exactly as old as allowed', async () => {
    const folder = newFolder();
    const put = (ageMs: number, seq: number) =>
      writeFileSync(join(folder, `${rotatedName('aurora_events', NOON - ageMs, seq)}.gz`), '');
    put(7 * DAY_MS + 1000, 1);
    put(7 * DAY_MS, 2);
    put(6 * DAY_MS, 3);
    writeFileSync(join(folder, 'orders.20200101T000000Z-000001.jsonl'), '');
    const byAge = await openWriter({ folder });
    await byAge.writer.close();
    expect(rotatedParts('aurora_events', readdirSync(folder)).map(({ seq }) => seq)).toEqual([2, 3]);
    const byCount = await openWriter({ folder, rotation: { maxBytes: 100, retentionDays: 7, retentionFiles: 1 } });
    await byCount.writer.close();
    expect(rotatedParts('aurora_events', readdirSync(folder)).map(({ seq }) => seq)).toEqual([3]);
    expect(readdirSync(folder)).toContain('orders.20200101T000000Z-000001.jsonl');
  });

  it('finishes at opening what an earlier run did not compress, and counts on', async () => {
    const folder = newFolder();
    const left = rotatedName('aurora_events', NOON, 41);
    writeFileSync(join(folder, left), `${line(1)}\n`);
    writeFileSync(join(folder, `${left}.gz`), 'half');
    writeFileSync(join(folder, `${left}.gz.part`), 'half');
    const { writer } = await openWriter({ folder, maxBytes: 15 });
    writer.append(line(2));
    writer.append(line(3));
    await writer.close();
    expect(rotatedParts('aurora_events', readdirSync(folder)).map(({ seq }) => seq)).toEqual([41, 42]);
    expect(whole(folder)).toBe([1, 2, 3].map((n) => `${line(n)}\n`).join(''));
  });

  it('lets the file grow when it cannot be set aside, and tries again a minute later', async () => {
    const { writer, folder, clock, problems } = await openWriter({ maxBytes: 15 });
    writer.append(line(1));
    await writer.flush();
    // A folder cannot be replaced by a file.
    const blocked = join(folder, rotatedName('aurora_events', clock.nowMs(), 1));
    mkdirSync(blocked);
    writer.append(line(2));
    writer.append(line(3));
    await writer.flush();
    expect(problems.map((error) => (error as NodeJS.ErrnoException).code)).toEqual(['EISDIR']);
    expect(textOf(folder, 'aurora_events.jsonl')).toBe([1, 2, 3].map((n) => `${line(n)}\n`).join(''));
    rmSync(blocked, { recursive: true });
    clock.advance(60_000);
    writer.append(line(4));
    await writer.close();
    expect(partNames(folder)).toHaveLength(1);
    expect(textOf(folder, 'aurora_events.jsonl')).toBe(`${line(4)}\n`);
  });

  it('keeps lines while the new file cannot be opened', async () => {
    const disk = new FaultyDisk();
    const timer = new ManualTimer();
    const { writer, folder } = await openWriter({ maxBytes: 15, open: disk.open, afterMs: timer.afterMs });
    writer.append(line(1));
    await writer.flush();
    disk.failing.add('open');
    const refused = await new Promise((resolve) => writer.append(line(2), resolve));
    expect(refused).toMatchObject({ kept: true });
    expect(writer.state).toBe('failing');
    timer.fire();
    await expect(writer.flush()).rejects.toThrow('EACCES');
    disk.failing.clear();
    const written = writer.flush();
    timer.fire();
    await written;
    await writer.close();
    expect(whole(folder)).toBe(`${line(1)}\n${line(2)}\n`);
  });
});

describe('rotatedParts', () => {
  it('orders by number, not by clock, and knows its own files only', () => {
    const names = [
      'aurora_events.20260131T120000Z-000010.jsonl.gz',
      'aurora_events.20260131T120001Z-000009.jsonl',
      'aurora_events.20260131T120001Z-000009.jsonl.gz',
      'aurora_events.20260131T120001Z-1000000.jsonl',
      'aurora_events.jsonl',
      'aurora_events.20260131T120000Z-000011.jsonl.gz.part',
      'aurora_events_old.20260131T120000Z-000012.jsonl',
    ];
    expect(rotatedParts('aurora_events', names).map(({ seq, compressed, name }) => [seq, compressed, name])).toEqual([
      [9, false, names[1]],
      [10, true, names[0]],
      [1_000_000, false, names[3]],
    ]);
  });
});
