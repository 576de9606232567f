import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartError } from '../start-error';
import { FileStateStore } from './file-state-store';
import { stateOf } from './state.fixture';

const folders: string[] = [];
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'aurora-state-'));
  folders.push(folder);
  return folder;
};
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

describe('a stored state', () => {
  it('is loaded as it was saved, by its owner alone', async () => {
    const folder = join(newFolder(), 'run', 'state');
    const store = await FileStateStore.open(folder);
    expect(await store.load()).toBeNull();
    const state = stateOf(3);
    writeFileSync(join(folder, 'aurora_state.json.part'), 'left by a crash', { mode: 0o666 });
    await store.save(state);
    expect(await store.load()).toEqual(state);
    expect(readdirSync(folder).sort()).toEqual(['aurora_state.json', 'aurora_state.lock']);
    const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);
    expect([modeOf(join(folder, '..')), modeOf(folder), modeOf(join(folder, 'aurora_state.json'))]).toEqual([
      '700',
      '700',
      '600',
    ]);
    await store.close();
  });
});

describe('a stored state that cannot be used', () => {
  it.each([
    ['', 'it is torn or no JSON ('],
    ['{"format":"aurora-state","version":2}', 'it has version 2, this program reads 1'],
    ['{"format":"aurora-state","version":1}', "it must have required property 'engine'"],
  ])('is refused with its name and what to do: %s', async (content, why) => {
    const folder = newFolder();
    writeFileSync(join(folder, 'aurora_state.json'), content);
    const store = await FileStateStore.open(folder);
    const refusal: unknown = await store.load().catch((error: unknown) => error);
    await store.close();
    expect(refusal).toBeInstanceOf(StartError);
    expect(String(refusal)).toContain(`state file ${folder}/aurora_state.json cannot be used: ${why}`);
    expect(String(refusal)).toMatch(
      /\. Restore it, or move it away to start without the halt, positions and reservations it may hold\.$/,
    );
  });

  it('is refused: a folder in its place', async () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'aurora_state.json'));
    const store = await FileStateStore.open(folder);
    await expect(store.load()).rejects.toThrow(`state file ${folder}/aurora_state.json cannot be used: `);
    await store.close();
  });
});

describe('the folder of the state', () => {
  it('is taken over from a process that was killed, and held', async () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'aurora_state.lock'));
    writeFileSync(join(folder, 'aurora_state.lock', '2147483646-1'), '');
    const store = await FileStateStore.open(folder);
    await expect(FileStateStore.open(folder)).rejects.toThrow(
      `the state is not free: folder ${folder} is in use by process ${process.pid}; give this one another folder`,
    );
    await store.close();
    await (await FileStateStore.open(folder)).close();
    expect(readdirSync(folder)).toEqual([]);
  });
});
