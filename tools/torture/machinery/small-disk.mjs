// A file system of its own that can be filled and made read-only. Mounting takes root; without, there is none.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempFolder } from './temp-folders.mjs';

export const SMALL_DISK_MISSING = 'a file system of its own takes root (mount -t tmpfs)';

const mounted = new Set();
process.on('exit', () => mounted.forEach((disk) => disk.end()));

const mount = (...args) => spawnSync('mount', args, { stdio: ['ignore', 'ignore', 'ignore'] }).status === 0;

export class SmallDisk {
  /** `null` where it cannot be mounted. */
  static mount(megabytes) {
    const folder = join(tempFolder(), 'disk');
    mkdirSync(folder);
    if (!mount('-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder)) return null;
    const disk = new SmallDisk(folder);
    mounted.add(disk);
    return disk;
  }

  constructor(folder) {
    this.folder = folder;
    this.ballast = join(folder, 'ballast');
  }

  get freeBytes() {
    const { bavail, bsize } = statfsSync(this.folder);
    return bavail * bsize;
  }

  /** Leaves so many bytes. */
  fill(leaveBytes = 0) {
    rmSync(this.ballast, { force: true });
    const bytes = Math.max(0, this.freeBytes - leaveBytes);
    try {
      writeFileSync(this.ballast, Buffer.alloc(bytes));
    } catch (error) {
      // Whoever writes beside us has taken the rest.
      if (error.code !== 'ENOSPC') throw error;
    }
  }

  makeRoom() {
    rmSync(this.ballast, { force: true });
  }

  /** @returns false while something is open for writing, which the system does not let happen. */
  readOnly(isReadOnly) {
    return mount('-o', `remount,${isReadOnly ? 'ro' : 'rw'}`, this.folder);
  }

  end() {
    spawnSync('umount', ['-l', this.folder], { stdio: 'ignore' });
    mounted.delete(this);
  }
}
