import { mkdtemp, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

interface Holder {
  readonly pid: number;
  /** When the process started, in ticks since boot; tells it from another that got its number. `null` where the system does not say. */
  readonly startedTicks: string | null;
}

/**
 * Makes this process the only user of a folder; answers how to release it. Rejects while another living process holds it. What a
 * killed process left behind is taken over, by exactly one of those who try, also when its number belongs to another one by now.
 *
 * The lock is a folder of this name with one empty file in it, named after its holder. It is renamed into place, which succeeds only
 * where nothing or an empty folder stands, and a dead holder's file is removed by its own name, so nobody can remove another's.
 * Processes that cannot be seen from here look dead: machines or containers that share a file system need folders of their own.
 */
export async function lockFolder(folder: string, name: string): Promise<() => Promise<void>> {
  const path = join(folder, name);
  const me = fileNameOf({ pid: process.pid, startedTicks: await startedTicks(process.pid) });
  const prepared = await mkdtemp(`${path}.`);
  try {
    await writeFile(join(prepared, me), '', { mode: 0o600 });
    while (!(await putInPlace(prepared, path))) {
      for (const file of await filesIn(path)) {
        const holder = holderOf(file);
        if (holder === null) throw new Error(`lock ${path} holds ${file}, which no process left there; remove it`);
        if (await lives(holder))
          throw new Error(`folder ${folder} is in use by process ${holder.pid}; give this one another folder`);
        await rm(join(path, file), { force: true });
      }
    }
  } catch (error) {
    await rm(prepared, { recursive: true, force: true });
    throw error;
  }
  let isHeld = true;
  return async () => {
    if (isHeld) await release(path, me);
    isHeld = false;
  };
}

/** The living process that holds a folder's lock of this name; `null` when nobody does. Takes nothing over. */
export async function folderHolder(folder: string, name: string): Promise<number | null> {
  for (const file of await filesIn(join(folder, name))) {
    const holder = holderOf(file);
    if (holder !== null && (await lives(holder))) return holder.pid;
  }
  return null;
}

async function putInPlace(prepared: string, path: string): Promise<boolean> {
  try {
    await rename(prepared, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOTEMPTY' || codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

async function release(path: string, me: string): Promise<void> {
  await rm(join(path, me), { force: true });
  try {
    await rmdir(path);
  } catch (error) {
    // Another process has it by now, or even had it.
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(String(codeOf(error)))) throw error;
  }
}

async function filesIn(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []; // released in between
    throw error;
  }
}

const fileNameOf = ({ pid, startedTicks: ticks }: Holder): string => `${pid}-${ticks ?? 'unknown'}`;

function holderOf(file: string): Holder | null {
  const [, pid, ticks] = /^([1-9]\d*)-(\d+|unknown)$/.exec(file) ?? [];
  if (pid === undefined || ticks === undefined) return null;
  return { pid: Number(pid), startedTicks: ticks === 'unknown' ? null : ticks };
}

async function lives({ pid, startedTicks: ticks }: Holder): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false;
  }
  return ticks === null || (await startedTicks(pid)) === ticks;
}

/** Field 22 of /proc/<pid>/stat (proc(5)), counted behind the command name, which may hold anything. */
async function startedTicks(pid: number): Promise<string | null> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null; // no such file system, or the process is gone
  }
}

const codeOf = (error: unknown): unknown => (error as NodeJS.ErrnoException | null)?.code;
