import fc from 'fast-check';
import { flushed, line, openWriter, text, wholeLog } from './open-writer.fixture';

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
