import { appendFileSync, readdirSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { serialiseRecord } from '../record/serialise-record';
import { JsonlWriter } from '../writer/jsonl-writer.node';
import { rotatedName } from '../writer/rotated-name';
import { tempFolders } from '../writer/temp-folder.fixture';
import { LogFollower } from './log-follower.node';

const newFolder = tempFolders();
const T0 = 1_767_225_600_000_000_000n;
const event = (n: number, x = ''): string =>
  serialiseRecord({ tsNs: T0 + BigInt(n), runId: 'r', eventCode: 'ORDER.ACK', details: { n, x } });
const text = (...numbers: number[]): string => numbers.map((n) => `${event(n)}\n`).join('');

const followers: LogFollower[] = [];
afterEach(async () => void (await Promise.all(followers.splice(0).map((follower) => follower.close()))));

async function follow(path: string) {
  const follower = await LogFollower.open(path);
  followers.push(follower);
  /** Numbers of the events that came since the last time. */
  const news = async (): Promise<number[]> => {
    const numbers: number[] = [];
    for await (const line of follower.poll())
      numbers.push((JSON.parse(line.toString()) as { details: { n: number } }).details.n);
    return numbers;
  };
  return { follower, news };
}

function logWith(content: string): { dir: string; path: string } {
  const dir = newFolder();
  const path = join(dir, 'aurora_events.jsonl');
  writeFileSync(path, content);
  return { dir, path };
}

describe('LogFollower', () => {
  it('begins behind the last whole line, and takes a line once it is whole', async () => {
    const { path } = logWith(`${text(1, 2)}${event(3).slice(0, 40)}`);
    const { follower, news } = await follow(path);
    expect(follower.end).toBe(text(1, 2).length);
    expect(await news()).toEqual([]);
    appendFileSync(path, event(3).slice(40));
    expect(await news()).toEqual([]);
    appendFileSync(path, `\n${text(4)}`);
    expect(await news()).toEqual([3, 4]);
    expect(await news()).toEqual([]);
  });

  it('waits for a file that is not there yet', async () => {
    const path = join(newFolder(), 'aurora_events.jsonl');
    const { follower, news } = await follow(path);
    expect([follower.file, await news()]).toEqual([null, []]);
    writeFileSync(path, text(1));
    expect(await news()).toEqual([1]);
  });

  it('goes on through several rotations between two looks, compressed or not, and one under way', async () => {
    const { dir, path } = logWith(text(1));
    const { news } = await follow(path);
    appendFileSync(path, text(2));
    renameSync(path, join(dir, rotatedName('aurora_events', 0, 1)));
    writeFileSync(join(dir, `${rotatedName('aurora_events', 0, 2)}.gz`), gzipSync(text(3, 4)));
    writeFileSync(join(dir, rotatedName('aurora_events', 0, 3)), text(5));
    writeFileSync(path, text(6));
    expect(await news()).toEqual([2, 3, 4, 5, 6]);
    renameSync(path, join(dir, rotatedName('aurora_events', 0, 4)));
    expect(await news()).toEqual([]);
    writeFileSync(path, text(7));
    expect(await news()).toEqual([7]);
  });

  it('has the part that it held compressed and deleted under it', async () => {
    const { dir, path } = logWith(text(1));
    const { news } = await follow(path);
    appendFileSync(path, text(2));
    rmSync(path);
    writeFileSync(join(dir, `${rotatedName('aurora_events', 0, 1)}.gz`), gzipSync(text(1, 2)));
    writeFileSync(path, text(3));
    expect(await news()).toEqual([2, 3]);
  });

  it('says no line twice when the end was cut off and is written again', async () => {
    const { path } = logWith(text(1));
    const { news } = await follow(path);
    appendFileSync(path, text(2, 3));
    expect(await news()).toEqual([2, 3]);
    truncateSync(path, text(1).length);
    expect(await news()).toEqual([]);
    appendFileSync(path, text(2, 3, 4));
    expect(await news()).toEqual([4]);
  });

  it('begins anew in a file that was emptied, and drops the half line that was cut off', async () => {
    const { path } = logWith(text(1, 2));
    const { news } = await follow(path);
    appendFileSync(path, event(3).slice(0, 50));
    expect(await news()).toEqual([]);
    truncateSync(path, 0);
    expect(await news()).toEqual([]);
    appendFileSync(path, text(4));
    expect(await news()).toEqual([4]);
  });

  it('loses and repeats nothing of what a writer writes that rotates all the time', async () => {
    const { dir, path } = logWith('');
    const { news } = await follow(path);
    let nowMs = 1_767_225_600_000;
    const { writer } = await JsonlWriter.open({
      path,
      durability: 'os',
      queueMax: 100_000,
      rotation: { maxBytes: 4000, retentionDays: 7, retentionFiles: 10_000 },
      nowMs: () => (nowMs += 10),
    });
    const seen: number[] = [];
    for (let n = 0; n < 600; n++) {
      writer.append(event(n, 'y'.repeat(n % 300)));
      if (n % 7 === 0) await writer.flush();
      if (n % 13 === 0) seen.push(...(await news()));
    }
    await writer.close();
    seen.push(...(await news()));
    expect(seen).toEqual(Array.from({ length: 600 }, (_, n) => n));
    expect(readdirSync(dir).length).toBeGreaterThan(20);
  });
});
