import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { type Durability } from '../logging-config';
import { FaultyDisk, ManualTimer } from './faulty-disk.fixture';
import { JsonlWriter } from './jsonl-writer.node';
import { type JsonlWriterOptions, type WriterState } from './jsonl-writer-options';
import { rotatedParts } from './rotated-name';
import { tempFolders } from './temp-folder.fixture';
import { type WriteFailed } from './write-failed';

const newFolder = tempFolders();
const rotation = { maxBytes: 1e9, retentionDays: 7, retentionFiles: 10 };

async function openWriter(durability: Durability, options: Partial<JsonlWriterOptions> = {}) {
  const disk = new FaultyDisk();
  const timer = new ManualTimer();
  const states: WriterState[] = [];
  const path = join(newFolder(), 'aurora_events.jsonl');
  const { writer } = await JsonlWriter.open({
    path,
    durability,
    queueMax: 1000,
    rotation,
    nowMs: () => 1_767_225_600_000,
    onState: (state) => states.push(state),
    open: disk.open,
    afterMs: timer.afterMs,
    ...options,
  });
  const append = (line: string) => new Promise<WriteFailed | null>((resolve) => writer.append(line, resolve));
  const content = () => readFileSync(path, 'utf8');
  return { writer, disk, timer, states, path, append, content };
}

const line = (n: number): string => `{"n":${n}}`;
const text = (...numbers: number[]): string => numbers.map((n) => `${line(n)}\n`).join('');

/** What stands in a log and its rotated parts; a part may be compressed between listing and reading. */
function wholeLog(path: string): string {
  const parts = rotatedParts('aurora_events', readdirSync(dirname(path))).map(({ name }) => {
    const part = join(dirname(path), name);
    if (name.endsWith('.gz')) return gunzipSync(readFileSync(part)).toString('utf8');
    try {
      return readFileSync(part, 'utf8');
    } catch {
      return gunzipSync(readFileSync(`${part}.gz`)).toString('utf8');
    }
  });
  return parts.join('') + (existsSync(path) ? readFileSync(path, 'utf8') : '');
}

/** Whether everything got written; while writing fails, that takes a retry. */
async function flushed(writer: JsonlWriter, timer: ManualTimer): Promise<boolean> {
  const outcome = writer.flush().then(
    () => true,
    () => false,
  );
  timer.fire();
  return outcome;
}

describe.each(['os', 'disk', 'async'] as const)('JsonlWriter, durability %s', (durability) => {
  it('writes lines in order and tells so', async () => {
    const { writer, append, content } = await openWriter(durability);
    const answers = await Promise.all([append(line(1)), append(line(2)), append('{"text":"ü€😀\u2028"}')]);
    expect(answers).toEqual([null, null, null]);
    await writer.flush();
    expect(content()).toBe(`${text(1, 2)}{"text":"ü€😀\u2028"}\n`);
    expect(writer.counters()).toEqual({
      written: 3,
      bytes: Buffer.byteLength(content()),
      dropped: { queue_full: 0, closed: 0 },
      failingSinceMs: null,
    });
    expect(writer.depth).toBe(0);
    await writer.close();
  });

  it('shares one write among the lines of a turn', async () => {
    const { writer, disk } = await openWriter(durability);
    for (let n = 0; n < 100; n++) writer.append(line(n));
    await writer.flush();
    expect(disk.calls.filter((call) => call === 'write')).toHaveLength(1);
    await writer.close();
  });

  it('writes lines larger than its buffer, and many more than fit into it', async () => {
    const { writer, content } = await openWriter(durability);
    const lines = [`{"a":"${'€'.repeat(2_000_000)}"}`, ...Array.from({ length: 500 }, (_, n) => line(n))];
    for (let n = 0; n < 60; n++) lines.push(`{"b":"${'x'.repeat(100_000)}"}`);
    for (const each of lines) writer.append(each);
    await writer.close();
    expect(content()).toBe(`${lines.join('\n')}\n`);
  });

  it('drops lines beyond its queue and after closing, and counts them', async () => {
    const { writer, append, content } = await openWriter(durability, { queueMax: 2 });
    const rooms: number[] = [];
    const answers = await Promise.all([1, 2, 3].map((n) => (rooms.push(writer.room), append(line(n)))));
    expect(rooms).toEqual([2, 1, 0]);
    expect(answers.map((error) => error?.kept)).toEqual([undefined, undefined, false]);
    await writer.close();
    expect(writer.room).toBe(0);
    expect((await append(line(4)))?.kept).toBe(false);
    expect(content()).toBe(text(1, 2));
    expect(writer.counters().dropped).toEqual({ queue_full: 1, closed: 1 });
    await writer.close();
  });

  it('goes on where an earlier writer stopped', async () => {
    const first = await openWriter(durability);
    first.writer.append(line(1));
    await first.writer.close();
    const second = await openWriter(durability, { path: first.path });
    second.writer.append(line(2));
    await second.writer.close();
    expect(first.content()).toBe(text(1, 2));
  });

  it('completes short writes', async () => {
    const { writer, disk, content } = await openWriter(durability);
    disk.maxWriteBytes = 3;
    for (let n = 0; n < 20; n++) writer.append(line(n));
    await writer.close();
    expect(content()).toBe(text(...Array.from({ length: 20 }, (_, n) => n)));
  });
});

describe.each(['os', 'disk'] as const)('JsonlWriter on a failing disk, durability %s', (durability) => {
  it('leaves nothing half-written, keeps the lines in order and writes them when there is room again', async () => {
    const { writer, disk, timer, states, append, content } = await openWriter(durability);
    expect(await append(line(1))).toBeNull();
    disk.maxFileBytes = 12;
    const failed = await Promise.all([append(line(2)), append(line(3))]);
    expect(failed.map((error) => error?.kept)).toEqual([true, true]);
    expect((failed[0]!.cause as { code?: string }).code).toBe('ENOSPC');
    await expect(writer.flush()).rejects.toThrow('ENOSPC');
    expect(content()).toBe(text(1));
    expect([writer.state, states, writer.counters().failingSinceMs]).toEqual([
      'failing',
      ['failing'],
      1_767_225_600_000,
    ]);

    expect((await append(line(4)))?.kept).toBe(true);
    timer.fire();
    await expect(writer.flush()).rejects.toThrow('ENOSPC');
    expect(content()).toBe(text(1));

    disk.maxFileBytes = Infinity;
    const written = writer.flush();
    timer.fire();
    await written;
    expect(content()).toBe(text(1, 2, 3, 4));
    expect([writer.state, states, writer.counters().failingSinceMs]).toEqual(['ok', ['failing', 'ok'], null]);
    expect(await append(line(5))).toBeNull();
    await writer.close();
    expect(content()).toBe(text(1, 2, 3, 4, 5));
    expect(writer.counters()).toMatchObject({ written: 5, dropped: { queue_full: 0, closed: 0 } });
  });

  it('waits longer from try to try, up to 16 times, and starts over once it worked', async () => {
    const { writer, disk, timer, append } = await openWriter(durability, { retryMs: 10 });
    disk.failing.add('write');
    await append(line(1));
    for (let n = 0; n < 6; n++) {
      await expect(writer.flush()).rejects.toThrow('EIO');
      timer.fire();
    }
    await expect(writer.flush()).rejects.toThrow('EIO');
    expect(timer.pausesMs).toEqual([10, 20, 40, 80, 160, 160, 160]);
    disk.failing.clear();
    const written = writer.flush();
    timer.fire();
    await written;
    disk.failing.add('write');
    await append(line(2));
    await expect(writer.flush()).rejects.toThrow('EIO');
    expect(timer.pausesMs.at(-1)).toBe(10);
    await expect(writer.close()).rejects.toThrow('1 lines could not be written');
  });

  it('keeps as many lines as its queue holds while it fails; what comes beyond is dropped at once', async () => {
    const { writer, disk, timer, append, content } = await openWriter(durability, { queueMax: 3 });
    disk.failing.add('write');
    const answers = [await append(line(1))];
    for (let n = 2; n <= 5; n++) answers.push(await append(line(n)));
    expect(answers.map((error) => error?.kept)).toEqual([true, true, true, false, false]);
    expect(writer.depth).toBe(3);
    disk.failing.clear();
    await writer.close();
    timer.fire();
    expect(content()).toBe(text(1, 2, 3));
    expect(writer.counters().dropped).toEqual({ queue_full: 2, closed: 0 });
  });

  it('does not write before the file could be cut back', async () => {
    const { writer, disk, timer, append, content } = await openWriter(durability);
    disk.failing = new Set(['write', 'truncate']);
    void append(line(1));
    await expect(writer.flush()).rejects.toThrow('EIO');
    disk.failing = new Set(['truncate']);
    const retried = writer.flush();
    timer.fire();
    await expect(retried).rejects.toThrow('EIO');
    expect(content()).not.toContain('}');
    disk.failing.clear();
    const written = writer.flush();
    timer.fire();
    await written;
    expect(content()).toBe(text(1));
    await writer.close();
  });

  it('says at closing how many lines were lost, and leaves whole lines behind', async () => {
    const { writer, disk, append, content } = await openWriter(durability);
    await append(line(1));
    disk.failing.add('write');
    await Promise.all([append(line(2)), append(line(3))]);
    await expect(writer.close()).rejects.toThrow('2 lines could not be written');
    expect(content()).toBe(text(1));
    expect(writer.counters().dropped).toEqual({ queue_full: 0, closed: 2 });
    expect(writer.depth).toBe(0);
  });

  it('holds every accepted line once and in order, and every acknowledged one at once, whatever fails', async () => {
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.record({ append: fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 5 }) }) },
      fc.record({ fail: fc.constantFrom('write' as const, 'sync' as const, 'truncate' as const, 'open' as const) }),
      fc.record({ room: fc.integer({ min: 0, max: 300 }) }),
      fc.constantFrom('heal', 'timer', 'flush', 'turn'),
    );
    const property = fc.asyncProperty(
      fc.array(step, { maxLength: 25 }),
      fc.integer({ min: 1, max: 50 }),
      fc.constantFrom(60, 200, 1e9),
      async (steps, maxWriteBytes, maxBytes) => {
        const { writer, disk, timer, path } = await openWriter(durability, {
          rotation: { maxBytes, retentionDays: 7, retentionFiles: 1000 },
          queueMax: 25,
        });
        disk.maxWriteBytes = maxWriteBytes;
        const accepted: string[] = [];
        let count = 0;
        const append = (size: number): void => {
          const own = `{"n":${count++},"x":"${'y'.repeat(size)}"}`;
          const { dropped } = writer.counters();
          writer.append(own, (error) => {
            if (error === null) expect(wholeLog(path)).toContain(`${own}\n`);
          });
          if (writer.counters().dropped.queue_full === dropped.queue_full) accepted.push(own);
        };
        for (const each of steps) {
          if (each === 'heal') disk.heal();
          else if (each === 'timer') timer.fire();
          else if (each === 'flush') await flushed(writer, timer);
          else if (each === 'turn') await new Promise(setImmediate);
          else if ('fail' in each) disk.failing.add(each.fail);
          else if ('room' in each) disk.maxFileBytes = each.room;
          else each.append.forEach(append);
        }
        disk.heal();
        for (let tries = 0; tries < 3 && !(await flushed(writer, timer)); tries++);
        await writer.close();
        expect(wholeLog(path)).toBe(accepted.map((own) => `${own}\n`).join(''));
        expect(writer.counters().written).toBe(accepted.length);
      },
    );
    await fc.assert(property, { numRuns: 60 });
  });
});

describe('JsonlWriter, order of durability', () => {
  it('acknowledges after a sync that began after the write, and goes on writing meanwhile', async () => {
    const { writer, disk, append, content } = await openWriter('disk');
    disk.holdsSyncs = true;
    const acknowledged: number[] = [];
    const first = append(line(1)).then(() => acknowledged.push(1));
    while (!disk.calls.includes('sync')) await new Promise(setImmediate);
    const second = append(line(2)).then(() => acknowledged.push(2));
    while (content() !== text(1, 2)) await new Promise(setImmediate);
    expect(acknowledged).toEqual([]);
    disk.releaseSync();
    await first;
    expect(acknowledged).toEqual([1]);
    while (disk.calls.filter((call) => call === 'sync').length < 2) await new Promise(setImmediate);
    expect(acknowledged).toEqual([1]);
    disk.releaseSync();
    await second;
    expect(disk.calls).toEqual(['open', 'write', 'sync', 'write', 'sync']);
    await writer.close();
  });

  it('takes what a failed sync covered, and what was written since, back out of the file and writes it again', async () => {
    const { writer, disk, timer, append, content } = await openWriter('disk');
    expect(await append(line(1))).toBeNull();
    disk.holdsSyncs = true;
    disk.failing.add('sync');
    const second = append(line(2));
    while (disk.calls.filter((call) => call === 'sync').length < 2) await new Promise(setImmediate);
    const third = append(line(3));
    while (content() !== text(1, 2, 3)) await new Promise(setImmediate);
    disk.releaseSync();
    expect([(await second)?.kept, (await third)?.kept]).toEqual([true, true]);
    await expect(writer.flush()).rejects.toThrow('EIO');
    expect(content()).toBe(text(1));
    disk.failing.clear();
    disk.holdsSyncs = false;
    const written = writer.flush();
    timer.fire();
    await written;
    expect(content()).toBe(text(1, 2, 3));
    await writer.close();
  });

  it('lets a sync under way finish before it takes a failed write back', async () => {
    const { writer, disk, timer, states, append, content } = await openWriter('disk');
    disk.holdsSyncs = true;
    const first = append(line(1));
    while (!disk.calls.includes('sync')) await new Promise(setImmediate);
    disk.failing.add('write');
    const second = append(line(2));
    while (writer.state === 'ok') await new Promise(setImmediate);
    expect(disk.calls).not.toContain('truncate');
    disk.releaseSync();
    expect([await first, (await second)?.kept]).toEqual([null, true]);
    await expect(writer.flush()).rejects.toThrow('EIO');
    expect([content(), writer.state, states]).toEqual([text(1), 'failing', ['failing']]);
    disk.failing.clear();
    disk.holdsSyncs = false;
    const written = writer.flush();
    timer.fire();
    await written;
    await writer.close();
    expect([content(), states]).toEqual([text(1, 2), ['failing', 'ok']]);
  });

  it('sets no file aside before what stands in it is durable', async () => {
    const { writer, disk, append, path } = await openWriter('disk', { rotation: { ...rotation, maxBytes: 10 } });
    disk.holdsSyncs = true;
    const first = append(line(1));
    while (!disk.calls.includes('sync')) await new Promise(setImmediate);
    const second = append(line(2));
    // Whatever had been asked of the file system meanwhile would be done by then.
    for (let n = 0; n < 20; n++) await stat(path);
    expect(disk.calls).toEqual(['open', 'write', 'sync']);
    disk.holdsSyncs = false;
    disk.releaseSync();
    expect([await first, await second]).toEqual([null, null]);
    expect(disk.calls).toEqual(['open', 'write', 'sync', 'open', 'write', 'sync']);
    await writer.close();
    expect(wholeLog(path)).toBe(text(1, 2));
  });

  it('acknowledges at once in async durability, before anything is written', async () => {
    const { writer, disk } = await openWriter('async');
    const acknowledged: unknown[] = [];
    writer.append(line(1), (error) => acknowledged.push(error));
    expect([acknowledged, disk.calls]).toEqual([[null], ['open']]);
    await writer.close();
  });

  it('never calls back before append returned, when it refuses', async () => {
    const { writer } = await openWriter('os', { queueMax: 1 });
    const called: string[] = [];
    writer.append(line(1), () => called.push('written'));
    writer.append(line(2), () => called.push('dropped'));
    expect(called).toEqual([]);
    await writer.close();
    expect(called).toEqual(['dropped', 'written']);
  });

  it('creates files that others may not read', async () => {
    const { writer, path } = await openWriter('os');
    expect(statSync(path).mode & 0o7).toBe(0);
    await writer.close();
  });

  it('rejects to open where it cannot write', async () => {
    await expect(openWriter('os', { path: join(newFolder(), 'missing', 'a.jsonl') })).rejects.toThrow('ENOENT');
  });
});
