import { open, readdir, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { rotatedParts, type RotatedPart } from '../writer/rotated-name';

/** A log as it stands at one moment. */
export interface OpenLog {
  /** The live file; `null` while there is none. Whoever opened it closes it. */
  readonly live: FileHandle | null;
  /** What was set aside before, oldest first; the live file comes behind them. */
  readonly parts: readonly RotatedPart[];
}

/**
 * Opens the live file of a log and lists its rotated parts, both of one moment: also while the log is rotated meanwhile, no part is
 * missing and none is named twice.
 * @param path of the live file, `<name>.jsonl`.
 */
export async function openLog(path: string): Promise<OpenLog> {
  for (;;) {
    const live = await openIfThere(path);
    const parts = rotatedParts(basename(path, '.jsonl'), await readdir(dirname(path)));
    if (await isAt(path, live)) return { live, parts };
    await live?.close();
  }
}

/** Whether an open file, or none, is the one at a path. */
export async function isAt(path: string, file: FileHandle | null): Promise<boolean> {
  const [there, held] = await Promise.all([statIfThere(path), file?.stat()]);
  return there?.ino === held?.ino && there?.dev === held?.dev;
}

const openIfThere = (path: string): Promise<FileHandle | null> => open(path, 'r').catch(nullIfMissing);
const statIfThere = (path: string) => stat(path).catch(nullIfMissing);

function nullIfMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
