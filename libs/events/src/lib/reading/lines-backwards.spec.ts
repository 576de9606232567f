import { open } from 'node:fs/promises';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { tempFolders } from '../writer/temp-folder.fixture';
import { linesBackwards } from './lines-backwards.node';

const newFolder = tempFolders();

async function backwards(text: string, end?: number, most = Infinity): Promise<string[]> {
  const path = join(newFolder(), 'a.jsonl');
  writeFileSync(path, text);
  const file = await open(path, 'r');
  try {
    const lines: string[] = [];
    for await (const line of linesBackwards(file, end ?? Buffer.byteLength(text))) {
      lines.push(line.toString('utf8'));
      if (lines.length >= most) break;
    }
    return lines;
  } finally {
    await file.close();
  }
}

describe('linesBackwards', () => {
  it.each([
    ['', []],
    ['torn', []],
    ['\n', ['']],
    ['a\n', ['a']],
    ['a\nb\ntorn', ['b', 'a']],
    ['\na\n\n', ['', 'a', '']],
    ['a\r\nü€😀\n', ['ü€😀', 'a\r']],
  ])('of %j', async (text, lines) => {
    expect(await backwards(text)).toEqual(lines);
  });

  it('begins in front of a byte', async () => {
    expect(await backwards('a\nb\nc\n', 4)).toEqual(['b', 'a']);
  });

  it('is the file from behind, wherever its chunks end', async () => {
    const size = fc.constantFrom(0, 1, 2, 1000, 65_534, 65_535, 65_536, 65_537, 200_000);
    await fc.assert(
      fc.asyncProperty(fc.array(size, { maxLength: 6 }), size, async (sizes, torn) => {
        const lines = sizes.map((length, index) => String(index).padEnd(length, 'x').slice(0, length));
        const text = lines.map((line) => `${line}\n`).join('') + 't'.repeat(torn);
        expect(await backwards(text)).toEqual(lines.reverse());
      }),
      { numRuns: 40 },
    );
  });

  it('reads no more than what is taken needs', async () => {
    const path = join(newFolder(), 'a.jsonl');
    writeFileSync(path, 'line\n'.repeat(1_000_000));
    const file = await open(path, 'r');
    const read = jest.spyOn(file, 'read');
    let taken = 0;
    for await (const line of linesBackwards(file, 5_000_000)) if (line.toString() !== 'line' || ++taken === 20) break;
    expect([taken, read.mock.calls.length]).toEqual([20, 1]);
    await file.close();
  });
});
