import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

interface Holder {
  readonly pid: number;
  /** When the process started, in ticks since boot; tells it from another that got its number. `null` where the system does not say. */
  readonly startedTicks: string | null;
}

/**
 * Makes this process the only user of a folder, by a lock file of this name in it; answers how to release it. Rejects while another
 * living process holds it. What a killed process left behind is taken over, also when its number belongs to another one by now.
 */
export async function lockFolder(folder: string, name: string): Promise<() => Promise<void>> {
  const path = join(folder, name);
  const mine = `${path}.${process.pid}`;
  const me: Holder = { pid: process.pid, startedTicks: await startedTicks(process.pid) };
  try {
    // Linked into place, so that whoever finds the lock finds its holder in it.
    await writeFile(mine, JSON.stringify(me), { mode: 0o600 });
    for (let attempt = 0; ; attempt++) {
      if (await linked(mine, path, attempt === 0)) return () => rm(path, { force: true });
      const holder = await readHolder(path);
      if (holder !== null && (await lives(holder)))
        throw new Error(`folder ${folder} is in use by process ${holder.pid}; give this one another folder`);
      await rm(path, { force: true });
    }
  } finally {
    await rm(mine, { force: true });
  }
}

async function linked(from: string, to: string, mayExist: boolean): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST' && mayExist) return false;
    throw error;
  }
}

async function readHolder(path: string): Promise<Holder | null> {
  try {
    const holder = JSON.parse(await readFile(path, 'utf8')) as Partial<Holder>;
    return typeof holder.pid === 'number' ? { pid: holder.pid, startedTicks: holder.startedTicks ?? null } : null;
  } catch (error) {
    // Torn by a crash, or released in between.
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function lives({ pid, startedTicks: ticks }: Holder): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
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
