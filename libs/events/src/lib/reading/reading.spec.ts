import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { anyRecord } from '../record/event-record.fixture';
import { serialiseRecord } from '../record/serialise-record';
import { rotatedName } from '../writer/rotated-name';
import { tempFolders } from '../writer/temp-folder.fixture';
import { type BadLine } from './bad-line';
import { lastEventTsNs, readEventsSince } from './read-events-since.node';
import { readEvents, sessionFiles } from './read-events.node';
import { readJsonl } from './read-jsonl.node';

const newFolder = tempFolders();
const T0 = 1_767_225_600_000_000_000n;
const event = (n: number, size = 0): string =>
  serialiseRecord({ tsNs: T0 + BigInt(n), runId: 'r', eventCode: 'ORDER.ACK', details: { n, x: 'y'.repeat(size) } });
const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

async function visit(path: string): Promise<{ good: [number, unknown][]; bad: BadLine[] }> {
  const good: [number, unknown][] = [];
  const bad: BadLine[] = [];
  await readJsonl(path, {
    onLine: (value, number) => good.push([number, value]),
    onBadLine: (each) => bad.push(each),
  });
  return { good, bad };
}

describe.each(['a.jsonl', 'a.jsonl.gz'])('readJsonl of %s', (name) => {
  const put = (content: string | Buffer): string => {
    const path = join(newFolder(), name);
    writeFileSync(path, name.endsWith('.gz') ? gzipSync(content) : content);
    return path;
  };

  it('reports a bad line with its number and goes on; a torn end is told apart', async () => {
    const path = put('{"a":1}\n{"b":\n\n{"c":"\u2028"}\n{"d"');
    const { good, bad } = await visit(path);
    expect(good).toEqual([
      [1, { a: 1 }],
      [4, { c: '\u2028' }],
    ]);
    expect(bad.map(({ file, number, text: line, torn }) => [file, number, line, torn])).toEqual([
      [path, 2, '{"b":', false],
      [path, 3, '', false],
      [path, 5, '{"d"', true],
    ]);
    expect(bad.every(({ reason }) => reason.includes('JSON'))).toBe(true);
  });

  it('takes a whole last line that misses its newline', async () => {
    expect(await visit(put('{"a":1}\n{"b":2}'))).toEqual({
      good: [
        [1, { a: 1 }],
        [2, { b: 2 }],
      ],
      bad: [],
    });
  });

  it('reads an empty file and one that has no newline', async () => {
    expect(await visit(put(''))).toEqual({ good: [], bad: [] });
    expect((await visit(put('x'))).bad).toMatchObject([{ number: 1, torn: true }]);
  });

  it('keeps letters whole wherever the chunks of the file end', async () => {
    const lines = Array.from({ length: 40 }, (_, n) => JSON.stringify({ n, x: '😀€ü'.repeat(n * 100) }));
    const { good, bad } = await visit(put(text(lines)));
    expect(bad).toEqual([]);
    expect(good.map(([, value]) => JSON.stringify(value))).toEqual(lines);
  });
});

describe('readJsonl', () => {
  it('rejects when the file is missing, compressed by halves or no archive', async () => {
    const folder = newFolder();
    await expect(visit(join(folder, 'none.jsonl'))).rejects.toThrow('ENOENT');
    await expect(visit(join(folder, 'none.jsonl.gz'))).rejects.toThrow('ENOENT');
    writeFileSync(join(folder, 'half.gz'), gzipSync(text([event(1)])).subarray(0, 30));
    await expect(visit(join(folder, 'half.gz'))).rejects.toThrow('unexpected end of file');
    writeFileSync(join(folder, 'no.gz'), 'text');
    await expect(visit(join(folder, 'no.gz'))).rejects.toThrow('incorrect header check');
  });

  it('reads a rotated part that was compressed since it was listed', async () => {
    const path = join(newFolder(), rotatedName('aurora_events', 0, 1));
    writeFileSync(`${path}.gz`, gzipSync('{"a":1}\n'));
    expect((await visit(path)).good).toEqual([[1, { a: 1 }]]);
  });

  it('hands on what a visitor throws', async () => {
    const path = join(newFolder(), 'a.jsonl');
    writeFileSync(path, '{}\n');
    const visiting = readJsonl(path, {
      onLine: () => {
        throw new Error('stop');
      },
      onBadLine: () => undefined,
    });
    await expect(visiting).rejects.toThrow('stop');
  });
});

describe('readEvents', () => {
  it('reads rotated parts and the live file in order, and reports what is no event', async () => {
    const dir = newFolder();
    const part = (seq: number) => join(dir, rotatedName('aurora_events', 1_767_225_600_000, seq));
    writeFileSync(`${part(1)}.gz`, gzipSync(text([event(1), event(2)])));
    writeFileSync(part(2), text([event(3), '{"ts_ns":1}']));
    writeFileSync(join(dir, 'aurora_events.jsonl'), `${event(4)}\n{"ts_ns"`);
    writeFileSync(join(dir, 'orders.jsonl'), text(['{}']));
    const bad: BadLine[] = [];
    const read: unknown[] = [];
    for await (const { record, line, number, file } of readEvents(dir, { onBadLine: (each) => bad.push(each) })) {
      expect(serialiseRecord(record)).toBe(line);
      read.push([record.details['n'], number, file]);
    }
    const [first, second, live] = await sessionFiles(dir);
    expect([first, second, live]).toEqual([`${part(1)}.gz`, part(2), join(dir, 'aurora_events.jsonl')]);
    expect(read).toEqual([
      [1, 1, first],
      [2, 2, first],
      [3, 1, second],
      [4, 1, live],
    ]);
    expect(bad.map(({ file, number, torn }) => [file, number, torn])).toEqual([
      [second, 2, false],
      [live, 2, true],
    ]);
    expect(bad[0]!.reason).toContain("must have required property 'run_id'");
    expect(await sessionFiles(dir, 'orders')).toEqual([join(dir, 'orders.jsonl')]);
    expect(await sessionFiles(newFolder())).toEqual([]);
  });

  it('gives back what was written, to the byte', async () => {
    const dir = newFolder();
    await fc.assert(
      fc.asyncProperty(fc.array(anyRecord, { maxLength: 20 }), async (records) => {
        const lines = records.map(serialiseRecord);
        writeFileSync(join(dir, 'aurora_events.jsonl'), text(lines));
        const read: string[] = [];
        const onBadLine = ({ reason }: BadLine) => {
          throw new Error(reason);
        };
        for await (const { record } of readEvents(dir, { onBadLine })) read.push(serialiseRecord(record));
        expect(read).toEqual(lines);
      }),
      { numRuns: 30 },
    );
  });
});

describe('readEventsSince', () => {
  const since = async (path: string, tsNs: bigint) => {
    const bad: BadLine[] = [];
    const numbers: unknown[] = [];
    for await (const { record } of readEventsSince(path, tsNs, { onBadLine: (each) => bad.push(each) })) {
      numbers.push(record.details['n']);
    }
    return { numbers, bad };
  };

  it.each([0, 1, 400, 9000])(
    'yields what is after a time, and nothing else, in files of lines with %p more letters',
    async (size) => {
      const path = join(newFolder(), 'a.jsonl');
      const count = size < 100 ? 2000 : 60;
      // Every second nanosecond, so that times between two events are asked for too.
      const all = Array.from({ length: count }, (_, n) => 2 * n);
      writeFileSync(path, text(all.map((n) => event(n, size))));
      for (const from of [-1, 0, 1, 2, 77, count, 2 * count - 3, 2 * count - 2, 2 * count]) {
        const { numbers, bad } = await since(path, T0 + BigInt(from));
        expect(numbers).toEqual(all.filter((n) => n > from));
        expect(bad).toEqual([]);
      }
      expect(await lastEventTsNs(path)).toBe(T0 + BigInt(2 * count - 2));
    },
  );

  it('reads the end of a large file only', async () => {
    const path = join(newFolder(), 'a.jsonl');
    const lines = Array.from({ length: 3000 }, (_, n) => event(n, 500));
    // A bad line is only met when the beginning is read.
    writeFileSync(path, text(['garbage', ...lines]));
    const { numbers, bad } = await since(path, T0 + 2989n);
    expect(numbers).toEqual([2990, 2991, 2992, 2993, 2994, 2995, 2996, 2997, 2998, 2999]);
    expect(bad).toEqual([]);
  });

  it('goes around bad lines, reports those it meets and tells a torn end', async () => {
    const path = join(newFolder(), 'a.jsonl');
    const lines = Array.from({ length: 400 }, (_, n) => (n % 3 === 1 ? 'garbage'.repeat(100) : event(n, 700)));
    writeFileSync(path, `${text(lines)}{"ts_ns":17`);
    const { numbers, bad } = await since(path, T0 + 395n);
    expect(numbers).toEqual([396, 398, 399]);
    expect(bad.at(-1)).toMatchObject({ number: null, torn: true, text: '{"ts_ns":17' });
    expect(bad.filter(({ torn }) => !torn).length).toBeGreaterThan(0);
    expect(await lastEventTsNs(path)).toBe(T0 + 399n);
  });

  it('knows an empty file, and one without an event', async () => {
    const path = join(newFolder(), 'a.jsonl');
    writeFileSync(path, '');
    expect([await since(path, 0n), await lastEventTsNs(path)]).toEqual([{ numbers: [], bad: [] }, null]);
    writeFileSync(path, `${'x'.repeat(200_000)}\n`);
    expect(await lastEventTsNs(path)).toBeNull();
    expect((await since(path, 0n)).bad).toHaveLength(1);
  });
});
