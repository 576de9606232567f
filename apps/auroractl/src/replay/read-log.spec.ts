import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serialiseRecord } from '@aurora/events';
import { freshFolder } from '../cli/run-auroractl.fixture';
import { LogReader } from './read-log';

const SILENT = { at: () => undefined, end: () => undefined };

const line = (n: number, size: number, char: string): string =>
  serialiseRecord({
    tsNs: 1_767_225_600_000_000_000n + BigInt(n),
    runId: 'r',
    eventCode: 'ORDER.ACK',
    details: { n, text: char.repeat(size) },
  });

/** Reads files with one that only notes the lines it is fed. */
async function fed(files: readonly string[]): Promise<string[]> {
  const lines: string[] = [];
  await new LogReader({ hasStarted: true, feedLine: (one) => void lines.push(one) }).read(files, SILENT);
  return lines;
}

it.each([
  ['short ones', 3000, () => 20, 'a'],
  ['long ones', 40, (n: number) => 1000 * n, 'a'],
  ['ones longer than a piece and than a chunk', 6, (n: number) => 120_000 * n, 'a'],
  ['ones beyond ASCII', 60, (n: number) => 800 * n, '–'],
])('feeds every line once and whole: %s', async (_what, count, size, char) => {
  const lines = Array.from({ length: count }, (_, n) => line(n, size(n), char));
  const file = join(freshFolder(), 'aurora_events.jsonl');
  writeFileSync(file, lines.map((one) => `${one}\n`).join(''));
  expect(await fed([file])).toEqual(lines);
  appendFileSync(file, lines[0]!);
  expect(await fed([file])).toEqual([...lines, lines[0]]);
});

it('reads an empty file', async () => {
  const file = join(freshFolder(), 'aurora_events.jsonl');
  writeFileSync(file, '');
  expect(await fed([file])).toEqual([]);
});
