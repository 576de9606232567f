// What a reader needs to know of the machine, and nothing that names it.
import { spawnSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';

export function machineFacts() {
  const list = cpus();
  return {
    cpu: list[0]?.model.trim() ?? 'unknown',
    cores: list.length,
    memory_gib: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    node: process.versions.node,
    v8: process.versions.v8,
    load_at_start: Number(loadavg()[0].toFixed(2)),
    pinned: canPin(),
  };
}

/** Whether processes can be given cores of their own. */
export const canPin = () => cpus().length > 1 && spawnSync('taskset', ['--version']).status === 0;

/** The command that runs node on one core, or anywhere where that cannot be had. */
export const onCore = (core, pinned, args) =>
  pinned
    ? { command: 'taskset', args: ['-c', String(core), process.execPath, ...args] }
    : { command: process.execPath, args };
