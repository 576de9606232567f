import { stat } from 'node:fs/promises';
import { line, openWriter, rotation, text, wholeLog } from './open-writer.fixture';

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
});
