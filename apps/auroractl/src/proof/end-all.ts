import { existsSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { ProcessGroup } from '../processes/process-group';
import { startedTicks } from '../processes/process-record';

const LOCK = '.lock';
const HOLDER = /^([1-9]\d*)-(\d+)$/;
const CONNECT_MS = 1000;

/**
 * Ends every process of a group and makes sure that it is gone with all it held.
 * @param urls where the processes served.
 * @returns what is left all the same, each as a text; empty as a rule.
 */
export async function endAll(group: ProcessGroup, urls: readonly string[], sessionDir: string): Promise<string[]> {
  const left: string[] = [];
  const stopped = await group.end(({ record: { name, pid }, outcome }) => {
    if (outcome === 'stuck') left.push(`${name} (pid ${pid}) does not end`);
  });
  const killed = stopped.filter(({ outcome }) => outcome === 'killed').map(({ record }) => record.name);
  for (const url of urls) if (await isServed(url)) left.push(`somebody still listens at ${url}`);
  return [...left, ...clearLocks(sessionDir), ...killed.map((name) => `${name} had to be killed`)];
}

/** Whether somebody takes connections there. */
export function isServed(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) });
    const settle = (served: boolean) => {
      socket.destroy();
      resolve(served);
    };
    socket.setTimeout(CONNECT_MS, () => settle(true));
    socket.once('connect', () => settle(true)).once('error', () => settle(false));
  });
}

/** A process that was killed leaves its lock behind; nobody holds it any more. @returns those that somebody does hold. */
export function clearLocks(folder: string): string[] {
  const locks = (readdirSync(folder, { recursive: true }) as string[]).filter((name) => name.endsWith(LOCK));
  return locks.flatMap((name) => {
    const path = join(folder, name);
    if (existsSync(path) && readdirSync(path).some(isHeld)) return [`the lock ${path} is held`];
    rmSync(path, { recursive: true, force: true });
    return [];
  });
}

function isHeld(holder: string): boolean {
  const [, pid, ticks] = HOLDER.exec(holder) ?? [];
  return pid !== undefined && startedTicks(Number(pid)) === ticks;
}
