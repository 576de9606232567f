import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sessionFolderName } from './session-folder';

/** Logs name accounts and positions: they are the owner's. */
export const SESSION_FOLDER_MODE = 0o700;

/** Creates a new session folder below `root` and answers its path. When another start took the name in the same second, `-2`, `-3`… is added. */
export async function createSessionFolder(root: string, nowMs: number): Promise<string> {
  await mkdir(root, { recursive: true, mode: SESSION_FOLDER_MODE });
  const name = sessionFolderName(nowMs);
  for (let attempt = 1; ; attempt++) {
    const folder = join(root, attempt === 1 ? name : `${name}-${attempt}`);
    try {
      await mkdir(folder, { mode: SESSION_FOLDER_MODE });
      return folder;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
