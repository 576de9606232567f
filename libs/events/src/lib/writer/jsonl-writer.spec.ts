import { statSync } from 'node:fs';
import { join } from 'node:path';
import { line, newFolder, openWriter, text } from './open-writer.fixture';

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

describe('JsonlWriter', () => {
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
