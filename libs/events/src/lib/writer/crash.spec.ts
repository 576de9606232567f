import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsedLines } from '../reading/read-jsonl.node';
import { sessionFiles } from '../reading/read-events.node';
import { childLine } from './child-writer.fixture';
import { JsonlWriter } from './jsonl-writer.node';
import { outputOf, runChild } from './run-child.fixture';
import { tempFolders } from './temp-folder.fixture';

const newFolder = tempFolders();
const child = join(__dirname, 'child-writer.fixture.ts');
const acknowledged = (out: string): number[] => out.split('\n').slice(0, -1).map(Number);

async function numbersIn(folder: string): Promise<number[]> {
  const numbers: number[] = [];
  for (const path of await sessionFiles(folder)) {
    const lines = parsedLines(
      path,
      (text) => JSON.parse(text) as { n: number },
      (bad) => {
        throw new Error(`${bad.file}:${bad.number}: ${bad.reason}`);
      },
    );
    for await (const { value, line } of lines) {
      expect(line).toBe(childLine(value.n));
      numbers.push(value.n);
    }
  }
  return numbers;
}

describe('a writer that is killed', () => {
  it.each(['os', 'disk'] as const)('has lost no acknowledged line, durability %s', async (durability) => {
    const folder = newFolder();
    const path = join(folder, 'aurora_events.jsonl');
    const running = runChild(child, ['for-ever', path, durability]);
    const output = outputOf(running);
    let heard = 0;
    await new Promise<void>((resolve) => {
      running.stdout.on('data', (data: Buffer) => {
        heard += data.toString().split('\n').length - 1;
        if (heard >= 500) resolve();
      });
      running.on('close', () => resolve());
    });
    running.kill('SIGKILL');
    const { signal, out, err } = await output;
    expect([signal, err]).toEqual(['SIGKILL', '']);
    const { writer } = await JsonlWriter.open({
      path,
      durability,
      queueMax: 10,
      rotation: { maxBytes: 1e9, retentionDays: 7, retentionFiles: 10_000 },
      nowMs: () => Date.now(),
    });
    await writer.close();
    const written = await numbersIn(folder);
    expect(written).toEqual(written.map((_, index) => index));
    expect(acknowledged(out).length).toBeGreaterThanOrEqual(500);
    expect(written.length).toBeGreaterThanOrEqual(acknowledged(out).length);
  });
});

describe('a writer that may write no more', () => {
  it('leaves exactly the acknowledged lines behind, and no half one', async () => {
    const path = join(newFolder(), 'aurora_events.jsonl');
    const { code, out, err } = await outputOf(runChild(child, ['for-ever', path, 'os'], 'ulimit -f 150'));
    expect([code, err]).toEqual([0, '']);
    const lines = out.split('\n');
    expect(lines.at(-2)).toBe('failed EFBIG');
    const numbers = lines.slice(0, -2);
    expect(numbers.length).toBeGreaterThan(0);
    expect(readFileSync(path, 'utf8') === numbers.map((n) => `${childLine(Number(n))}\n`).join('')).toBe(true);
  });
});

describe('a callback that throws', () => {
  it('keeps no other from being called and is not swallowed', async () => {
    const path = join(newFolder(), 'aurora_events.jsonl');
    const { code, out, err } = await outputOf(runChild(child, ['throw', path]));
    expect([code, out]).toEqual([1, 'called']);
    expect(err).toContain('careless');
  });
});
