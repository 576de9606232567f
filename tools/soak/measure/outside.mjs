// The service as the system sees it.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** @returns `{ rssMib, threads, fds }`, or `null` when the process is gone. */
export function processNow(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return {
      rssMib: Number(/VmRSS:\s+(\d+)/.exec(status)[1]) / 1024,
      threads: Number(/Threads:\s+(\d+)/.exec(status)[1]),
      fds: readdirSync(`/proc/${pid}/fd`).length,
    };
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES'].includes(error.code)) return null;
    throw error;
  }
}

/** Bytes below a folder; a file that goes away meanwhile counts nothing. */
export function bytesBelow(folder) {
  let bytes = 0;
  for (const name of readdirSync(folder, { recursive: true })) {
    const stat = statSync(join(folder, name), { throwIfNoEntry: false });
    if (stat?.isFile()) bytes += stat.size;
  }
  return bytes;
}
