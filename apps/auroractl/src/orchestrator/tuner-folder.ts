import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { AuroraConfig } from '@aurora/config';

/** The folder of the tuner: as configured, else `tuner` in the run folder. */
export const tunerDirOf = ({ tuner, session }: Pick<AuroraConfig, 'tuner' | 'session'>): string =>
  resolve(tuner.dir ?? join(session.runDir, 'tuner'));

export const JOURNAL_FILE = 'study.journal';
const STATUS_FILE = 'status.json';
const FREEZE_FILE = 'freeze';

/** While it stands, the tuner explores nothing. */
export interface Freeze {
  /** `null` when nobody gave one, or the file was made by hand. */
  readonly reason: string | null;
}

/** The freeze in force; `null` without one. A file of any content freezes. */
export async function readFreeze(dir: string): Promise<Freeze | null> {
  const text = await textIn(join(dir, FREEZE_FILE));
  return text === null ? null : { reason: text.trim().slice(0, 512) || null };
}

export async function writeFreeze(dir: string, reason: string): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await writeWhole(join(dir, FREEZE_FILE), `${reason}\n`);
}

export const removeFreeze = (dir: string): Promise<void> => rm(join(dir, FREEZE_FILE), { force: true });

/** The text of the state that the tuner wrote last; `null` when none ever did. */
export const readStatusText = (dir: string): Promise<string | null> => textIn(join(dir, STATUS_FILE));

/** Puts the file in place whole. @param mustLast whether it must survive a crash of the machine too, not of the process alone. */
export const writeStatus = (dir: string, status: object, mustLast: boolean): Promise<void> =>
  writeWhole(join(dir, STATUS_FILE), `${JSON.stringify(status, null, 2)}\n`, mustLast);

async function writeWhole(path: string, text: string, mustLast = true): Promise<void> {
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(text);
    if (mustLast) await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}

async function textIn(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
