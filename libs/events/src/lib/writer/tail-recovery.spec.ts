import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { JsonlWriter } from './jsonl-writer.node';
import { recoverTail } from './tail-recovery.node';
import { tempFolders } from './temp-folder.fixture';

const newFolder = tempFolders();

describe('recoverTail', () => {
  it('keeps whole lines and cuts off the rest, wherever a crash cut the file', async () => {
    const path = join(newFolder(), 'a.jsonl');
    const lines = ['{"n":1}', '{"n":2,"text":"ü {\\"x\\":1}"}', '{"n":3,"a":[{}]}'];
    const bytes = Buffer.from(`${lines.join('\n')}\n`);
    const ends = [...bytes.keys()].filter((at) => bytes[at] === 0x0a);
    for (let size = 0; size <= bytes.length; size++) {
      writeFileSync(path, bytes.subarray(0, size));
      const { tornBytes, keptBytes } = await recoverTail(path);
      // A line that only misses its newline is whole.
      const keptLines = ends.filter((end) => end <= size).length;
      expect(readFileSync(path, 'utf8')).toBe(
        lines
          .slice(0, keptLines)
          .map((line) => `${line}\n`)
          .join(''),
      );
      expect(keptBytes).toBe(keptLines === 0 ? 0 : ends[keptLines - 1]! + 1);
      expect(tornBytes).toBe(Math.max(0, size - keptBytes));
    }
  });

  it('finds the last whole line before a torn one of any length', async () => {
    const path = join(newFolder(), 'a.jsonl');
    for (const length of [65_534, 65_535, 65_536, 65_537, 300_000]) {
      writeFileSync(path, `{"n":1}\n{"x":"${'y'.repeat(length)}`);
      expect(await recoverTail(path)).toEqual({ tornBytes: length + 6, keptBytes: 8 });
    }
  });

  it('cuts off the zeros a loss of power leaves', async () => {
    const path = join(newFolder(), 'a.jsonl');
    writeFileSync(path, `{"n":1}\n{"n":2}${'\0'.repeat(5000)}`);
    expect(await recoverTail(path)).toEqual({ tornBytes: 5007, keptBytes: 8 });
  });

  it('creates no file', async () => {
    const path = join(newFolder(), 'a.jsonl');
    expect(await recoverTail(path)).toEqual({ tornBytes: 0, keptBytes: 0 });
    expect(existsSync(path)).toBe(false);
  });

  it('is done when a writer opens, which then appends behind the last whole line', async () => {
    const path = join(newFolder(), 'a.jsonl');
    writeFileSync(path, '{"n":1}\n{"n":');
    const { writer, recovery } = await JsonlWriter.open({
      path,
      durability: 'os',
      queueMax: 10,
      rotation: { maxBytes: 1e6, retentionDays: 1, retentionFiles: 1 },
      nowMs: () => Date.now(),
    });
    expect(recovery).toEqual({ tornBytes: 5, keptBytes: 8 });
    writer.append('{"n":2}');
    await writer.close();
    expect(readFileSync(path, 'utf8')).toBe('{"n":1}\n{"n":2}\n');
  });
});
