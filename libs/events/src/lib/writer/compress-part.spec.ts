import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { compressPart } from './compress-part.node';
import { Pace } from './pace.node';
import { tempFolders } from './temp-folder.fixture';

const newFolder = tempFolders();
const PIECE = 2 ** 17;

describe('compressPart', () => {
  it.each([
    [0, 0],
    [1, 0],
    [PIECE, 0],
    [PIECE + 1, 1],
    [2.5 * PIECE, 2],
  ])('%p bytes stay the same, with %p rests between the pieces', async (bytes, rests) => {
    const file = join(newFolder(), 'part.jsonl');
    const content = Buffer.from(Array.from({ length: bytes }, (_, at) => (at * 7) % 251));
    writeFileSync(file, content);
    const worked: number[] = [];
    await compressPart(file, async (ms) => void worked.push(ms));
    expect(gunzipSync(readFileSync(`${file}.gz`)).equals(content)).toBe(true);
    expect(existsSync(file)).toBe(false);
    expect(worked).toHaveLength(rests);
    expect(Math.min(1, ...worked)).toBeGreaterThan(0);
  });
});

describe('Pace', () => {
  it('rests nine times as long as the work took', () => {
    const pauses: number[] = [];
    void new Pace((ms) => pauses.push(ms)).rest(4);
    expect(pauses).toEqual([36]);
  });

  it('in a hurry wakes whoever rests, and lets nobody rest again', async () => {
    const pauses: number[] = [];
    const pace = new Pace((ms) => pauses.push(ms));
    const resting = pace.rest(1);
    pace.hurry();
    await resting;
    await pace.rest(1);
    expect(pauses).toHaveLength(1);
  });
});
