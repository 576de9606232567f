import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempFolders } from '../writer/temp-folder.fixture';
import { sessionFolderName } from './session-folder';
import { createSessionFolder } from './session-folder.node';

const newFolder = tempFolders();

describe('session folders', () => {
  it.each([
    [Date.UTC(2026, 0, 2, 3, 4, 5, 999), '20260102-030405'],
    [Date.UTC(2026, 11, 31, 23, 59, 59), '20261231-235959'],
  ])('are named after their start in UTC: %p', (nowMs, name) => {
    expect(sessionFolderName(nowMs)).toBe(name);
  });

  it('are new for every start, also within one second and from several processes', async () => {
    const root = join(newFolder(), 'logs');
    const nowMs = Date.UTC(2026, 0, 2, 3, 4, 5);
    const made = await Promise.all([1, 2, 3].map(() => createSessionFolder(root, nowMs)));
    expect(made.sort()).toEqual(
      ['20260102-030405', '20260102-030405-2', '20260102-030405-3'].map((n) => join(root, n)),
    );
    expect(made.every((folder) => existsSync(folder))).toBe(true);
  });

  it('are not made below a file', async () => {
    const file = join(newFolder(), 'file');
    writeFileSync(file, '');
    await expect(createSessionFolder(file, 0)).rejects.toThrow('EEXIST');
    await expect(createSessionFolder(join(file, 'logs'), 0)).rejects.toThrow('ENOTDIR');
  });
});
